"""How many decisions and events a second a race takes, and whether it grows with the events."""

from __future__ import annotations

import resource
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from tools.racing import RaceStore, open_race

EVENT_BATCH = 5_000
ARMS = [f"arm{number}" for number in range(50)]


@dataclass(frozen=True)
class SpeedFigures:
    """Per second; `stored` ones are committed to SQLite. A batch of decisions learns from 50 events first."""

    decisions: float
    stored_decisions: float
    personal_decisions: float
    single_p99_s: float
    events: float
    grown_mb: float
    """Memory of the process at the last of the events beside that after their first fifth."""
    grown_over: int
    """Events that this was measured over."""
    by_arms: dict[int, float]
    """Microseconds for one decision, not stored, by number of arms; batches learn between."""


def measure(*, batches: int = 60, batch: int = 1_000, events: int = 200_000) -> SpeedFigures:
    """Times `batches` of decisions and that many `events`; memory is told of at least 100,000 events."""
    with tempfile.TemporaryDirectory(prefix="miaoti-bench-") as spare:
        store = RaceStore.at(Path(spare) / "races.db")
        figures = SpeedFigures(
            decisions=_decisions(None, batches, batch),
            stored_decisions=_decisions(store, batches, batch),
            personal_decisions=_personal(store, max(batches // 6, 2), batch),
            single_p99_s=_single(store),
            events=_events(store, min(events, 200_000)),
            grown_mb=_grown(store, events),
            grown_over=_batches(events) * EVENT_BATCH,
            by_arms={arms: 1e6 / _decisions(None, max(batches // 4, 2), batch, arms) for arms in (10, 50, 250)},
        )
        store.close()
    return figures


def _decisions(store: RaceStore | None, batches: int, batch: int, arms: int = 50) -> float:
    names = ARMS if arms == len(ARMS) else [f"arm{number}" for number in range(arms)]
    race = open_race(names, store=store, race_id="decisions")
    started = time.perf_counter()
    for number in range(batches):
        race.record({"id": f"{number}-{arm}", "kind": "impression", "arm_id": arm} for arm in names)
        race.choose(n=batch)
    return batches * batch / (time.perf_counter() - started)


def _personal(store: RaceStore, batches: int, batch: int) -> float:
    """Each batch comes from up to 576 kinds of viewers, and learns from 50 events first."""
    race, rng = open_race(ARMS, policy="lints", store=store, race_id="personal"), np.random.default_rng(0)
    choices = {"placement": 4, "device": 2, "audience": 3, "hour": 24}
    drawn = {name: rng.integers(count, size=(batches, batch)).tolist() for name, count in choices.items()}
    started = time.perf_counter()
    for number in range(batches):
        viewers = [{name: drawn[name][number][i] for name in choices} for i in range(batch)]
        pairs = zip(ARMS, viewers, strict=False)
        race.record(
            {"id": f"{number}-{arm}", "kind": "impression", "arm_id": arm, "context": viewer} for arm, viewer in pairs
        )
        race.choose(viewers)
    return batches * batch / (time.perf_counter() - started)


def _batches(events: int) -> int:
    return max(events // EVENT_BATCH, 20)


def _grown(store: RaceStore, events: int, batch: int = EVENT_BATCH) -> float:
    """MB of resident memory gained between a fifth and the end of the events, made as they are needed."""
    race = open_race(ARMS, store=store, race_id="memory")
    start, batches = 0.0, _batches(events)
    for number in range(batches):
        race.record(
            {"id": f"m{number}-{i}", "kind": "click" if i % 30 == 0 else "impression", "arm_id": ARMS[i % 50]}
            for i in range(batch)
        )
        if number == batches // 5:
            start = _resident_mb()
    return _resident_mb() - start


def _resident_mb() -> float:
    """Of this process, in MB; from the kernel's own table, else the most that it ever was."""
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmRSS"))
        return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _single(store: RaceStore, times: int = 2_000) -> float:
    race = open_race(ARMS, store=store, race_id="single")
    race.choose()
    seconds = np.empty(times)
    for number in range(times):
        started = time.perf_counter()
        race.choose()
        seconds[number] = time.perf_counter() - started
    return float(np.quantile(seconds, 0.99))


def _events(store: RaceStore, events: int, batch: int = EVENT_BATCH) -> float:
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
