"""Where a race keeps its counts: what every ledger does. `MemoryLedger` is for replay, `SqlLedger` survives a kill."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, Protocol

from tools.racing.arms import ArmCounts, Picks
from tools.racing.contextual import CellCounts
from tools.racing.events import Event

BY_HAND, DECLARED = "stopped by hand", "declared by hand"
PAUSED = "paused by hand"
"""The one reason to stop that can be taken back."""

State = Literal["running", "paused", "stopped"]


class RaceStopped(RuntimeError):
    """No decision can be made any more, or none while it is paused; the message says why."""


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

    def record(
        self, events: Sequence[Event], rejected: Sequence[tuple[Any, str]], half_life: float, maturation: float = 0.0
    ) -> int:
        """Count events not counted before, keep the rejected; returns how many were new.

        `half_life` is in impressions, `maturation` in seconds; what has matured by now begins to tell of the rates.
        """

    def ripen(self, half_life: float) -> None:
        """Let what has matured by now tell of the rates, without new events."""

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

    def declare(self, arm_id: str, by: str = "") -> None:
        """Name the winner, which stops the race."""

    def declared(self) -> str | None:
        """The arm that a person named the winner, or none."""

    def bind(self, rules: str, note: str, by: str = "") -> None:
        """Keep other rules (JSON) than the race began with; `note` says what has changed."""

    def decisions(self) -> int: ...
    def quarantined(self) -> int: ...
    def cells(self) -> CellCounts:
        """Counts by arm and circumstances, of the mature events that name any."""

    def audit(self) -> list[Deed]:
        """What was done by hand or by rule, oldest first."""


def state_of(stop_reason: str | None) -> State:
    if stop_reason is None:
        return "running"
    return "paused" if stop_reason == PAUSED else "stopped"
