"""Compares runs on the cases they share: `miaoti eval compare A B`, `miaoti eval baselines`."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from evals.cases import CASES, load_cases
from evals.checks import check_case
from evals.metrics import summarise
from evals.saved import load_trajectories
from evals.statistics import Z95

COLUMNS = (
    "run", "cases", "trials", "pass^1", "95 % by case", "less the first", "95 % of it", "turns", "tool choice",
    "illegal titles shown", "median s",
)  # fmt: skip


class Comparison(BaseModel):
    """Cases that both runs hold. `difference` is the mean of B's pass rate less A's, `low`..`high` its 95 % interval
    from the paired differences of cases.
    """

    model_config = ConfigDict(frozen=True)

    cases: int
    difference: float
    low: float
    high: float
    better: dict[str, tuple[float, float]]
    worse: dict[str, tuple[float, float]]


def compare(before: Path, after: Path) -> Comparison:
    """Raises CaseError or OSError where a folder holds no run, ValueError where the runs share no case."""
    one, other = pass_rates(before), pass_rates(after)
    shared = sorted(one.keys() & other.keys())
    if not shared:
        raise ValueError("the two runs have no case in common")
    gains = {case: other[case] - one[case] for case in shared}
    mean = sum(gains.values()) / len(gains)
    spread = sum((gain - mean) ** 2 for gain in gains.values()) / max(1, len(gains) - 1)
    half = Z95 * math.sqrt(spread / len(gains))
    return Comparison(
        cases=len(shared),
        difference=mean,
        low=mean - half,
        high=mean + half,
        better={case: (one[case], other[case]) for case in shared if gains[case] > 0},
        worse={case: (one[case], other[case]) for case in shared if gains[case] < 0},
    )


def pass_rates(folder: Path) -> dict[str, float]:
    """Share of passed trials of each case of the run in `folder`, checked anew."""
    cases = {case.id: case for case in load_cases(folder / CASES)}
    passed: dict[str, list[bool]] = defaultdict(list)
    for run in load_trajectories(folder):
        if run.infrastructure is None:
            rows = check_case(cases[run.case_id], run.turns)
            passed[run.case_id].append(all(result.passed for row in rows for result in row))
    return {case: sum(values) / len(values) for case, values in passed.items()}


def table(folders: Sequence[Path]) -> list[tuple[str, ...]]:
    """A row of COLUMNS for each run, its difference to the first from the cases both hold; errors as for `compare`."""
    return [_row(folders[0], folder) for folder in folders]


def _row(first: Path, folder: Path) -> tuple[str, ...]:
    summary = summarise(load_cases(folder / CASES), load_trajectories(folder))
    if not summary.pass_hat:
        raise ValueError(f"{folder} holds no conversation")
    against = compare(first, folder)
    low, high = summary.pass_interval[1]
    return (
        folder.name,
        str(summary.cases),
        str(summary.trials),
        f"{summary.pass_hat[1]:.3f}",
        f"{low:.2f}-{high:.2f}",
        "" if folder == first else f"{against.difference:+.3f}",
        "" if folder == first else f"{against.low:+.2f} to {against.high:+.2f}",
        f"{summary.turns.value:.3f}",
        f"{summary.tool_choice.value:.3f}",
        summary.legality.told,
        f"{summary.turn_seconds['p50']:.2f}",
    )


def markdown(rows: Sequence[Sequence[str]]) -> str:
    """Rows of `table` as a Markdown table."""
    lines = [COLUMNS, ["---"] * len(COLUMNS), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)
