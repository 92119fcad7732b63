"""The racing tab: whose races are seen, what a hand on them does, and a simulation that says it is one."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from double import HOSTILE, DoubleAssistant
from races import begin_race, run_race
from test_ownership import event, request

from agent.plan import Intent
from agent.turn import Turn
from tools.racing import RaceBook, RaceRules, RaceStore, open_race
from tools.racing.verdict import ALARMS
from ui.page.desk import Desk, Seat
from ui.page.racing import simulating
from ui.page.racing.handlers import RacingHandlers
from ui.page.racing.simulating import Simulation, read_rates, simulation_html
from ui.page.racing.words import EN, ZH
from ui.page.talk import Reading, turns_html
from ui.page.text import words

TEXTS = ["地铁上戴着它，我坐过了三站", HOSTILE, "工位旁边装修，我靠它活到了下班"]


def accounts(owner: str, advertiser_id: str) -> bool:
    return owner == "user:boss" or (owner, advertiser_id) in {("user:ann", "t01"), ("user:bob", "t02")}


@pytest.fixture
def assistant() -> DoubleAssistant:
    return DoubleAssistant()


@pytest.fixture
def handlers(assistant: DoubleAssistant) -> RacingHandlers:
    return RacingHandlers(Desk(assistant, may_see=accounts, operates=lambda owner: owner == "user:boss"))


def done(handlers: RacingHandlers, who: str | None, host: str = "127.0.0.1", **data: Any) -> tuple[Any, str]:
    return list(handlers.do(Seat("t01"), event(**data), request(who, host=host)))[-1]


@pytest.mark.filterwarnings("ignore")
def test_a_race_is_its_accounts_and_an_operators(assistant: DoubleAssistant, handlers: RacingHandlers) -> None:
    race = begin_race(assistant, "user:ann", TEXTS)
    arm = race.status().arms[0].arm_id
    for who in ("ann", "boss"):
        assert "user:ann的灯" in str(handlers.show(Seat("t01"), request(who)))
        assert "工位旁边装修" in done(handlers, who, what="open", id=race.race_id)[1]
    for what in ("open", "pause", "resume", "stop", "pin", "unpin", "declare", "leave", "join"):
        seen = str(done(handlers, "bob", what=what, id=race.race_id, arm=arm))
        assert "工位旁边装修" not in seen and "user:ann的灯" not in seen
        seen = str(done(handlers, None, "203.0.113.9", what=what, id=race.race_id, arm=arm))
        assert "工位旁边装修" not in seen
    assert not RaceBook(assistant.stores).race(race.race_id).audit(), "a stranger steered the race"


@pytest.mark.filterwarnings("ignore")
def test_every_deed_is_done_and_logged_with_who(assistant: DoubleAssistant, handlers: RacingHandlers) -> None:
    race = begin_race(assistant, "user:ann", TEXTS)
    first, last = (race.status().arms[place].arm_id for place in (0, -1))
    steps = [("pause", ""), ("resume", ""), ("pin", first), ("unpin", ""), ("leave", last), ("join", last)]
    for what, arm in [*steps, ("join", "title-of-another"), ("pin", "nobody"), ("declare", first)]:
        html = done(handlers, "ann", what=what, id=race.race_id, arm=arm)[1]
    told = [(one.what, one.by) for one in RaceBook(assistant.stores).race(race.race_id).audit()]
    assert told == [(what, "ann") for what in ("pause", "resume", "pin", "unpin", "leave", "join", "declare", "stop")]
    assert "人工定的胜出者" in html and 'data-what="pause"' not in html
    done(handlers, "ann", what=["stop"], id={"a": 1}, arm=None)


@pytest.mark.filterwarnings("ignore")
def test_reasons_alarms_and_rules_are_told_in_plain_words(assistant: DoubleAssistant) -> None:
    race = begin_race(assistant, "user:ann", TEXTS)
    arm = race.status().arms[0].arm_id
    for shown, clicks in ((4000, 400), (4000, 40)):
        for part in range(4):
            named = {"arm_id": arm, "count": shown // 4}
            rows = [{"id": f"i{clicks}{part}", "kind": "impression"} | named]
            race.record([*rows, {"id": f"c{clicks}{part}", "kind": "click"} | named | {"count": clicks // 4}])
    kept = RaceStore(assistant.stores.database)
    race = open_race([arm], store=kept, race_id=race.race_id, rules=RaceRules(budget=5, holdout=0.1))
    race.record([{"id": "s", "kind": "spend", "arm_id": arm, "amount": 6}])
    handlers = RacingHandlers(Desk(assistant, may_see=accounts))
    seat, opened = Seat("t01"), event(what="open", id=race.race_id)
    html = list(handlers.do(seat, opened, request("ann")))[-1][1]
    assert html.count("预算 5 元已用完（花费 6 元）") == 2 and "10.0% 的流量平均分" in html
    assert "10.00% → 1.00%" in html and "疲劳了：点击率" in html
    raw = ("budget", "fatigue", "drift", "half_life", "running", "->")
    assert not [name for name in raw if name in visible(html).replace(HOSTILE, "")]
    seat = Seat("t01", language="en")
    html = list(handlers.do(seat, opened, request("ann")))[-1][1]
    assert "Stopped: budget of 5 spent (6)" in html and "Rules of this race" in html
    own = (*TEXTS, "user:ann的灯", "青鹭测试")
    assert not re.search(r"[一-鿿]", re.sub("|".join(map(re.escape, own)), "", visible(html)))


@pytest.mark.parametrize(
    ("language", "told"), [("zh", "按决策次数，共 4,000 次"), ("en", "by decisions, 4,000 in all")]
)
def test_the_answer_about_a_race_is_drawn_as_it_stood(assistant: DoubleAssistant, language: str, told: str) -> None:
    race = begin_race(assistant, "user:ann", TEXTS)
    run_race(race, [0.03, 0.05, 0.09])
    (thread,) = assistant.stores.threads.list("t01")
    report = RaceBook(assistant.stores).report(thread.id)
    assert report is not None
    turn = Turn(thread_id="t", index=0, user="跑得怎么样了", reply="好", intent=Intent.RACE, race=report.chart)
    turn = Turn.model_validate_json(turn.model_dump_json())  # as it is kept
    run_race(race, [0.03, 0.05, 0.09], steps=2, seed=1)
    html = str(turns_html([turn], Reading(20), words(language)))
    assert told in html and html.count("<polygon") == 3 and html.count('class="range"') == 3
    assert "onerror=alert" in html and "<img" not in html
    best = report.chart.arms[2]
    assert f"{best.ctr:.2%}" in html and f"{best.low:.2%}–{best.high:.2%}" in html
    empty = turn.model_copy(update={"race": None})
    assert "<svg" not in str(turns_html([empty], Reading(20), words(language)))


def visible(html: object) -> str:
    """What is read: neither tags nor their attributes."""
    return unescape(re.sub(r"<[^>]*>", " ", str(html)))


def test_every_deed_has_its_word_in_both_languages() -> None:
    deeds = {"join", "leave", "stop", "pause", "resume", "pin", "unpin", "declare", "rules", *ALARMS}
    assert deeds <= set(ZH.deeds) == set(EN.deeds)


def test_a_visitor_without_sign_in_sees_races_of_that_browser_alone(assistant: DoubleAssistant) -> None:
    handlers = RacingHandlers(Desk(assistant))
    race = begin_race(assistant, "session:s1", TEXTS)
    assert handlers.entry("session:s1", race.race_id) and handlers.entry("demo", race.race_id)
    assert handlers.entry("session:s2", race.race_id) is None


@pytest.mark.parametrize(
    ("text", "rates"),
    [("2, 3%，4.5", (0.02, 0.03, 0.045)), ("2", None), ("2,x", None), ("0,3", None), ("2,nan", None), ("1," * 7, None)],
)
def test_rates_are_read_as_people_type_them(text: str, rates: tuple[float, ...] | None) -> None:
    found = read_rates(text)
    assert (found is None) if rates is None else (found == pytest.approx(rates))


def test_a_simulation_says_so_and_moves_traffic_to_the_better() -> None:
    simulation = Simulation(rates=(0.02, 0.2, 0.02), impressions=2_000)
    for _ in simulation.run(seed=1, frame=0):
        pass
    html = str(simulation_html(simulation, ZH, done=True))
    assert html.count("模拟") >= 5 and "设定 20.0%" in html and "<svg" in html
    assert "simulated" in str(simulation_html(simulation, EN, done=False)).lower()
    last = simulation.looks[-1]
    assert last.impressions == 2_000 and last.arms[1].impressions > 1_000


def test_a_race_is_watched_and_steered(
    assistant: DoubleAssistant, serve: Any, visit: Any, size: dict[str, int]
) -> None:
    race = begin_race(assistant, "demo", TEXTS)
    run_race(race, [0.03, 0.05, 0.09])
    visitor = visit(serve(assistant).url, **size).arrive()
    visitor.tab.click("#views [data-view=races]")
    visitor.tab.click("#races-list .open")
    visitor.tab.wait_for_selector(".race .shares")
    assert visitor.texts(".figures dd")[0] == "4,000"
    assert HOSTILE in visitor.texts(".arm .title")[1]
    visitor.shot(f"races-{visitor.device}")
    visitor.tab.click(".arm:nth-child(4) [data-what=pin]")
    visitor.tab.wait_for_selector(".arm:nth-child(4) [data-what=unpin]")
    visitor.tab.click(".race [data-what=stop]")
    assert visitor.tab.locator(".race [data-what=stop]").inner_text() == "确定？", "one click stopped a race"
    visitor.tab.click(".race [data-what=stop]")
    visitor.tab.wait_for_selector(".race-head .state.stopped")
    assert visitor.texts(".audit b") == ["demo", "demo"]
    assert visitor.tab.evaluate("document.documentElement.scrollWidth") <= size["width"]
    assert not visitor.errors and not visitor.outside and not visitor.dialogs


def test_the_empty_tab_says_what_to_do_and_simulates(
    assistant: DoubleAssistant, serve: Any, visit: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(simulating, "FRAME_SECONDS", 0.0)
    visitor = visit(serve(assistant).url, dark=True)
    visitor.tab.goto(visitor.url + "?v=races")
    visitor.tab.wait_for_selector(".lonely:has-text('帮我选3条上线')")
    visitor.shot("races-empty")
    visitor.tab.click(".lonely [data-what=simulate]")
    visitor.tab.wait_for_selector(".simulated .primary")
    visitor.shot("races-simulated")
    visitor.tab.fill(".simulated input[name=rates]", "1, 2, 30")
    visitor.tab.click(".simulated [data-what=simulate]")
    visitor.tab.wait_for_selector(".arm small:has-text('30.0%')")
    visitor.tab.wait_for_selector(".simulated .primary")
    assert not list(assistant.stores.titles.ids()) and not visitor.errors
    visitor.tab.click("#language")
    visitor.tab.wait_for_selector("#views button:has-text('Races')")
    visitor.tab.wait_for_selector(".lonely h3:has-text('No races yet')")
    visitor.tab.click("#views [data-view=chat]")
    assert visitor.tab.is_visible("#composer") and "v=" not in visitor.tab.url
