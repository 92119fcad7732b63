"""Where a race keeps its counts. `MemoryLedger` for replay; the one in store.py survives a kill."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from tools.racing.beliefs import DEFAULT_RATE, DEFAULT_WEIGHT, Array
from tools.racing.contextual import CellCounts, cell_sums
from tools.racing.drift import followed
from tools.racing.events import Event

PAUSED = "paused by hand"
"""The one reason to stop that can be taken back."""


class RaceStopped(RuntimeError):
    """No decision can be made any more, or none while it is paused; the message says why."""


@dataclass
class ArmCounts:
    """One arm's counts. `recent_*` are discounted; `expected` is the sum of its propensities over decisions."""

    arm_id: str
    prior_rate: float = DEFAULT_RATE
    prior_weight: float = DEFAULT_WEIGHT
    active: bool = True
    shown: int = 0
    clicks: int = 0
    adoptions: int = 0
    recent_shown: float = 0.0
    recent_clicks: float = 0.0
    spend: float = 0.0
    decided: int = 0
    expected: float = 0.0
    answered: int = 0
    """Impressions that name the decision they came from."""
    holdout_shown: int = 0
    holdout_clicks: int = 0
    history: str = ""
    """Its rate over time, see `drift.py`."""


COUNTED = tuple(field.name for field in fields(ArmCounts))[4:-1]


@dataclass(frozen=True)
class Picks:
    """Decisions to log: arm ids, with index, propensity and holdout mark of each decision, (decisions,)."""

    arm_ids: Sequence[str]
    index: NDArray[np.intp]
    propensity: Array
    holdout: NDArray[np.bool_]
    chances: Array
    """The distribution drawn from, (arms,), or where it depends on the viewer (decisions, arms)."""
    snapshot: int
    contexts: Sequence[str] | None = None
    """The viewers' circumstances, for each decision; see `contextual.key_of`."""


@dataclass(frozen=True)
class Deed:
    """One thing done to a race by hand or by its rules."""

    what: str
    arm_id: str | None = None
    note: str = ""
    at: datetime | None = None
    by: str = ""
    """Who did it; empty for the race's own rules, and where nobody said."""


class Ledger(Protocol):
    """Counts of one race. Each method happens as a whole or not at all."""

    def arms(self) -> list[ArmCounts]: ...
    def join(self, arm: ArmCounts, by: str = "") -> None: ...
    def leave(self, arm_id: str, by: str = "") -> None: ...
    def log(self, picks: Picks) -> int:
        """Keep decisions; returns the first one's number. Raises RaceStopped."""

    def record(self, events: Sequence[Event], rejected: Sequence[tuple[Any, str]], half_life: float) -> int:
        """Count events not counted before, keep the rejected; returns how many were new."""

    def stop(self, reason: str, by: str = "") -> None:
        """For good; the first reason but a pause stays."""

    def pause(self, by: str = "") -> None: ...
    def resume(self, by: str = "") -> None:
        """Go on after a pause; what was stopped stays so."""

    def stopped(self) -> str | None:
        """Why the race stopped, or none while it runs."""

    def pin(self, arm_id: str | None, by: str = "") -> None: ...
    def pinned(self) -> str | None:
        """The arm that takes all traffic by hand, or none."""

    def declare(self, arm_id: str, by: str = "") -> None: ...
    def declared(self) -> str | None:
        """The arm that a person named the winner, or none."""

    def decisions(self) -> int: ...
    def quarantined(self) -> int: ...
    def cells(self) -> CellCounts:
        """Counts by arm and circumstances, of the events that name any."""

    def audit(self) -> list[Deed]:
        """What was done by hand, oldest first."""


class MemoryLedger:
    """A race that ends with the process. Remembers every event's id, so it grows with the events."""

    def __init__(self) -> None:
        self._arms: dict[str, ArmCounts] = {}
        self._seen: set[str] = set()
        self._stopped: str | None = None
        self._decisions = 0
        self._quarantined = 0
        self._pinned: str | None = None
        self._declared: str | None = None
        self._audit: list[Deed] = []
        self._cells: CellCounts = {}

    def arms(self) -> list[ArmCounts]:
        return [replace(arm) for arm in self._arms.values()]

    def join(self, arm: ArmCounts, by: str = "") -> None:
        held = self._arms.setdefault(arm.arm_id, arm)
        held.active = True
        self._audit.append(Deed("join", arm.arm_id, by=by))

    def leave(self, arm_id: str, by: str = "") -> None:
        self._arms[arm_id].active = False
        self._audit.append(Deed("leave", arm_id, by=by))

    def log(self, picks: Picks) -> int:
        if self._stopped is not None:
            raise RaceStopped(self._stopped)
        first = self._decisions
        self._decisions += len(picks.index)
        for arm_id, decided, expected in tallied(picks):
            self._arms[arm_id].decided += decided
            self._arms[arm_id].expected += expected
        return first

    def record(self, events: Sequence[Event], rejected: Sequence[tuple[Any, str]], half_life: float) -> int:
        self._quarantined += len(rejected)
        fresh = unseen(events, self._seen)
        self._seen.update(event.id for event in fresh)
        deltas = summed(fresh)
        kept = kept_share(deltas, half_life)
        for arm in self._arms.values():
            arm.recent_shown *= kept
            arm.recent_clicks *= kept
        for arm_id, delta in deltas.items():
            for name, value in delta.items():
                setattr(self._arms[arm_id], name, getattr(self._arms[arm_id], name) + value)
        for key, (shown, clicks) in cell_sums(fresh).items():
            held = self._cells.get(key, (0, 0))
            self._cells[key] = (held[0] + shown, held[1] + clicks)
        for change in followed({arm_id: arm.history for arm_id, arm in self._arms.items()}, deltas):
            vars(self._arms[change.arm_id]).update(change.columns())
            self._audit.extend(Deed(change.what, change.arm_id, change.note) for _ in [0] if change.what)
        return len(fresh)

    def stop(self, reason: str, by: str = "") -> None:
        if self._stopped in (None, PAUSED):
            self._stopped = reason
            self._audit.append(Deed("stop", note=reason, by=by))

    def pause(self, by: str = "") -> None:
        if self._stopped is None:
            self._stopped = PAUSED
            self._audit.append(Deed("pause", by=by))

    def resume(self, by: str = "") -> None:
        if self._stopped == PAUSED:
            self._stopped = None
            self._audit.append(Deed("resume", by=by))

    def stopped(self) -> str | None:
        return self._stopped

    def decisions(self) -> int:
        return self._decisions

    def quarantined(self) -> int:
        return self._quarantined

    def pin(self, arm_id: str | None, by: str = "") -> None:
        self._pinned = arm_id
        self._audit.append(Deed("pin" if arm_id else "unpin", arm_id, by=by))

    def pinned(self) -> str | None:
        return self._pinned

    def declare(self, arm_id: str, by: str = "") -> None:
        self._declared = arm_id
        self._audit.append(Deed("declare", arm_id, by=by))

    def declared(self) -> str | None:
        return self._declared

    def audit(self) -> list[Deed]:
        return list(self._audit)

    def cells(self) -> CellCounts:
        return dict(self._cells)


def tallied(picks: Picks) -> Iterable[tuple[str, int, float]]:
    """(arm id, decisions, sum of propensities) for each arm that could be chosen."""
    counts = np.bincount(picks.index, minlength=len(picks.arm_ids))
    expected = picks.chances.sum(axis=0) if picks.chances.ndim == 2 else picks.chances * len(picks.index)
    return zip(picks.arm_ids, counts.tolist(), expected.tolist(), strict=True)


def unseen(events: Sequence[Event], seen: set[str]) -> list[Event]:
    """Events whose id is not in `seen`, the first of each id."""
    return list({event.id: event for event in reversed(events) if event.id not in seen}.values())[::-1]


def summed(events: Sequence[Event]) -> dict[str, dict[str, float]]:
    """By arm, what to add to each count."""
    totals: dict[str, dict[str, float]] = {}
    for _id, kind, arm_id, count, amount, _at, decision_id, _context in events:
        delta = totals.get(arm_id)
        if delta is None:
            delta = totals[arm_id] = dict.fromkeys(COUNTED, 0)
        if kind == "impression":
            delta["shown"] += count
            if decision_id is not None:
                delta["answered"] += count
                if decision_id[-1:] == "h":
                    delta["holdout_shown"] += count
        elif kind == "click":
            delta["clicks"] += count
            if decision_id is not None and decision_id[-1:] == "h":
                delta["holdout_clicks"] += count
        elif kind == "adoption":
            delta["adoptions"] += count
        if amount:
            delta["spend"] += amount
    for delta in totals.values():
        delta["recent_shown"], delta["recent_clicks"] = float(delta["shown"]), float(delta["clicks"])
    return totals


def kept_share(deltas: dict[str, dict[str, float]], half_life: float) -> float:
    """What is left of older evidence after these impressions, 0..1."""
    return float(0.5 ** (sum(delta["shown"] for delta in deltas.values()) / half_life))
