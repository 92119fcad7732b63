"""Personalised races: each viewer gets what viewers like them click, with exact propensities."""

from __future__ import annotations

import math
from collections import Counter
from typing import Any

import numpy as np
import pytest

from tools.racing import Race, RaceRules, open_race
from tools.racing.contextual import WIDTH, cell_sums, features, key_of
from tools.racing.events import Event

TASTES = {"student": [0.09, 0.02, 0.03], "worker": [0.02, 0.09, 0.03]}
ARMS = ["a", "b", "c"]


def played(policy: str, rounds: int = 30, **more: Any) -> tuple[Race, float]:
    """(race, mean true rate of its last 10 rounds) with 200 viewers of two kinds in each round."""
    race, rng = open_race(ARMS, policy=policy, **more), np.random.default_rng(5)
    earned: list[float] = []
    for number in range(rounds):
        viewers = [{"audience": str(rng.choice(list(TASTES)))} for _ in range(200)]
        decisions, rows, rates = race.choose(viewers), [], []
        for place, (viewer, decision) in enumerate(zip(viewers, decisions, strict=True)):
            rate = TASTES[viewer["audience"]][ARMS.index(decision.arm_id)]
            rates.append(rate)
            event = {"arm_id": decision.arm_id, "context": viewer, "decision_id": decision.decision_id}
            rows.append({"id": f"i{number}-{place}", "kind": "impression"} | event)
            if rng.random() < rate:
                rows.append({"id": f"c{number}-{place}", "kind": "click"} | event)
        race.record(rows)
        earned.append(float(np.mean(rates)))
    return race, float(np.mean(earned[-10:]))


@pytest.mark.parametrize("policy", ["lints", "linucb"])
def test_it_learns_who_likes_what(policy: str) -> None:
    race, earned = played(policy)
    assert earned > 0.075  # one arm for everybody earns 0.055, the best for each 0.09
    liked = {
        kind: Counter(decision.arm_id for decision in race.choose({"audience": kind}, n=300)).most_common(1)[0][0]
        for kind in TASTES
    }
    assert liked == {"student": "a", "worker": "b"}


def test_a_policy_without_context_gives_all_viewers_the_same() -> None:
    _race, earned = played("ttts")
    assert earned < 0.065


@pytest.mark.parametrize("policy", ["lints", "linucb"])
@pytest.mark.parametrize("holdout", [0.0, 0.3])
def test_propensities_are_the_frequencies_for_each_viewer(policy: str, holdout: float) -> None:
    race, _ = played(policy, rounds=4, rules=RaceRules(floor=0.03, holdout=holdout))
    for viewer in ({"audience": "student"}, {"audience": "nobody has seen"}, {}):
        decisions = race.choose(viewer, n=20_000)
        logged = {decision.arm_id: decision.propensity for decision in decisions}
        assert math.fsum(logged.values()) == pytest.approx(1, abs=1e-9)
        assert min(logged.values()) >= 0.03 * (1 - holdout) - 1e-12
        counts = Counter(decision.arm_id for decision in decisions)
        for arm_id, propensity in logged.items():
            assert counts[arm_id] / 20_000 == pytest.approx(propensity, abs=4.5 * 0.5 / math.sqrt(20_000))


@pytest.mark.parametrize("policy", ["lints", "linucb"])
def test_a_cold_race_follows_its_prior(policy: str) -> None:
    race = open_race(ARMS, policy=policy, prior={"a": (0.06, 2_000.0), "b": (0.02, 2_000.0), "c": (0.02, 2_000.0)})
    counts = Counter(decision.arm_id for decision in race.choose({"audience": "student"}, n=500))
    assert counts["a"] > 400


def test_circumstances_are_compared_by_what_counts() -> None:
    assert key_of({"hour": 8, "device": "ios", "viewer": "u1"}) == key_of(
        {"viewer": "u2", "device": "ios", "hour": "8"}
    )
    assert key_of({"viewer": "u1"}) == ""
    assert features({}).tolist() == [1.0] + [0.0] * (WIDTH - 1)
    assert features({"device": "ios"}).sum() == 2


def test_events_are_summed_by_arm_and_circumstances() -> None:
    student = '{"audience": "student"}'
    rows = [
        Event("1", "impression", "a", 5, context=student),
        Event("2", "click", "a", 2, context=student),
        Event("3", "adoption", "a", context=student),
        Event("4", "impression", "b"),
    ]
    assert cell_sums(rows) == {("a", student): (5, 2)}
