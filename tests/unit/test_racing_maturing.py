"""Impressions that wait for their clicks: the newest arm is not punished for clicks that are still on their way."""

from __future__ import annotations

import datetime
from typing import Any

import numpy as np
import pytest

from tools.racing import Race, RaceRules, open_race
from tools.racing.events import Event
from tools.racing.maturing import Waiting, parted
from tools.racing.simulation import simulated
from tools.racing.verdict import verdict

WINDOW = 600.0


class At:
    """A clock that stands where it is put, in seconds since 1970."""

    def __init__(self, seconds: float = 1_000_000.0) -> None:
        self.seconds = seconds

    def __call__(self) -> datetime.datetime:
        return datetime.datetime.fromtimestamp(self.seconds, datetime.UTC)


def event(kind: str, name: str, at: float | None = None, decision: str | None = None, times: int = 1) -> Event:
    return Event(f"{kind}{name}", kind, "a", times, 0.0, at, decision)


def due(events: list[Event], held: tuple[Waiting, ...] = (), now: float = 1000.0) -> dict[str, float]:
    found = parted(events, WINDOW, now, held)
    return {one.id: now for one in found.ripe} | {one.event.id: one.due for one in (*found.waiting, *found.moved)}


def test_a_click_is_due_with_its_impression() -> None:
    shown, clicked = event("impression", "1", 900, "r.1"), event("click", "1", 990, "r.1")
    assert due([shown, clicked]) == due([clicked, shown]) == {"impression1": 1500, "click1": 1500}
    assert due([clicked], held=(Waiting(shown, 1500),)) == {"click1": 1500}
    assert due([shown], held=(Waiting(clicked, 1590),)) == {"impression1": 1500, "click1": 1500}, "came after its click"
    assert due([event("click", "2", 990)]) == {"click2": 1590}, "booked with impressions of its own moment"


def test_times_that_are_missing_or_run_ahead_are_those_of_arrival() -> None:
    assert due([event("impression", "1"), event("impression", "2", 9e9)]) == {"impression1": 1600, "impression2": 1600}
    assert due([event("impression", "1", 400), event("spend", "1", 999)]) == {"impression1": 1000, "spend1": 1000}


def rows(arm: str, tag: str, shown: int, clicked: int, at: float) -> list[dict[str, Any]]:
    made = []
    for number in range(shown):
        named = {"arm_id": arm, "decision_id": f"{arm}{tag}{number}", "at": at}
        made.append({"id": f"i{arm}{tag}{number}", "kind": "impression"} | named)
        if number < clicked:
            made.append({"id": f"c{arm}{tag}{number}", "kind": "click"} | named)
    return made


def newcomer(maturation: float) -> tuple[Race, At, list[dict[str, Any]]]:
    """Two arms that click at 5 %; a third, as good, has just joined, and none of its clicks has come yet."""
    clock = At()
    race = open_race(["a", "b"], rules=RaceRules(maturation=maturation), clock=clock, seed=2)
    race.record(rows("a", "", 1000, 50, clock.seconds) + rows("b", "", 1000, 50, clock.seconds))
    clock.seconds += 10 * WINDOW
    race.join("new")
    fresh = rows("new", "", 400, 20, clock.seconds)
    race.record([row for row in fresh if row["kind"] == "impression"])
    return race, clock, [row for row in fresh if row["kind"] == "click"]


def test_the_newest_arm_is_not_punished() -> None:
    race, clock, late = newcomer(WINDOW)
    hasty = newcomer(0.0)[0].status().arms[2]
    patient = race.status().arms[2]
    assert hasty.probability_best < 0.01 and hasty.traffic_share < 0.05 and hasty.ctr < 0.01
    assert patient.probability_best > 0.2 and patient.traffic_share > 0.2
    assert patient.impressions == 400 and patient.mature_impressions == 0 and race.status().maturing == 400
    assert "400 次曝光还太新" in "".join(verdict(race.status()))
    clock.seconds += WINDOW / 2
    race.record(late)
    assert race.status().arms[2].clicks == 20 and race.status().arms[2].mature_clicks == 0, "clicks flatter alone"
    assert race.status().arms[2].ctr == pytest.approx(patient.ctr)
    clock.seconds += WINDOW / 2
    grown = race.status().arms[2]
    assert (grown.mature_impressions, grown.mature_clicks) == (400, 20) and grown.ctr == pytest.approx(0.05, abs=0.005)
    assert race.status().maturing == 0


def test_in_the_end_the_same_is_believed_as_without_waiting() -> None:
    clock = At()
    waits = open_race(["a", "b"], rules=RaceRules(maturation=WINDOW), clock=clock)
    plain = open_race(["a", "b"], clock=clock)
    batch = rows("a", "", 300, 9, clock.seconds) + rows("b", "", 300, 21, clock.seconds)
    for race in (waits, plain):
        race.record(batch[::-1])
    assert waits.status() != plain.status()
    clock.seconds += WINDOW
    assert waits.status() == plain.status()


def test_rates_at_any_moment_are_unbiased() -> None:
    """Clicks come up to 30 impressions late; matured rates average the truth, early ones lie below it."""
    found: dict[float, list[float]] = {0.0: [], 30.0: []}
    for window, rates in found.items():
        for seed in range(100):
            clock, rng = At(), np.random.default_rng(seed)
            race = open_race(["a", "b"], rules=RaceRules(maturation=window), clock=clock)
            late: list[tuple[float, dict[str, Any]]] = []
            came: list[dict[str, Any]] = []
            for number in range(100):
                clock.seconds += 1
                named = {"arm_id": "a", "decision_id": f"d{number}", "at": clock.seconds}
                if rng.random() < 0.4:
                    late.append((clock.seconds + rng.integers(30), {"id": f"c{number}", "kind": "click"} | named))
                came.append({"id": f"i{number}", "kind": "impression"} | named)
            race.record([*came, *(row for when, row in late if when <= clock.seconds)])
            arm = race.status().arms[0]
            rates.append(arm.mature_clicks / arm.mature_impressions)
    error = float(np.std(found[30.0])) / np.sqrt(100)
    assert np.mean(found[30.0]) == pytest.approx(0.4, abs=3 * error)
    assert np.mean(found[0.0]) < 0.4 - 3 * error


def test_a_simulation_waits_for_late_clicks() -> None:
    """Its seconds are its own: the sizes say how long clicks take, not the clock on the wall."""
    arms = list(simulated([0.05, 0.05, 0.15], 6_000, seed=1, delay=1_000, maturation=1_000))[-1].arms
    assert sum(arm.mature_impressions for arm in arms) == 5_000 and arms[2].traffic_share > 0.9
    assert arms[2].mature_clicks / arms[2].mature_impressions == pytest.approx(0.15, abs=0.03)


def test_a_window_is_a_number_of_seconds() -> None:
    for wrong in (-1.0, float("nan"), float("inf")):
        with pytest.raises(ValueError, match="seconds"):
            RaceRules(maturation=wrong)
