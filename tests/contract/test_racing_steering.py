"""A hand on a race: paused, resumed, and who did what; its list, its traffic over time, what it gained."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from models.types import Provenance, Title
from tools.racing import Race, RaceRules, RaceStopped, RaceStore, open_race
from tools.racing.listing import list_races
from tools.racing.rules_told import changes_told
from tools.racing.traffic import traffic
from tools.store import Stores, open_stores

ARMS = ["a", "b", "c"]


@pytest.fixture(params=["memory", "store"])
def race(request: pytest.FixtureRequest, tmp_path: Path) -> Race:
    store = RaceStore.at(tmp_path / "races.db") if request.param == "store" else None
    return open_race(ARMS, store=store, race_id="r", seed=3)


def test_a_pause_can_be_taken_back_and_a_stop_cannot(race: Race) -> None:
    race.pause("ann")
    assert race.status().state == "paused"
    with pytest.raises(RaceStopped, match="paused"):
        race.choose()
    race.resume("bob")
    assert race.status().state == "running" and len(race.choose(n=3)) == 3
    race.pause("ann")
    race.stop("预算用完", "ann")
    race.resume("bob")
    race.pause("bob")
    assert race.status().stop_reason == "预算用完"
    assert [(one.what, one.by) for one in race.audit() if one.what != "join"] == [
        ("pause", "ann"),
        ("resume", "bob"),
        ("pause", "ann"),
        ("stop", "ann"),
    ]


def test_the_gain_is_what_the_better_arm_got_more_of() -> None:
    race = open_race(["a", "b"], race_id="g")
    rows = [("impression", "a", 9000), ("click", "a", 900), ("impression", "b", 1000), ("click", "b", 20)]
    race.record({"id": str(k), "kind": kind, "arm_id": arm, "count": n} for k, (kind, arm, n) in enumerate(rows))
    gain = race.gain()
    assert gain.mean == pytest.approx(4000 * (0.10 - 0.02), rel=0.05)  # 4,000 impressions went to a instead of b
    assert gain.low < gain.mean < gain.high
    assert open_race(["a", "b"]).gain() == (0, 0, 0)


def test_rules_are_changed_by_hand_and_a_reached_cap_stops(race: Race) -> None:
    race.record([{"id": "s", "kind": "spend", "arm_id": "a", "amount": 40.0}])
    race.change_rules(race.rules, "ann")
    assert not race.audit(), "nothing changed"
    race.change_rules(RaceRules(budget=50.0, maturation=60.0), "ann")
    assert race.status().state == "running" and race.rules.budget == 50
    race.change_rules(RaceRules(budget=30.0, maturation=60.0), "bob")
    assert race.status().stop_reason == "budget of 30 spent (40)"
    told = [(one.what, one.by) for one in race.audit()]
    assert told == [("rules", "ann"), ("rules", "bob"), ("stop", "")]
    first, second = (changes_told(one.note) for one in race.audit()[:2])
    assert first == "预算上限 50.00 元，花完自动停；等点击到齐 曝光 1 分钟后才算点击率"
    assert second == "预算上限 30.00 元，花完自动停" and changes_told(race.audit()[1].note, "en").startswith(
        "Budget cap"
    )


def test_changed_rules_bind_whoever_opens_the_race_later(tmp_path: Path) -> None:
    store = RaceStore.at(tmp_path / "races.db")
    open_race(ARMS, store=store, race_id="r").change_rules(RaceRules(budget=50.0))
    again = open_race(ARMS, store=store, race_id="r")
    assert again.rules == RaceRules(budget=50.0) and [one.what for one in again.audit()] == ["rules"]


@pytest.fixture
def stores(tmp_path: Path, database_url: str) -> Iterator[Stores]:
    opened = open_stores(tmp_path, database_url)
    opened.advertisers.put({"id": "a1", "name": "甲", "products": [{"name": "灯"}]})
    title = {"text": "一条标题", "provenance": Provenance()}
    opened.titles.add([Title(id=arm, **title) for arm in ARMS], advertiser_id="a1")
    yield opened
    opened.close()


def test_races_are_listed_with_their_account(stores: Stores) -> None:
    thread = stores.threads.create("a1", owner="user:ann")
    action = stores.actions.create(thread.id, "race", ARMS)
    kept = RaceStore(stores.database)
    open_race(ARMS, store=kept, race_id=action.id).pause()
    open_race(["x", "y"], store=kept, race_id="elsewhere")
    stray, mine = sorted(list_races(stores.database), key=lambda one: one.advertiser_id or "")
    assert (stray.id, stray.advertiser_id, stray.owner, stray.state) == ("elsewhere", None, None, "running")
    assert (mine.advertiser_id, mine.owner, mine.state, mine.arms) == ("a1", "user:ann", "paused", 3)
    assert list_races(stores.database, action.id) == [mine] and not list_races(stores.database, "none")
    stores.threads.delete(thread.id)
    assert list_races(stores.database, action.id)[0].advertiser_id == "a1", "a race outlives its conversation"


def test_a_race_is_called_by_what_it_advertises_and_when_it_began(stores: Stores) -> None:
    stores.advertisers.put({"id": "a2", "name": "乙", "products": [{"name": "晴山帐篷"}, {"name": "折叠桌"}]})
    tent, table = (one.id for one in stores.advertisers.get("a2").products)
    made = {"t1": tent, "t2": tent, "t3": table, "t4": None}
    titles = [Title(id=key, text=key, product_id=about) for key, about in made.items()]
    worded = [Title(id=f"k{n}", text="灯", keywords=("台灯", "桌面")) for n in range(2)]
    stores.titles.add([*titles, *worded], advertiser_id="a2")
    kept = RaceStore(stores.database)
    arms = {"one": ["t1", "t2"], "two": ["t1", "t2", "t3"], "words": ["k0", "k1"], "bare": ["t4"], "none": ["x", "y"]}
    for race_id, ids in arms.items():
        open_race(ids, store=kept, race_id=race_id)
    races = {one.id: one for one in list_races(stores.database)}
    begun = races["one"].created_at.astimezone()
    assert races["one"].name("zh") == f"晴山帐篷 {begun.month}月{begun.day}日 {begun:%H:%M}"
    assert races["one"].name("en") == f"晴山帐篷, {begun:%d %b %H:%M}"
    assert races["two"].name("zh").startswith("晴山帐篷等 2 个商品 ") and "and 1 more" in races["two"].name("en")
    assert races["words"].name("zh").startswith("台灯 ") and races["bare"].name("zh").startswith("乙 ")
    assert races["none"].name("zh").startswith("赛马 none ") and races["none"].name("en").startswith("Race none")
    assert list_races(stores.database, "two") == [races["two"]]


def test_traffic_over_time_by_decisions_and_by_impressions(stores: Stores) -> None:
    kept = RaceStore(stores.database)
    race = open_race(ARMS, store=kept, race_id="d", policy="uniform")
    assert traffic(stores.database, "d", ARMS).over == "nothing"
    race.choose(n=600)
    race.pin("b")
    race.choose(n=600)
    seen = traffic(stores.database, "d", ARMS, points=10)
    assert seen.over == "decisions" and seen.ends.tolist()[-1] == 1200
    assert np.allclose(seen.shares.sum(axis=1), 1)
    assert abs(seen.shares[0, 1] - 1 / 3) < 0.2 and seen.shares[-1, 1] == 1
    fed = open_race(ARMS, store=kept, race_id="t")
    days = [("a", 0), ("b", 0), ("b", 86_400), ("b", 86_400), ("c", 86_400)]
    fed.record({"id": str(k), "kind": "impression", "arm_id": arm, "at": at} for k, (arm, at) in enumerate(days))
    timed = traffic(stores.database, "t", ARMS, points=4)
    assert timed.over == "time" and timed.shares.tolist() == [[0.5, 0.5, 0], [0, 2 / 3, 1 / 3]]
