"""A race that ends with the process, for replay and simulation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from tools.racing.arms import ArmCounts, Picks
from tools.racing.contextual import CellCounts, cell_sums
from tools.racing.counting import Deltas, kept_share, summed, tallied, unseen
from tools.racing.drift import followed
from tools.racing.events import Event
from tools.racing.ledger import DECLARED, PAUSED, Deed, RaceStopped
from tools.racing.maturing import Waiting, parted
from tools.store.clock import Clock, utc_now


class MemoryLedger:
    """Remembers every event's id, so it grows with the events."""

    def __init__(self, arms: Sequence[ArmCounts], clock: Clock = utc_now) -> None:
        self._arms = {arm.arm_id: arm for arm in arms}
        self._clock = clock
        self._seen: set[str] = set()
        self._waiting: dict[str, Waiting] = {}
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
        self._arms.setdefault(arm.arm_id, arm).active = True
        self._note("join", arm.arm_id, by=by)

    def leave(self, arm_id: str, by: str = "") -> None:
        self._arms[arm_id].active = False
        self._note("leave", arm_id, by=by)

    def log(self, picks: Picks) -> int:
        if self._stopped is not None:
            raise RaceStopped(self._stopped)
        first = self._decisions
        self._decisions += len(picks.index)
        for arm_id, decided, expected in tallied(picks):
            self._arms[arm_id].decided += decided
            self._arms[arm_id].expected += expected
        return first

    def record(
        self, events: Sequence[Event], rejected: Sequence[tuple[Any, str]], half_life: float, maturation: float = 0.0
    ) -> int:
        self._quarantined += len(rejected)
        fresh = unseen(events, self._seen)
        self._seen.update(event.id for event in fresh)
        named = {event.decision_id for event in fresh if event.decision_id}
        held = [one for one in self._waiting.values() if one.event.decision_id in named]
        batch = parted(fresh, maturation, self._clock().timestamp(), held)
        self._waiting.update((one.event.id, one) for one in (*batch.waiting, *batch.moved))
        ripened = self._due()
        deltas = summed(fresh, [one.event for one in batch.waiting], ripened)
        self._count(deltas, [*batch.ripe, *ripened], half_life)
        return len(fresh)

    def ripen(self, half_life: float) -> None:
        if ripened := self._due():
            self._count(summed([], ripened=ripened), ripened, half_life)

    def _due(self) -> list[Event]:
        """Take out what waits no longer."""
        now = self._clock().timestamp()
        due = [one.event for one in self._waiting.values() if one.due <= now]
        for event in due:
            del self._waiting[event.id]
        return due

    def _count(self, deltas: Deltas, evidence: Sequence[Event], half_life: float) -> None:
        kept = kept_share(deltas, half_life)
        for arm in self._arms.values():
            arm.recent_shown *= kept
            arm.recent_clicks *= kept
        for arm_id, delta in deltas.items():
            for name, value in delta.items():
                setattr(self._arms[arm_id], name, getattr(self._arms[arm_id], name) + value)
        for key, (shown, clicks) in cell_sums(evidence).items():
            held = self._cells.get(key, (0, 0))
            self._cells[key] = (held[0] + shown, held[1] + clicks)
        for change in followed({arm_id: arm.history for arm_id, arm in self._arms.items()}, deltas):
            vars(self._arms[change.arm_id]).update(change.columns())
            if change.what:
                self._note(change.what, change.arm_id, change.note)

    def stop(self, reason: str, by: str = "") -> None:
        if self._stopped in (None, PAUSED):
            self._stopped = reason
            self._note("stop", note=reason, by=by)

    def pause(self, by: str = "") -> None:
        if self._stopped is None:
            self._stopped = PAUSED
            self._note("pause", by=by)

    def resume(self, by: str = "") -> None:
        if self._stopped == PAUSED:
            self._stopped = None
            self._note("resume", by=by)

    def stopped(self) -> str | None:
        return self._stopped

    def decisions(self) -> int:
        return self._decisions

    def quarantined(self) -> int:
        return self._quarantined

    def pin(self, arm_id: str | None, by: str = "") -> None:
        self._pinned = arm_id
        self._note("pin" if arm_id else "unpin", arm_id, by=by)

    def pinned(self) -> str | None:
        return self._pinned

    def declare(self, arm_id: str, by: str = "") -> None:
        self._declared = arm_id
        self._note("declare", arm_id, by=by)
        self.stop(DECLARED, by)

    def declared(self) -> str | None:
        return self._declared

    def bind(self, rules: str, note: str, by: str = "") -> None:
        self._note("rules", note=note, by=by)  # the race itself holds them

    def audit(self) -> list[Deed]:
        return list(self._audit)

    def _note(self, what: str, arm_id: str | None = None, note: str = "", by: str = "") -> None:
        self._audit.append(Deed(what, arm_id, note, self._clock(), by))

    def cells(self) -> CellCounts:
        return dict(self._cells)
