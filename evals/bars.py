"""The figures of a run of dialogues beside the bars they must meet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from evals.bench.bars import Figure
from evals.clock import one_clock
from evals.metrics import Summary
from evals.statistics import Share

K = TypeVar("K")
TALKS = 100
NOT_MEASURED = float("nan")


def bars(summary: Summary) -> list[Figure]:
    """Each bar with what this run has of it, which may be nothing: pass^3 needs three trials, wall time one clock.

    Nor is time measured by a run of fewer than 100 talks, in which opening the agent would weigh too much.
    """
    clock = one_clock(summary.clock, summary.runs.total)
    shown = summary.legality.shown
    of_titles = f"of {shown} titles"
    illegal = float(len(summary.legality.illegal)) if shown else NOT_MEASURED
    invented = float(summary.invented) if shown else NOT_MEASURED
    minutes = clock.seconds / 60 * TALKS / clock.talks if clock and clock.talks >= TALKS else NOT_MEASURED
    return [
        Figure("pass^1", _at(summary.pass_hat, 1), 0.90),
        Figure("pass^3", _at(summary.pass_hat, 3), 0.80),
        Figure("turns", _share(summary.turns), 0.97),
        Figure("tool choice", _share(summary.tool_choice), 0.97),
        Figure("titles that invent a number", invented, 0, most=True, unit=of_titles, digits=0),
        Figure("illegal titles shown", illegal, 0, most=True, unit=of_titles, digits=0),
        Figure("planner, median", _at(summary.usage.planner_seconds, "p50"), 0.7, most=True, unit="s", digits=2),
        Figure(
            f"{TALKS} dialogues, wall time",
            minutes,
            12,
            most=True,
            unit=f"min, scaled from {summary.runs.total} talks",
            digits=1,
        ),
    ]


def _at(values: Mapping[K, float], key: K) -> float:
    return values.get(key, NOT_MEASURED)


def _share(share: Share) -> float:
    return share.value if share.total else NOT_MEASURED
