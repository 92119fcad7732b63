"""The statistics that reports share: shares with intervals, pass^k, errors clustered by case, quantiles."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict

Z95 = 1.959963984540054


class Share(BaseModel):
    """A share of successes with its 95 % interval, by `wilson` or `clustered_share`."""

    model_config = ConfigDict(frozen=True)

    passed: int
    total: int
    value: float
    low: float
    high: float


def wilson(passed: int, total: int) -> Share:
    """Wilson's score interval (1927); an empty sample spans 0..1."""
    if not total:
        return Share(passed=0, total=0, value=0.0, low=0.0, high=1.0)
    low, high = _wilson(passed / total, total)
    return Share(passed=passed, total=total, value=passed / total, low=low, high=high)


def _wilson(share: float, size: float) -> tuple[float, float]:
    scale = 1 + Z95**2 / size
    middle = (share + Z95**2 / (2 * size)) / scale
    half = Z95 * math.sqrt(share * (1 - share) / size + Z95**2 / (4 * size**2)) / scale
    return max(0.0, middle - half), min(1.0, middle + half)


def clustered_share(groups: Sequence[Sequence[bool]]) -> Share:
    """The share over all outcomes; those of one group (turns and trials of one case) are not independent.

    Wilson's interval at the effective sample size (Dean & Pagano 2015): so many independent outcomes as would have the
    variance of the cluster sandwich, m / (m - 1) correcting for the m groups; never more than there are. Where all
    outcomes are alike the sandwich shows no spread: then every group counts as one outcome. Empty groups are left out.
    """
    kept = [group for group in groups if group]
    passed, total = sum(map(sum, kept)), sum(map(len, kept))
    if not total:
        return wilson(0, 0)
    share, count = passed / total, len(kept)
    if passed in (0, total) or count == 1:
        size = float(count)
    else:
        squares = sum((sum(group) - share * len(group)) ** 2 for group in kept)
        variance = squares / total**2 * count / (count - 1)
        size = min(float(total), share * (1 - share) / variance) if variance else float(total)
    low, high = _wilson(share, size)
    return Share(passed=passed, total=total, value=share, low=low, high=high)


def pass_hat_k(passes: int, runs: int, k: int) -> float:
    """C(c, k) / C(n, k) for a case that passed `passes` of `runs` runs (tau-bench, 2024). Needs k <= runs."""
    return math.comb(passes, k) / math.comb(runs, k)


def clustered_error(outcomes: Sequence[Sequence[bool]]) -> float:
    """Standard error of the mean over all runs, runs of one case forming a cluster (Miller 2024, eq. 4)."""
    flat = [float(value) for group in outcomes for value in group]
    if len(flat) < 2:
        return 0.0
    mean = sum(flat) / len(flat)
    return math.sqrt(sum(sum(float(value) - mean for value in group) ** 2 for group in outcomes)) / len(flat)


def quantiles(values: Sequence[float]) -> dict[str, float]:
    """Median, 90th, 95th and 99th percentile and the largest (nearest rank)."""
    ranked = sorted(values)
    if not ranked:
        return {}
    at = {"p50": 0.5, "p90": 0.9, "p95": 0.95, "p99": 0.99, "max": 1.0}
    return {name: ranked[max(0, math.ceil(share * len(ranked)) - 1)] for name, share in at.items()}


class Mean(NamedTuple):
    """A mean with its 95 % interval."""

    value: float
    low: float
    high: float

    @property
    def of_shares(self) -> tuple[float, float]:
        """The interval of a mean of shares, which ends at 0 and 1."""
        return max(0.0, self.low), min(1.0, self.high)


def mean_interval(values: Sequence[float]) -> Mean:
    """Of one value a case: cases are independent, runs of one case are not. One value alone spans itself.

    Raises ValueError without values.
    """
    if not values:
        raise ValueError("a mean needs values")
    mean, count = sum(values) / len(values), len(values)
    spread = sum((value - mean) ** 2 for value in values) / max(1, count - 1)
    half = Z95 * math.sqrt(spread / count)
    return Mean(mean, mean - half, mean + half)
