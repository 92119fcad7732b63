"""Chooses from which score on the second look decides (`learned.Bars`), on titles its models have not seen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.types import Verdict
from tools.compliance.checker import load_checker
from tools.compliance.learned import Bars

WANTED = (0.95, 0.93, 0.9)  # recall, precision, allowed uses passed; the bars that fall short by the least in all
EXCUSED_TRIED = np.arange(1.5, 8, 0.25)  # rules were read against these titles: only strong evidence defeats an excuse


@dataclass(frozen=True)
class Chosen:
    """Bars, and what rules and second look reach together with them on the titles they were chosen on."""

    bars: Bars
    recall: float
    precision: float
    passed: float  # of the titles labelled exempt


def choose(
    rows: Sequence[Mapping[str, Any]],
    scores: NDArray[np.float64],
    innocent: NDArray[np.float64],
    part: float,
    excused: Sequence[float] = EXCUSED_TRIED.tolist(),
    floor: float = -np.inf,
) -> Chosen:
    """Bars for labelled rows (title, industry, verdict) with their scores; of the excused ones those given.

    No more than `part` of the innocent titles, in which rules find nothing, may be called violations; the bar that
    keeps to this is raised to `floor` where it is lower.
    """
    checker = load_checker()
    labels = np.array([row["verdict"] for row in rows])
    by_rules = np.array([checker.by_rules(row["title"], row["industry"]).verdict.value for row in rows])
    silent = max(float(np.quantile(innocent, 1 - part)), floor)
    bars = (Bars(silent, bar) for bar in excused)
    return max((_measured(one, by_rules, scores, labels) for one in bars), key=_worth)


def _measured(bars: Bars, by_rules: NDArray[np.str_], scores: NDArray[np.float64], labels: NDArray[np.str_]) -> Chosen:
    asked = [by_rules == Verdict.CLEAN.value, by_rules == Verdict.EXEMPT.value]
    called = scores >= np.select(asked, [bars.silent, bars.excused], -np.inf)
    broken = labels == Verdict.VIOLATION.value
    passed = float((~called[labels == Verdict.EXEMPT.value]).mean())
    return Chosen(bars, float(called[broken].mean()), float(broken[called].mean()), passed)


def _worth(chosen: Chosen) -> tuple[float, float]:
    reached = (chosen.recall, chosen.precision, chosen.passed)
    return sum(min(0.0, rate - wanted) for rate, wanted in zip(reached, WANTED, strict=True)), sum(reached)
