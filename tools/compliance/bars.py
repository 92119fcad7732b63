"""Chooses from which score on the second look decides (`learned.Bars`), on titles its models have not seen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.types import Verdict
from tools.compliance.checker import load_checker
from tools.compliance.learned import Bars

WANTED = (0.95, 0.93, 0.9)  # recall, precision, allowed uses passed; the bars that fall short by the least in all
DOUBTFUL = 0.6  # a rule that is right less often, in at least `SEEN` titles, may be overruled
SEEN = 4
EXCUSED_TRIED = np.arange(1.5, 8, 0.25)  # rules were read against these titles: only strong evidence defeats an excuse
DOUBT_TRIED = np.arange(-10, 0, 0.25)


@dataclass(frozen=True)
class Chosen:
    """Bars, and what rules and second look reach together with them on the titles they were chosen on."""

    bars: Bars
    recall: float
    precision: float
    passed: float  # of the titles labelled exempt


def choose(
    rows: Sequence[Mapping[str, Any]], scores: NDArray[np.float64], innocent: NDArray[np.float64], part: float
) -> Chosen:
    """Bars for labelled rows (title, industry, verdict) with their scores.

    No more than `part` of the innocent titles, in which rules find nothing, may be called violations.
    """
    checker = load_checker()
    labels = np.array([row["verdict"] for row in rows])
    broken = labels == Verdict.VIOLATION.value
    judged = [checker.by_rules(row["title"], row["industry"]) for row in rows]
    found = [{item.rule for item in by_rules.findings if not item.exempt} for by_rules in judged]
    rules = doubtful(found, broken)
    kinds = np.array(
        [
            ("doubtful" if named <= rules else "sure") if named else by_rules.verdict.value
            for named, by_rules in zip(found, judged, strict=True)
        ]
    )
    silent = float(np.quantile(innocent, 1 - part))
    pairs = product(EXCUSED_TRIED.tolist(), DOUBT_TRIED.tolist())
    tried = (Bars(silent, excused, doubt, rules) for excused, doubt in pairs)
    return max((_measured(bars, kinds, scores, labels) for bars in tried), key=_worth)


def doubtful(found: Sequence[set[str]], broken: NDArray[np.bool_]) -> frozenset[str]:
    """Rules that were right too rarely in the titles in which they found a violation."""
    fired = Counter(rule for named in found for rule in named)
    right = Counter(rule for named, illegal in zip(found, broken, strict=True) if illegal for rule in named)
    return frozenset(rule for rule, n in fired.items() if n >= SEEN and right[rule] < DOUBTFUL * n)


def _measured(bars: Bars, kinds: NDArray[np.str_], scores: NDArray[np.float64], labels: NDArray[np.str_]) -> Chosen:
    bar = np.select(
        [kinds == Verdict.CLEAN.value, kinds == Verdict.EXEMPT.value, kinds == "doubtful"],
        [bars.silent, bars.excused, bars.doubtful],
        -np.inf,
    )
    called, broken = scores >= bar, labels == Verdict.VIOLATION.value
    passed = float((~called[labels == Verdict.EXEMPT.value]).mean())
    return Chosen(bars, float(called[broken].mean()), float(broken[called].mean()), passed)


def _worth(chosen: Chosen) -> tuple[float, float]:
    reached = (chosen.recall, chosen.precision, chosen.passed)
    return sum(min(0.0, rate - wanted) for rate, wanted in zip(reached, WANTED, strict=True)), sum(reached)
