"""One race: exact propensities, events counted once, honest endings."""

from __future__ import annotations

import math
from collections import Counter
from typing import Any

import numpy as np
import pytest

from tools.racing import ArmStatus, Race, RaceRules, RaceStopped, open_race
from tools.racing.simulation import simulated


def events(arm_id: str, shown: int, clicks: int, tag: str = "") -> list[dict[str, Any]]:
    name = f"{arm_id}{tag}"
    rows: list[dict[str, Any]] = [{"id": f"{name}i", "kind": "impression", "arm_id": arm_id, "count": shown}]
    if clicks:
        rows.append({"id": f"{name}c", "kind": "click", "arm_id": arm_id, "count": clicks})
    return rows


def learned(policy: str = "ttts", **kwargs: Any) -> Race:
    race = open_race(["a", "b", "c"], policy=policy, **kwargs)
    race.record(events("a", 300, 6) + events("b", 300, 9) + events("c", 300, 12))
    return race


@pytest.mark.parametrize("policy", ["ttts", "thompson", "ucb1", "epsilon_greedy", "greedy", "uniform"])
@pytest.mark.parametrize("holdout", [0.0, 0.3])
def test_propensities_sum_to_one_and_are_the_frequencies(policy: str, holdout: float) -> None:
    decisions = learned(policy, rules=RaceRules(floor=0.03, holdout=holdout)).choose(n=40_000)
    logged = {decision.arm_id: decision.propensity for decision in decisions}
    assert math.fsum(logged.values()) == pytest.approx(1, abs=1e-9)
    assert min(logged.values()) >= 0.03 - 1e-12
    counts = Counter(decision.arm_id for decision in decisions)
    for arm_id, propensity in logged.items():
        assert counts[arm_id] / 40_000 == pytest.approx(propensity, abs=4.5 * 0.5 / math.sqrt(40_000))


def test_decision_ids_are_distinct_and_repeat_with_the_seed() -> None:
    one, two = (learned(race_id="r", seed=3).choose(n=500) for _ in range(2))
    assert one == two
    assert len({decision.decision_id for decision in one}) == 500
    assert learned(race_id="r", seed=4).choose(n=500) != one


def test_choices_are_independent_of_numbers_drawn_with_the_same_seed() -> None:
    """Made-up viewers are often seeded as their race is: who is shown what must not tell whether they click."""
    race = open_race(["a", "b", "c"], policy="uniform", seed=5)
    shown = np.array([ord(decision.arm_id) for decision in race.choose(n=3_000)])
    assert abs(np.corrcoef(shown, np.random.default_rng(5).random(3_000))[0, 1]) < 0.06
    reached = [max(list(simulated([0.02, 0.03, 0.09], 3_000, seed=seed))[-1].arms, key=share) for seed in range(8)]
    assert [arm.arm_id for arm in reached].count("模拟3") >= 7


def share(arm: ArmStatus) -> float:
    return arm.traffic_share


def test_inverse_propensity_estimate_is_unbiased() -> None:
    """The value of the even split, estimated from the log of an adaptive race, over 300 races."""
    rates = {"a": 0.1, "b": 0.2, "c": 0.4}
    estimates = []
    for seed in range(300):
        rng, race, terms = np.random.default_rng(1000 + seed), open_race(list(rates), seed=seed), []
        for batch in range(4):
            decisions = race.choose(n=25)
            clicked = [rng.random() < rates[decision.arm_id] for decision in decisions]
            terms += [hit / decision.propensity / 3 for hit, decision in zip(clicked, decisions, strict=True)]
            for number, (hit, decision) in enumerate(zip(clicked, decisions, strict=True)):
                race.record(events(decision.arm_id, 1, int(hit), f"-{batch}-{number}"))
        estimates.append(float(np.mean(terms)))
    error = np.std(estimates) / math.sqrt(len(estimates))
    assert np.mean(estimates) == pytest.approx(sum(rates.values()) / 3, abs=4 * error)
    assert error < 0.02


def test_events_count_once_in_any_order() -> None:
    batch = events("a", 10, 3) + events("b", 20, 1)
    forward, backward = open_race(["a", "b"]), open_race(["a", "b"])
    assert forward.record(batch)[:3] == (4, 0, 0)
    assert forward.record(batch + batch)[:3] == (0, 8, 0)
    for event in reversed(batch):  # clicks before their impressions, one by one
        backward.record([event])
    assert [(arm.impressions, arm.clicks) for arm in forward.status().arms] == [(10, 3), (20, 1)]
    assert forward.status().arms == backward.status().arms


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"id": None}, "no usable id"),
        ({"id": ""}, "no usable id"),
        ({"kind": "view"}, "unknown kind"),
        ({"kind": ["click"]}, "unknown kind"),
        ({"arm_id": "z"}, "unknown arm"),
        ({"count": 0}, "bad count"),
        ({"count": True}, "bad count"),
        ({"count": 1.5}, "bad count"),
        ({"amount": math.nan}, "bad amount"),
        ({"amount": -1}, "bad amount"),
        ({"at": math.inf}, "bad time"),
        ({"decision_id": 7}, "bad decision id"),
    ],
)
def test_bad_events_are_set_aside_with_a_reason(change: dict[str, Any], reason: str) -> None:
    race = open_race(["a", "b"])
    bad = {"id": "e", "kind": "click", "arm_id": "a"} | change
    receipt = race.record([bad, {"id": "good", "kind": "impression", "arm_id": "a"}])
    assert receipt == (1, 0, 1, {reason: 1})
    assert race.status().quarantined == 1
    assert race.status().clicks == 0


def test_two_arms_are_split_evenly_unless_told_otherwise() -> None:
    rows = events("a", 4000, 40) + events("b", 4000, 200)
    told, untold = open_race(["a", "b"], rules=RaceRules(two_arms="policy")), open_race(["a", "b"])
    told.record(rows)
    untold.record(rows)
    assert {decision.propensity for decision in untold.choose(n=50)} == {0.5}
    assert told.status().arms[1].traffic_share > 0.9


def test_a_prior_leads_until_the_viewers_say_otherwise() -> None:
    race = open_race(["a", "b", "c"], prior={"a": (0.06, 500.0), "b": (0.02, 500.0), "c": (0.02, 500.0)})
    assert race.status().arms[0].traffic_share > 0.8
    race.record(events("a", 3000, 30) + events("b", 3000, 30) + events("c", 3000, 120))
    assert race.status().arms[2].traffic_share > 0.8


def test_the_budget_and_the_decisions_stop_the_race() -> None:
    race = open_race(["a", "b"], rules=RaceRules(budget=10.0))
    race.record([{"id": "s1", "kind": "spend", "arm_id": "a", "amount": 6.0}])
    assert race.status().state == "running"
    race.record([{"id": "s2", "kind": "click", "arm_id": "b", "amount": 4.5}])
    assert race.status().stop_reason == "budget of 10 spent (10.5)"
    with pytest.raises(RaceStopped, match="budget"):
        race.choose()
    few = open_race(["a", "b"], rules=RaceRules(max_decisions=7))
    assert [len(few.choose(n=5)), len(few.choose(n=5))] == [5, 2]
    with pytest.raises(RaceStopped, match="all 7"):
        few.choose()


def test_arms_join_and_leave() -> None:
    race = learned()
    race.leave("c")
    assert {decision.arm_id for decision in race.choose(n=300)} == {"a", "b"}
    assert race.record(events("c", 1, 1, "late")).accepted == 2
    race.join("d", (0.05, 100.0))
    race.join("c")
    shares = {arm.arm_id: arm.traffic_share for arm in race.status().arms}
    assert set(shares) == {"a", "b", "c", "d"}
    assert math.fsum(shares.values()) == pytest.approx(1)
    assert race.status().arms[2].clicks == 13
    with pytest.raises(KeyError):
        race.leave("z")


def test_old_evidence_fades_for_choices_but_stays_in_the_counts() -> None:
    race = open_race(["a", "b", "c"], rules=RaceRules(half_life=500))
    race.record(events("a", 2000, 200) + events("b", 2000, 20) + events("c", 2000, 20))
    for week in range(6):
        race.record(events("a", 500, 5, str(week)) + events("b", 500, 50, str(week)) + events("c", 500, 5, str(week)))
    status = race.status()
    assert max(status.arms, key=lambda arm: arm.traffic_share).arm_id == "b"
    assert status.arms[0].impressions == 5000


def test_sample_ratio_check_catches_lost_impressions() -> None:
    race = open_race(["a", "b", "c"], policy="uniform")
    decisions = race.choose(n=3000)
    kept = [d for number, d in enumerate(decisions) if d.arm_id != "c" or number % 3]
    rows = [
        {"id": d.decision_id, "kind": "impression", "arm_id": d.arm_id, "decision_id": d.decision_id} for d in decisions
    ]
    fair = open_race(["a", "b", "c"], policy="uniform")
    fair.choose(n=3000)
    fair.record(rows)
    assert (fair.status().sample_ratio_p or 0) > 0.001
    race.record(row for row, d in zip(rows, decisions, strict=True) if d in kept)
    assert (race.status().sample_ratio_p or 1) < 0.001


def test_equal_arms_seldom_have_a_winner_and_a_clear_one_wins() -> None:
    """Looked at 12 times each: at most 5 % of races of equal arms ever name one."""
    rng, false = np.random.default_rng(7), 0
    for seed in range(30):
        race = open_race(["a", "b", "c", "d"], seed=seed)
        for look in range(12):
            clicks = rng.binomial(300, 0.03, size=4)
            race.record([row for i, arm in enumerate("abcd") for row in events(arm, 300, int(clicks[i]), str(look))])
            if race.status().winner is not None:
                false += 1
                break
    assert false <= 1
    clear = open_race(["a", "b"])
    clear.record(events("a", 5000, 100) + events("b", 5000, 300))
    assert clear.status().winner == "b"
    assert clear.status().arms[1].low < 0.06 < clear.status().arms[1].high


def test_holdout_decisions_are_counted_apart() -> None:
    race = open_race(["a", "b", "c"], rules=RaceRules(holdout=0.5))
    for decision in race.choose(n=400):
        event = {"id": decision.decision_id, "kind": "impression", "arm_id": decision.arm_id}
        race.record([event | {"decision_id": decision.decision_id}])
    assert 150 < race.status().holdout_impressions < 250


@pytest.mark.parametrize("arms", [[], ["a", "a"]])
def test_a_race_needs_distinct_arms(arms: list[str]) -> None:
    with pytest.raises(ValueError, match="each once"):
        open_race(arms)
