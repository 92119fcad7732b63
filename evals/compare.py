"""Compares runs on the cases they share: `miaoti eval compare A B`, `miaoti eval baselines`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from evals.cases import CASES, load_cases
from evals.checks import check_case
from evals.metrics import summarise
from evals.saved import load_trajectories
from evals.statistics import mean_interval

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
    return between(pass_rates(before), pass_rates(after))


def between(one: Mapping[str, float], other: Mapping[str, float]) -> Comparison:
    """Two runs by the pass rates of their cases. Raises ValueError where they share no case."""
    shared = sorted(one.keys() & other.keys())
    if not shared:
        raise ValueError("the two runs have no case in common")
    gains = {case: other[case] - one[case] for case in shared}
    mean = mean_interval(list(gains.values()))
    return Comparison(
        cases=len(shared),
        difference=mean.value,
        low=mean.low,
        high=mean.high,
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
    rows = [_figures(folder) for folder in folders]
    rates = [pass_rates(folder) for folder in folders]
    found = [between(rates[0], other) for other in rates[1:]]
    told = [("", ""), *((f"{one.difference:+.3f}", f"{one.low:+.2f} to {one.high:+.2f}") for one in found)]
    return [(*row[:5], *difference, *row[5:]) for row, difference in zip(rows, told, strict=True)]


def _figures(folder: Path) -> tuple[str, ...]:
    """Those of COLUMNS that one run has alone."""
    summary = summarise(load_cases(folder / CASES), load_trajectories(folder))
    if not summary.pass_hat:
        raise ValueError(f"{folder} holds no conversation")
    low, high = summary.pass_interval[1]
    return (
        folder.name,
        str(summary.cases),
        str(summary.trials),
        f"{summary.pass_hat[1]:.3f}",
        f"{low:.2f}-{high:.2f}",
        f"{summary.turns.value:.3f}",
        f"{summary.tool_choice.value:.3f}",
        summary.legality.told,
        f"{summary.turn_seconds['p50']:.2f}",
    )


def markdown(rows: Sequence[Sequence[str]]) -> str:
    """Rows of `table` as a Markdown table."""
    lines = [COLUMNS, ["---"] * len(COLUMNS), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)
