"""Alarms: a rate that changes is noticed, a steady one hardly ever, and old evidence then counts no more."""

from __future__ import annotations

import json

import numpy as np
import pytest

from tools.racing import Race, RaceRules, open_race
from tools.racing.drift import MOST, change_in, extended, followed


def feed(race: Race, rates: dict[str, float], rounds: int, tag: str, seed: int = 0) -> None:
    rng = np.random.default_rng(seed)
    for number in range(rounds):
        rows = []
        for arm, rate in rates.items():
            rows.append({"id": f"{tag}i{arm}{number}", "kind": "impression", "arm_id": arm, "count": 200})
            if clicks := int(rng.binomial(200, rate)):
                rows.append({"id": f"{tag}c{arm}{number}", "kind": "click", "arm_id": arm, "count": clicks})
        race.record(rows)


def test_steady_arms_raise_hardly_any_alarm() -> None:
    alarms = 0
    for seed in range(20):
        race = open_race(["a", "b", "c"], seed=seed)
        feed(race, dict.fromkeys("abc", 0.03), 50, "", seed)
        alarms += any(deed.what in ("drift", "fatigue") for deed in race.audit())
    assert alarms <= 1


def test_a_title_that_wears_out_is_told_and_loses_its_traffic() -> None:
    race = open_race(["a", "b", "c"])
    feed(race, {"a": 0.06, "b": 0.04, "c": 0.03}, 60, "early")
    assert race.status().arms[0].traffic_share > 0.9
    feed(race, {"a": 0.02, "b": 0.04, "c": 0.03}, 25, "late", 1)
    worn = [deed for deed in race.audit() if deed.what == "fatigue"]
    assert [deed.arm_id for deed in worn] == ["a"]
    assert race.status().arms[1].traffic_share > 0.5
    assert race.status().arms[0].impressions == 200 * 85  # all that was counted stays counted


def test_when_all_fall_no_title_is_worn_out() -> None:
    race = open_race(["a", "b", "c"])
    feed(race, dict.fromkeys("abc", 0.06), 40, "early")
    feed(race, dict.fromkeys("abc", 0.02), 40, "late", 1)
    assert {deed.what for deed in race.audit()} - {"join"} == {"drift"}


def test_a_history_stays_small() -> None:
    blocks: list[tuple[float, float]] = []
    for _ in range(5_000):
        blocks = extended(blocks, 250, 5)
    assert len(blocks) <= MOST
    assert sum(shown for shown, _ in blocks) == 250 * 5_000
    assert change_in(blocks) is None
    (found,) = followed({"a": json.dumps(blocks)}, {"a": {"recent_shown": 10, "recent_clicks": 0}})
    assert len(found.history) < 1_000 and not found.what


def test_a_loss_cap_stops_the_race() -> None:
    race = open_race(["a", "b"], rules=RaceRules(max_loss=50))
    feed(race, {"a": 0.02, "b": 0.021}, 5, "close")
    assert race.status().state == "running"
    feed(race, {"a": 0.02, "b": 0.1}, 10, "apart", 1)
    assert (race.status().stop_reason or "").startswith("loss of 50 clicks reached")


@pytest.mark.parametrize("cap", [{"budget": 0}, {"max_loss": -1.0}, {"max_decisions": 0}])
def test_caps_are_positive(cap: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="positive"):
        RaceRules(**cap)  # type: ignore[arg-type]
