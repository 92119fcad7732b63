"""Compares two runs case by case: `miaoti eval compare A B`."""

from __future__ import annotations

import math
from collections import defaultdict
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from evals.cases import CASES, load_cases
from evals.checks import check_case
from evals.saved import load_trajectories
from evals.statistics import Z95


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
