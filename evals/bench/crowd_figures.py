"""What a crowd's turns come to: figures beside their bars."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from pydantic import BaseModel, ConfigDict

from evals.bench.bars import Figure
from evals.bench.crowd_clients import SeenTurn

SHOWN_ERRORS = 5
GROWTH_BAR = 0.10  # of the memory after the first half of the turns
FIRST_EVENT_BAR = 2.0  # seconds: after a longer silence a conversation is broken (Miller 1968)
FAIRNESS_BAR = 0.95
FAIR_TURNS = 3  # of a single turn the first come waits least, however fair the line


class CrowdFigures(BaseModel):
    """Seconds and bytes. `memory` is the server's resident memory before, after each round of turns, last at the end.

    `fairness` is Jain's index of the users' mean waits for a whole turn: 1 when all waited alike, 1/users at worst.
    `cpus` are the processors that the server may use, `machine` those there are.
    """

    model_config = ConfigDict(frozen=True)

    users: int
    turns: int
    seconds: float
    errors: int
    mixed: int
    titles: int
    first_event_p50: float
    first_event_p95: float
    first_title_p95: float
    turn_p50: float
    turn_p95: float
    longest_turn: float
    longest_line: int
    fairness: float
    memory: list[int]
    cpus: int
    machine: int
    complaints: list[str]

    @property
    def growth(self) -> float:
        """Share by which memory grew over the second half of the turns."""
        middle = self.memory[len(self.memory) // 2]
        return self.memory[-1] / middle - 1

    @property
    def title(self) -> str:
        """What was measured, on how much of the machine."""
        pinned = f"pinned to {self.cpus} of {self.machine} CPUs" if self.cpus < self.machine else f"{self.cpus} CPUs"
        return f"{self.users} users, {self.turns} turns each, {pinned}"

    def rows(self) -> list[Figure]:
        """Every figure, those that are gated with their bars."""
        fair = FAIRNESS_BAR if self.turns >= FAIR_TURNS else None
        memory = {"before": self.memory[0], "at most": max(self.memory), "after": self.memory[-1]}
        return [
            _count("errors (an order without a title is one)", self.errors, 0),
            _count("mixed answers", self.mixed, 0),
            _seconds("first event (the place in the line counts), p50", self.first_event_p50),
            _seconds("first event, p95", self.first_event_p95, FIRST_EVENT_BAR),
            _seconds("first title, p95", self.first_title_p95),
            _seconds("whole turn, p50", self.turn_p50),
            _seconds("whole turn, p95", self.turn_p95),
            _seconds("longest turn", self.longest_turn),
            _count("longest place told, turns ahead", self.longest_line),
            Figure("fairness of waits (Jain)", self.fairness, fair),
            _count("titles", self.titles),
            Figure("turns a second", self.users * self.turns / self.seconds, digits=2),
            *(Figure(f"memory {when}", one / 1e6, unit="MB", digits=0) for when, one in memory.items()),
            Figure("memory's growth over the second half", self.growth, GROWTH_BAR, most=True),
        ]

    @property
    def met(self) -> bool:
        """Whether every bar is."""
        return all(one.met for one in self.rows())


def figures_of(
    seen: Sequence[SeenTurn], users: int, turns: int, seconds: float, memory: list[int], cpus: int, machine: int
) -> CrowdFigures:
    """The figures of `users` times `turns` turns, as their clients saw them."""
    first = [one.first_event for one in seen if one.first_event is not None] or [float("inf")]
    titled = [one.first_title for one in seen if one.first_title is not None] or [float("inf")]
    whole = [one.whole for one in seen]
    waits = np.array([np.mean([one.whole for one in seen if one.user == user]) for user in range(users)])
    wrong = [one for one in seen if one.error or one.mixed]
    return CrowdFigures(
        users=users,
        turns=turns,
        seconds=seconds,
        errors=sum(one.error is not None for one in seen),
        mixed=sum(one.mixed for one in seen),
        titles=sum(len(one.titles) for one in seen),
        first_event_p50=float(np.percentile(first, 50)),
        first_event_p95=float(np.percentile(first, 95)),
        first_title_p95=float(np.percentile(titled, 95)),
        turn_p50=float(np.percentile(whole, 50)),
        turn_p95=float(np.percentile(whole, 95)),
        longest_turn=max(whole),
        longest_line=max((one.ahead or 0 for one in seen), default=0),
        fairness=float(waits.sum() ** 2 / (len(waits) * (waits**2).sum())),
        memory=memory,
        cpus=cpus,
        machine=machine,
        complaints=[f"user {one.user}, turn {one.turn}: {one.error or one.titles}" for one in wrong[:SHOWN_ERRORS]],
    )


def _count(what: str, value: int, most: int | None = None) -> Figure:
    return Figure(what, value, most, most=True, digits=0)


def _seconds(what: str, value: float, most: float | None = None) -> Figure:
    return Figure(what, value, most, most=True, unit="s", digits=2)
