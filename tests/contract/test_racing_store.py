"""A stored race: it survives SIGKILL in the middle of decisions and events, with nothing lost or counted twice."""

from __future__ import annotations

import datetime
import os
import signal
import subprocess
import sys
import time
from collections import Counter

import numpy as np
import pytest
from sqlalchemy import func, select

from tools.racing import RaceRules, RaceStopped, RaceStore, open_race
from tools.racing.counterfactual import EVEN, SAME, had_they_run
from tools.racing.sql_waiting import MATURE
from tools.store.database import Database
from tools.store.schema import upgrade
from tools.store.tables import race_arms, race_decisions, race_events, race_quarantine, race_waiting

ARMS = ["a", "b", "c"]
WORKER = """
import sys
from tools.racing import RaceRules, open_race
race = open_race(["a", "b", "c"], store=sys.argv[1], race_id="r", seed=1, rules=RaceRules(maturation=0.05))
for batch in range(100_000):
    decisions = race.choose(n=20)
    rows = [{"id": f"{batch}-{i}", "kind": "impression", "arm_id": "abc"[i % 3]} for i in range(50)]
    rows += [{"id": f"{batch}-c", "kind": "click", "arm_id": "b"}]
    race.record(rows)
    print(batch, decisions[-1].decision_id, flush=True)
"""


def test_sigkill_loses_and_doubles_nothing(database_url: str) -> None:
    told = -1
    for _ in range(3):  # each run sends everything from the start again, as a feed does that saw no answer
        child = subprocess.Popen([sys.executable, "-c", WORKER, database_url], stdout=subprocess.PIPE, text=True)
        assert child.stdout is not None
        for batch in range(3):  # however slow the machine, there is something to lose
            assert child.stdout.readline().startswith(f"{batch} ")
        time.sleep(0.15)
        os.kill(child.pid, signal.SIGKILL)
        lines = child.stdout.read().splitlines()
        child.wait()
        complete = [int(line.split()[0]) for line in lines if line.count(" ") == 1]
        told = max([told, batch, *complete])
    assert told > 0
    _check_counts(database_url, told)


def _check_counts(url: str, told: int) -> None:
    database = Database(url)
    with database.read() as connection:
        arms = {row.arm_id: row for row in connection.execute(select(race_arms))}
        stored = connection.execute(select(race_events.c.id, race_events.c.kind, race_events.c.arm_id)).all()
        young = set(connection.execute(select(race_waiting.c.id)).scalars())
        chosen = connection.execute(select(race_decisions).order_by(race_decisions.c.number)).all()
    database.close()
    shown = Counter(row.arm_id for row in stored if row.kind == "impression")
    assert {arm: row.shown for arm, row in arms.items()} == {arm: shown[arm] for arm in ARMS}
    assert arms["b"].clicks == sum(row.kind == "click" for row in stored)
    waiting = Counter((row.arm_id, row.kind) for row in stored if row.id in young)
    for arm, row in arms.items():
        assert (row.waiting_shown, row.waiting_clicks) == (waiting[arm, "impression"], waiting[arm, "click"])
    batches = Counter(row.id.split("-")[0] for row in stored)
    assert set(batches.values()) == {51}  # every batch is there as a whole
    assert set(range(told + 1)) <= {int(batch) for batch in batches}
    assert [row.number for row in chosen] == list(range(len(chosen)))
    assert Counter(row.arm_id for row in chosen) == Counter({arm: row.decided for arm, row in arms.items()})
    assert sum(row.expected for row in arms.values()) == pytest.approx(len(chosen))


def test_a_race_goes_on_where_it_was(database_url: str) -> None:
    store = RaceStore.at(database_url)
    race = open_race(ARMS, store=store, race_id="r", prior={"a": (0.05, 80.0)})
    first = race.choose(n=30)
    race.record([{"id": "1", "kind": "impression", "arm_id": "a", "count": 7}])
    race.record([{"id": "2", "kind": "wink", "arm_id": "a"}, {"id": "2", "kind": "wink", "arm_id": "a"}])
    store.close()
    again = open_race(ARMS, store=database_url, race_id="r")
    assert again.status() == race.status()
    assert again.status().quarantined == 1  # kept once, as it came
    assert again.record([{"id": "1", "kind": "impression", "arm_id": "a", "count": 7}]).duplicates == 1
    second = again.choose(n=30)
    assert not {d.decision_id for d in first} & {d.decision_id for d in second}
    assert [d.arm_id for d in first] != [d.arm_id for d in second]


def test_a_race_opened_again_is_bound_by_its_rules(database_url: str) -> None:
    store = RaceStore.at(database_url)
    open_race(ARMS, store=store, race_id="r", rules=RaceRules(max_decisions=30))
    again = open_race(ARMS, store=store, race_id="r")
    again.choose(n=30)
    with pytest.raises(RaceStopped):
        again.choose(n=1)
    assert open_race(ARMS, store=store, race_id="other").choose(n=40)


def test_memory_and_store_count_alike(database_url: str) -> None:
    rows = [{"id": str(i), "kind": ("impression", "click", "spend")[i % 3], "arm_id": "ab"[i % 2]} for i in range(60)]
    rows = [row | {"amount": i / 7, "decision_id": "x.1h"} for i, row in enumerate(rows)]
    rows = [
        row | {"context": {"device": ("ios", "android")[i % 4 // 2]}, "count": 1 + i % 5} for i, row in enumerate(rows)
    ]
    kept = open_race(ARMS, store=database_url, race_id="r", seed=2, policy="lints")
    gone = open_race(ARMS, race_id="r", seed=2, policy="lints")
    for race in (kept, gone):
        race.record(rows[:40])
        race.choose(n=10)
        race.record(rows[20:])
        race.leave("c")
        race.join("d")
    assert kept.status() == gone.status()
    viewers = [{"device": "ios"}, {"device": "android"}, {}] * 5
    assert kept.choose(viewers) == gone.choose(viewers)
    again = open_race(ARMS, store=database_url, race_id="r", seed=2, policy="lints")
    chances = {d.arm_id: d.propensity for d in gone.choose({"device": "ios"}, n=200)}
    assert {d.arm_id: d.propensity for d in again.choose({"device": "ios"}, n=200)} == pytest.approx(chances)


def test_memory_and_store_let_events_mature_alike(database_url: str) -> None:
    """A click before its impression, one long after, one of nobody, and some without a time; a second brings all in."""
    seconds = [1_000_000.0]

    def clock() -> datetime.datetime:
        return datetime.datetime.fromtimestamp(seconds[0], datetime.UTC)

    database = Database(database_url)
    upgrade(database)
    named = {"decision_id": "r.1", "context": {"device": "ios"}}
    steps = [
        [{"id": "c1", "kind": "click", "arm_id": "a", "at": 1_000_000.0} | named],
        [{"id": "i1", "kind": "impression", "arm_id": "a", "at": 999_950.0} | named],
        [{"id": "i2", "kind": "impression", "arm_id": "b", "count": 7}, {"id": "old", "kind": "click", "arm_id": "b"}],
        [{"id": "i3", "kind": "impression", "arm_id": "b", "at": 5.0}, {"id": "i2", "kind": "click", "arm_id": "b"}],
        [],
        [],
    ]
    rules = RaceRules(maturation=100.0)
    kept = open_race(ARMS, store=RaceStore(database, clock), race_id="r", seed=2, rules=rules)
    gone = open_race(ARMS, race_id="r", seed=2, rules=rules, clock=clock)
    seen = []
    for step in steps:
        assert kept.record(step) == gone.record(step)
        with database.read() as connection:
            young = connection.execute(select(func.count()).select_from(race_waiting)).scalar()
            mature = connection.execute(select(func.count()).select_from(race_events).where(MATURE)).scalar()
            assert (young or 0) + (mature or 0) == connection.execute(select(func.count(race_events.c.id))).scalar()
        assert kept.status() == gone.status()
        seen.append([(arm.mature_impressions, arm.mature_clicks) for arm in gone.status().arms[:2]])
        seconds[0] += 30
    assert seen == [
        [(0, 0), (0, 0)],
        [(0, 0), (0, 0)],
        [(1, 1), (0, 0)],
        [(1, 1), (1, 0)],
        [(1, 1), (1, 0)],
        [(1, 1), (1, 0)],
    ]
    seconds[0] += 1
    assert kept.status() == gone.status() and gone.status().maturing == 0
    assert [(arm.impressions, arm.mature_clicks) for arm in gone.status().arms[:2]] == [(1, 1), (8, 1)]
    viewers = [{"device": "ios"}, {}] * 5
    assert kept.choose(viewers) == gone.choose(viewers)
    database.close()


def test_two_processes_feed_one_race(database_url: str) -> None:
    one = open_race(ARMS, store=database_url, race_id="r")
    two = open_race(ARMS, store=database_url, race_id="r")
    for number in range(20):
        for race in (one, two):
            race.record([{"id": str(number), "kind": "impression", "arm_id": "a"}])
    assert one.status().impressions == two.status().impressions == 20
    two.stop("enough")
    with pytest.raises(RaceStopped, match="enough"):
        one.choose()


def test_bad_events_are_kept_as_they_came(database_url: str) -> None:
    store = RaceStore.at(database_url)
    race = open_race(ARMS, store=store, race_id="r")
    race.record([{"id": "1", "kind": "click", "arm_id": "猫"}, "nonsense", {"id": object()}])
    database = Database(database_url)
    with database.read() as connection:
        rows = connection.execute(select(race_quarantine.c.reason, race_quarantine.c.payload)).all()
        events = connection.execute(select(func.count()).select_from(race_events)).scalar()
    database.close()
    assert sorted(row.reason for row in rows) == ["no usable id", "not an object", "unknown arm"]
    assert events == 0
    assert store.ids() == ["r"]


def test_the_log_tells_what_another_policy_had_earned(database_url: str) -> None:
    """True rates are known here: the estimates agree with them, and the even split is between the arms."""
    rates = {"a": 0.1, "b": 0.2, "c": 0.6}
    store, rng = RaceStore.at(database_url), np.random.default_rng(3)
    race = open_race(ARMS, store=store, race_id="r", policy="thompson")
    for _ in range(6):
        rows = []
        for decision in race.choose(n=250):
            named = {"arm_id": decision.arm_id, "decision_id": decision.decision_id}
            rows.append({"id": f"i{decision.decision_id}", "kind": "impression"} | named)
            if rng.random() < rates[decision.arm_id]:
                rows.append({"id": f"c{decision.decision_id}", "kind": "click"} | named)
        race.record(rows)
    database = Database(database_url)
    found = {row.policy: row for row in had_they_run(database, "r")}
    with pytest.raises(ValueError, match="no answered decisions"):
        had_they_run(database, "nowhere")
    database.close()
    status = race.status()
    assert found[SAME].ips.value == pytest.approx(status.clicks / status.impressions)
    assert set(found) == {SAME, EVEN, *ARMS}
    assert found["c"].doubly_robust.low < 0.6 < found["c"].doubly_robust.high
    assert found[EVEN].ips.low < 0.3 < found[EVEN].ips.high
    assert found["c"].snips.value > found[EVEN].snips.value > found["a"].snips.value
