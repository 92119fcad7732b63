"""How many decisions and events a second a stored race takes."""

from __future__ import annotations

import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from tools.racing import RaceStore, open_race

ARMS = [f"arm{number}" for number in range(50)]


@dataclass(frozen=True)
class SpeedFigures:
    """Per second; `stored` ones are committed to SQLite. A batch of decisions learns from 50 events first."""

    decisions: float
    stored_decisions: float
    single_p99_s: float
    events: float


def measure(*, batches: int = 60, batch: int = 1_000, events: int = 200_000) -> SpeedFigures:
    with tempfile.TemporaryDirectory(prefix="miaoti-bench-") as spare:
        store = RaceStore.at(Path(spare) / "races.db")
        figures = SpeedFigures(
            decisions=_decisions(None, batches, batch),
            stored_decisions=_decisions(store, batches, batch),
            single_p99_s=_single(store),
            events=_events(store, events),
        )
        store.close()
    return figures


def _decisions(store: RaceStore | None, batches: int, batch: int) -> float:
    race = open_race(ARMS, store=store, race_id="decisions")
    started = time.perf_counter()
    for number in range(batches):
        race.record({"id": f"{number}-{arm}", "kind": "impression", "arm_id": arm} for arm in ARMS)
        race.choose(n=batch)
    return batches * batch / (time.perf_counter() - started)


def _single(store: RaceStore, times: int = 2_000) -> float:
    race = open_race(ARMS, store=store, race_id="single")
    race.choose()
    seconds = np.empty(times)
    for number in range(times):
        started = time.perf_counter()
        race.choose()
        seconds[number] = time.perf_counter() - started
    return float(np.quantile(seconds, 0.99))


def _events(store: RaceStore, events: int, batch: int = 5_000) -> float:
    race = open_race(ARMS, store=store, race_id="events")
    kinds = ("impression", "impression", "click")
    rows = [
        {"id": f"e{number:08d}", "kind": kinds[number % 3], "arm_id": ARMS[number % 50], "at": float(number)}
        for number in range(events)
    ]
    started = time.perf_counter()
    for first in range(0, events, batch):
        race.record(rows[first : first + batch])
    seconds = time.perf_counter() - started
    counted = race.status()
    if counted.impressions + counted.clicks != events:
        raise RuntimeError("events were lost while being timed")
    return events / seconds
