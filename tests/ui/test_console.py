"""The operator console: operators only; every section; every change logged and undone."""

from __future__ import annotations

import datetime
import re
from pathlib import Path
from typing import Any

import pytest
from consoles import TITLES, benched, proposals
from double import HOSTILE, DoubleAssistant
from test_ownership import event, request

from agent.suggestions import Suggestion
from models.types import Title
from tools.compliance.house import HouseDesk
from tools.library import AdmissionSettings, State
from tools.library.adoption import log_adoption, log_impressions
from tools.memes.queue import ProposalQueue
from tools.racing import open_race
from tools.racing.store import RaceStore
from tools.recall import STRATEGIES, RecallDesk, RecallSettings
from tools.store import MemeRecord
from ui.page.console import bench
from ui.page.console.form import Form
from ui.page.console.handlers import SECTIONS, ConsoleHandlers
from ui.page.console.phrases import contexts
from ui.page.console.words import WORDS, Say
from ui.page.desk import Desk, Seat


@pytest.fixture
def assistant(monkeypatch: pytest.MonkeyPatch) -> DoubleAssistant:
    return benched(monkeypatch)


@pytest.fixture
def handlers(assistant: DoubleAssistant) -> ConsoleHandlers:
    return ConsoleHandlers(Desk(assistant, operates=lambda owner: owner == "user:boss"))


def do(handlers: ConsoleHandlers, section: str, what: str = "", who: str | None = "boss", **data: Any) -> str:
    return "".join(
        str(value) for value in handlers.do(Seat("t01"), event(section=section, what=what, **data), request(who))
    )


def ids(assistant: DoubleAssistant, state: State | None = None) -> list[str]:
    return [one.id for one in bench.Bench(Desk(assistant)).library.materials.find(state=state)]


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("who", ["ann", None], ids=["advertiser", "nobody"])
def test_who_is_no_operator_sees_and_changes_nothing(
    assistant: DoubleAssistant, handlers: ConsoleHandlers, who: str | None
) -> None:
    do(handlers, "library", "add", texts="\n".join(TITLES))
    proposals(assistant)
    waiting = ProposalQueue(assistant.stores).list()[0].id
    before = (ids(assistant), handlers._bench.log.list())
    step = f"batch:{handlers._bench.library.materials.batches()[0].batch}"
    sent = {
        "ids": ids(assistant),
        "id": waiting,
        "meaning": "x",
        "name": "x",
        "limit": "20",
        "texts": "y",
        "step": step,
    }
    for section in SECTIONS.values():
        for what in ("", *section.acts):
            html = do(handlers, section.name, what, who, **sent)
            assert "只给运营人员" in html and TITLES[0] not in html and "泰裤辣" not in html
        assert handlers.live(Seat(), event(section=section.name, text="最好", template="x"), request(who)) == ""
    assert (ids(assistant), handlers._bench.log.list()) == before
    assert len(ProposalQueue(assistant.stores).list()) == 2
    assert "只给运营人员" in handlers.show(Seat(), request(who))[1]


@pytest.mark.filterwarnings("ignore")
def test_the_library_shows_what_ran_and_finds_by_it(assistant: DoubleAssistant, handlers: ConsoleHandlers) -> None:
    do(handlers, "library", "add", texts="\n".join(TITLES), to="t01")
    raced = [Title(id=f"arm{n}", text=text) for n, text in enumerate(TITLES[:2])]
    assistant.stores.titles.add(raced, advertiser_id="t01")
    events = [("arm0", "impression", 900), ("arm1", "impression", 4000), ("arm0", "click", 45)]
    running = open_race(raced, store=RaceStore(assistant.stores.database), race_id="r")
    running.record(
        [{"id": str(n), "kind": kind, "arm_id": arm, "count": times} for n, (arm, kind, times) in enumerate(events)]
    )
    html = do(handlers, "library", account="t01", sort="impressions")
    assert "曝光 4,000 点击 0（0.00%）采纳 0" in html and "曝光 900 点击 45（5.00%）" in html
    assert html.index("曝光 4,000") < html.index("曝光 900")
    assert 'name="sort"' in html and 'value="impressions" selected' in html
    assert "曝光 4,000" not in do(handlers, "library", sort="rate", impressions="5000", account="t01")
    best = do(handlers, "library", sort="rate", impressions="100")
    assert best.index("曝光 900") < best.index("曝光 4,000")
    assert "曝光 900" in do(handlers, "library", source="model", product="nobody's", since="not a day", tag="")
    assert "曝光 900" not in do(handlers, "library", source="import")
    assert "曝光 900" not in do(handlers, "library", until="2000-01-01")


def test_adoption_is_drawn_by_source_over_time(assistant: DoubleAssistant, handlers: ConsoleHandlers) -> None:
    assert "还没有展示过" in do(handlers, "adoption")
    for week in range(3):
        at = datetime.datetime(2026, 3, 2, tzinfo=datetime.UTC) + datetime.timedelta(weeks=week)
        cards = [Suggestion(id=f"{week}{n}", source="hot" if n else "history", text="") for n in range(4)]
        if week == 1:
            cards = cards[1:]
        log_impressions(assistant.stores, "t01", cards, clock=lambda at=at: at)  # type: ignore[misc]
        for card in cards[: week + 1]:
            log_adoption(assistant.stores, "t01", card.id)
    html = do(handlers, "adoption")
    assert "首屏采纳率：2026-W10 为 25.0%，2026-W12 为 75.0%" in html
    lines = re.findall(r'<g class="(c\d)( main)?">(.*?)</g>', html)
    assert [(name, bool(main), line.count("<polyline")) for name, main, line in lines] == [
        ("c2", False, 2),
        ("c1", False, 1),
        ("c0", True, 1),
    ], "the source without a second week has a gap, and the sum lies on top"
    assert "0.0,160.0 360.0,53.3 720.0,53.3" in lines[1][2], "the rates 0, 2/3, 2/3 of the other source, below 1"
    table = re.findall(r"<td>(.*?)</td>", html)
    assert table[:5] == ["2026-W12", "全部来源", "4", "3", "75.0%"]
    assert "2026-03-02" in do(handlers, "adoption", by="day", account="t01")
    assert "还没有展示过" in do(handlers, "adoption", account="t02")


@pytest.mark.filterwarnings("ignore")
def test_candidates_go_through_the_queue_and_back(assistant: DoubleAssistant, handlers: ConsoleHandlers) -> None:
    do(handlers, "library", "add", texts="\n".join([*TITLES, "", TITLES[0]]), to="t01")
    queue = do(handlers, "queue")
    assert "《广告法》第九条第三项" in queue and "2 字，应为 4 到 30 字" in queue and "<script>" not in queue
    do(handlers, "queue", "admit", ids=ids(assistant))
    admitted = ids(assistant, State.ADMITTED)
    assert [one.text for one in handlers._bench.library.materials.many(admitted)] == [TITLES[0]]
    html = do(handlers, "library", state="admitted", account="t01", containing="开会")
    assert TITLES[0] in html and "轻松 · 美食" in html and "盘点" not in html
    assert TITLES[0] not in do(handlers, "library", state="admitted", account="t02")
    html = do(handlers, "library", "retire", ids=ids(assistant))
    assert "撤销：下架 1" in html
    assert ids(assistant, State.RETIRED) == admitted
    batch = handlers._bench.library.materials.batches()[0]
    assert batch.by == "boss"
    do(handlers, "journal", "undo", step=f"batch:{batch.batch}")
    assert ids(assistant, State.ADMITTED) == admitted and "已撤销" in do(handlers, "journal")


@pytest.mark.filterwarnings("ignore")
def test_rules_are_tuned_within_their_ranges(handlers: ConsoleHandlers) -> None:
    values = {"min_chars": "6", "max_chars": "24", "min_fluency": "0.5", "min_quality": "0.3"}
    values |= {"duplicate_overlap": "0.9", "brand_words": "甲牌、乙牌"}
    do(handlers, "rules", "save", **values, on=["length", "brand", "fluency", "quality"])
    wanted = AdmissionSettings(
        min_chars=6, max_chars=24, min_fluency=0.5, min_quality=0.3, duplicate_overlap=0.9,
        brand_words=("甲牌", "乙牌"), off=("duplicate",),
    )  # fmt: skip
    assert handlers._bench.library.settings == wanted
    for bad in ({"min_fluency": "2"}, {"max_chars": "x"}, {"min_chars": "30"}, {"min_quality": "nan"}):
        do(handlers, "rules", "save", **(values | bad), on=["length"])
    assert handlers._bench.library.settings == wanted, "a value out of range was saved"
    change = handlers._bench.log.list()[0]
    assert change.by == "boss"
    do(handlers, "journal", "undo", step=f"change:{change.seq}")
    assert handlers._bench.library.settings == AdmissionSettings()


@pytest.mark.filterwarnings("ignore")
def test_memes_placements_and_phrases_are_changed_and_undone(
    assistant: DoubleAssistant, handlers: ConsoleHandlers
) -> None:
    proposals(assistant)
    slang = ProposalQueue(assistant.stores).list()[0]
    assert "不要用" in do(handlers, "memes") and "<script>" not in do(handlers, "memes")
    do(handlers, "memes", "take", id=slang.id, meaning="")
    assert not assistant.stores.memes.all(), "a meme without a meaning"
    do(handlers, "memes", "take", id=slang.id, meaning="太酷了", risk="mild")
    assert [(one.term, one.risk) for one in assistant.stores.memes.all()] == [("泰裤辣", "mild")]
    do(handlers, "placements", "put", name="信息流小图", limit="18")
    do(handlers, "placements", "put", name="坏", limit="一")
    do(handlers, "phrases", "keep", name="nickname", source="city", values="上海=魔都", default="")
    assert handlers._bench.placements.limits() == {"信息流小图": 18}
    typed = event(section="phrases", template="{nickname}的便签，打开就能写，一天到晚都够用", placement="信息流小图")
    html = handlers.live(Seat(), typed, request("boss"))
    assert "超过 18 字" in html and "没有能用的写法" in html
    typed = event(section="phrases", template="{nickname}便签", fallback="随手便签", placement="信息流小图")
    html = handlers.live(Seat(), typed, request("boss"))
    assert "魔都便签" in html and "随手便签" in html and "用了备用标题" in html
    assert "没有动态词" in handlers.live(Seat(), event(section="phrases", template="{moon}"), request("boss"))
    for change in handlers._bench.log.list():
        do(handlers, "journal", "undo", step=f"change:{change.seq}")
    assert not assistant.stores.memes.all() and not handlers._bench.placements.limits()
    assert not handlers._bench.phrases.own() and len(ProposalQueue(assistant.stores).list()) == 2


@pytest.mark.filterwarnings("ignore")
def test_recall_is_tried_before_it_is_saved(assistant: DoubleAssistant, handlers: ConsoleHandlers) -> None:
    quotas = {f"quota_{name}": "3" for name in STRATEGIES}
    typed = {"section": "recall", "account": "t01", "on": ["manual", "hot"], "pins": f"便签先开\n{HOSTILE}"} | quotas
    html = handlers.live(Seat(), event(**typed), request("boss"))
    assert "便签先开" in html and "<script>" not in html and "关着" in html and "还差" in html
    assert RecallDesk(handlers._bench.log).get() == RecallSettings(), "trying saved it"
    do(handlers, "recall", "save", **{name: value for name, value in typed.items() if name != "section"})
    kept = RecallDesk(handlers._bench.log).get()
    assert kept.pins == {"t01": ("便签先开", HOSTILE)}
    assert [name for name, one in kept.strategies.items() if one.on] == ["manual", "hot"]
    do(handlers, "recall", "save", account="*", on=[], **(quotas | {"quota_hot": "999"}))
    assert RecallDesk(handlers._bench.log).get() == kept, "a quota out of range was saved"
    do(handlers, "journal", "undo", step=f"change:{handlers._bench.log.list()[0].seq}")
    assert RecallDesk(handlers._bench.log).get() == RecallSettings()


def test_a_title_is_tried_against_the_law(handlers: ConsoleHandlers) -> None:
    html = handlers.live(Seat(), event(section="law", text="全国最好的便签", industry="教育"), request("boss"))
    assert "有违规风险" in html and "《广告法》第九条第三项" in html and "可改为" in html
    assert "合规" in handlers.live(Seat(), event(section="law", text="打开就能写"), request("boss"))
    assert "<img" not in handlers.live(Seat(), event(section="law", text=HOSTILE), request("boss"))


@pytest.mark.filterwarnings("ignore")
def test_a_meme_is_edited_and_put_back(assistant: DoubleAssistant, handlers: ConsoleHandlers) -> None:
    assistant.stores.memes.put([MemeRecord("m1", "泰裤辣", "太酷了", heat=4), MemeRecord("m2", "躺平", "不想动")])
    assert "泰裤辣" not in do(handlers, "memebook", containing="不想") and "躺平" in do(handlers, "memebook")
    typed = {"id": "m1", "term": "泰裤辣", "meaning": HOSTILE, "tags": "旅行，美食", "heat": "4", "risk": "avoid"}
    html = do(handlers, "memebook", "keep", **typed)
    assert "<script>" not in html and "<img" not in html
    meme = assistant.stores.memes.many(["m1"])["m1"]
    assert (meme.meaning, meme.tags, meme.risk) == (HOSTILE, ("旅行", "美食"), "avoid")
    do(handlers, "memebook", "keep", **(typed | {"heat": "9"}))
    do(handlers, "memebook", "cool", half_life="30")
    assert handlers._bench.memes.half_life == 30 and "30" in do(handlers, "journal")
    for change in handlers._bench.log.list():
        do(handlers, "journal", "undo", step=f"change:{change.seq}")
    assert handlers._bench.memes.half_life == 180
    assert assistant.stores.memes.many(["m1"])["m1"].meaning == "太酷了"


@pytest.mark.filterwarnings("ignore")
def test_a_house_rule_is_tried_kept_edited_and_undone(assistant: DoubleAssistant, handlers: ConsoleHandlers) -> None:
    do(handlers, "library", "add", texts="\n".join(TITLES))
    do(handlers, "library", "admit", ids=ids(assistant))
    typed = {"name": "不慌", "words": "不慌", "reason": "不许这么说", "category": "house"}
    seen = handlers.live(Seat(), event(section="house", **typed), request("boss"))
    assert "1 条标题里，会命中 1 条" in seen and TITLES[0] in seen
    assert "正则" not in seen and "一层套一层" in handlers.live(
        Seat(), event(section="house", pattern="(a+)+"), request("boss")
    )
    assert handlers.live(Seat(), event(section="house", **typed), request("ann")) == ""
    html = do(handlers, "house", "keep", **typed)
    assert "不许这么说" in html
    tried = event(section="law", text="开会再也不慌")
    assert "不许这么说" in handlers.live(Seat(), tried, request("boss"))
    edited = do(handlers, "house", edit="不慌")
    assert 'value="不许这么说"' in edited and ">不慌</textarea>" in edited
    do(handlers, "house", "switch", name="不慌")
    assert "不许这么说" not in handlers.live(Seat(), tried, request("boss"))
    step = handlers._bench.log.list()[0]
    assert (step.by, step.note) == ("boss", "停用规则 不慌")
    do(handlers, "journal", "undo", step=f"change:{step.seq}")
    assert "不许这么说" in handlers.live(Seat(), tried, request("boss"))
    assert 'data-was="不慌"' in edited
    do(handlers, "house", "keep", **typed | {"name": "别慌"}, was="不慌")
    assert set(HouseDesk(handlers._bench.log).get().rules) == {"别慌"}
    do(handlers, "house", "keep", **typed | {"name": "别慌", "words": "速来"})
    assert HouseDesk(handlers._bench.log).get().rules["别慌"].words == ("不慌",), "a new rule took another's place"
    hostile = do(handlers, "house", "keep", name="坏", words=HOSTILE, reason=HOSTILE, category="house")
    assert "<script>" not in hostile and "<img" not in hostile


@pytest.mark.filterwarnings("ignore")
def test_a_rule_of_law_is_switched_off_with_a_reason_and_the_duty_is_said(handlers: ConsoleHandlers) -> None:
    assert "责任" in do(handlers, "law")
    do(handlers, "law", "waive", rule="learned", reason=" ")
    assert not handlers._bench.log.list()
    assert "误报太多" in do(handlers, "law", "waive", rule="learned", reason="误报太多")
    assert "误报太多" in do(handlers, "journal")
    do(handlers, "law", "restore", rule="learned")
    assert "误报太多" not in do(handlers, "law")


@pytest.mark.filterwarnings("ignore")
def test_odd_events_do_no_harm(handlers: ConsoleHandlers) -> None:
    for section in SECTIONS.values():
        for what in section.acts:
            odd: dict[str, Any] = {"ids": [1, None, ["x"]], "id": 5, "step": "change:x", "texts": {}, "name": "n" * 999}
            assert do(handlers, section.name, what, **odd)
            assert do(handlers, section.name, what, ids=["nothing"], id="nothing", step="batch:nothing", to="nobody")
    assert do(handlers, "nowhere", "nothing") and not handlers._bench.log.list()
    assert Form({"a": 1, "b": ["x", 2, "x"]}).chosen("b") == ["x"]


def test_every_word_is_there_in_both_languages() -> None:
    assert all(chinese and english for chinese, english in WORDS.values())
    assert all(chinese.count("{}") == english.count("{}") for chinese, english in WORDS.values())
    assert all(Say(language)(section) for language in ("zh", "en") for section in SECTIONS)


def test_previews_stand_before_the_next_holiday() -> None:
    day = datetime.date(2026, 9, 22)
    found = contexts(None, "2026-10-01", Say("zh"), day)
    assert [one.today.isoformat() for one in found] == ["2026-09-22", "2026-09-26", "2026-09-22", "2026-09-22"]
    assert "中秋" in found[2].label and found[0].deadline == datetime.date(2026, 10, 1) and found[3].city is None


def test_an_operator_mines_a_file_into_the_meme_queue(
    assistant: DoubleAssistant, handlers: ConsoleHandlers, tmp_path: Path
) -> None:
    days = [datetime.date(2026, 5, 1) + datetime.timedelta(days=n) for n in range(40)]
    old = [f"{day},今天吃了{food}很开心" for day in days[:30] for food in ("面", "饭", "饼")]
    new = [
        f"{day},{who}这也太丝瓜汤了{mark}"
        for day in days[30:]
        for who, mark in (("猫", "吧"), ("我妈", ""), ("他", "啊"))
    ]
    file = tmp_path / "comments.csv"
    told = "日期,评论\n" + "\n".join([*old, *new])
    for who in ("ann", None):
        file.write_text(told, "utf-8")
        handlers.mine(str(file), Seat("t01"), request(who))
        assert not file.exists(), "what was uploaded is gone once it was looked at"
    assert ProposalQueue(assistant.stores).list() == [], "only operators mine"
    file.write_text(told, "utf-8")
    shown = handlers.mine(str(file), Seat("t01"), request("boss"))
    found = ProposalQueue(assistant.stores).list()
    assert any("丝瓜汤" in one.proposal.term for one in found) and "丝瓜汤" in shown[1]
    assert shown[4]["visible"] and not handlers.show(Seat("t01"), request("boss"))[4]["visible"]
    file.write_text("价格\n3\n", "utf-8")
    handlers.mine(str(file), Seat("t01"), request("boss"))
    assert len(ProposalQueue(assistant.stores).list()) == len(found)
