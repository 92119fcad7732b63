"""What is believed about the click-through rates of arms, in numpy: posteriors and what follows from them.

Rates have Beta posteriors: a prior worth `prior_weight` impressions at `prior_rate`, plus (discounted) counts.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

DEFAULT_RATE, DEFAULT_WEIGHT = 1 / 31, 31.0
"""The prior of an arm about which nothing is known: one click in 31 impressions, about an in-feed ad's rate."""


@dataclass(frozen=True)
class Beliefs:
    """Counts and priors of the arms in play, each an array (arms,). Counts may be discounted, so not whole."""

    shown: Array
    clicks: Array
    prior_rate: Array
    prior_weight: Array

    @classmethod
    def blank(cls, arms: int, rate: float = DEFAULT_RATE, weight: float = DEFAULT_WEIGHT) -> Beliefs:
        return cls(np.zeros(arms), np.zeros(arms), np.full(arms, rate), np.full(arms, weight))

    def __len__(self) -> int:
        return len(self.shown)

    @property
    def hits(self) -> Array:
        """First parameter of each Beta posterior."""
        return self.prior_rate * self.prior_weight + self.clicks

    @property
    def misses(self) -> Array:
        """Second parameter. A click may come before its impression, hence the floor."""
        return (1 - self.prior_rate) * self.prior_weight + np.maximum(self.shown - self.clicks, 0)

    @property
    def mean(self) -> Array:
        return self.hits / (self.hits + self.misses)

    def levelled(self) -> Beliefs:
        """The same beliefs about arms relative to each other, at the level of clicks that this race shows.

        How often ads are clicked differs more between placements than titles differ within one, so a prior
        wrong about the level would drown what it knows about the titles. Empirical Bayes with Gamma priors:
        pseudo-clicks stay, rates scale; arms weigh by n w / (n + w), so that a much-shown winner does not
        set the level alone. One pseudo-click keeps the scale near 1 while nothing is known.
        """
        scale = 1.0
        for _ in range(3):  # settles within a few percent
            weight = self.prior_weight / scale
            trust = weight / (self.shown + weight)
            expected = 1 + float((trust * self.shown * self.prior_rate).sum())
            scale = min((1 + float((trust * self.clicks).sum())) / expected, 0.9 / float(self.prior_rate.max()))
        return replace(self, prior_rate=self.prior_rate * scale, prior_weight=self.prior_weight / scale)

    def draws(self, rng: np.random.Generator, count: int, sharpness: float = 1.0) -> Array:
        """Samples of all rates, (count, arms), as if `sharpness` times as much were known."""
        return rng.beta(sharpness * self.hits, sharpness * self.misses, size=(count, len(self)))


def probability_best(draws: Array) -> Array:
    """Share of draws (count, arms) in which each arm has the highest rate; sums to 1."""
    return np.bincount(draws.argmax(axis=1), minlength=draws.shape[1]) / len(draws)


def expected_loss(draws: Array) -> Array:
    """Clicks per impression given away, on average, by settling for each arm now."""
    loss: Array = (draws.max(axis=1, keepdims=True) - draws).mean(axis=0)
    return loss


def anytime_interval(shown: Array, clicks: Array, level: float) -> tuple[Array, Array]:
    """Bounds on rates that hold at ALL times together with probability `level`, however often one looks.

    The normal-mixture confidence sequence (Robbins 1970; asymptotic form of Waudby-Smith et al. 2021),
    tightest at about 5,000 impressions; split evenly over the arms, so that all hold together.
    """
    n = np.maximum(shown, 1)
    rate = clicks / n
    smooth = (clicks + 1) / (n + 2)  # an arm without clicks is not known to have none
    variance = smooth * (1 - smooth)
    alpha = (1 - level) / max(len(shown), 1)
    rho2 = (-2 * math.log(alpha) + math.log(-2 * math.log(alpha) + 1)) / 5_000
    scale = n * rho2 + 1
    radius = np.sqrt(variance * scale / (n * n * rho2) * np.log(scale / alpha**2))
    low, high = np.clip(rate - radius, 0, 1), np.clip(rate + radius, 0, 1)
    return np.where(shown > 0, low, 0.0), np.where(shown > 0, high, 1.0)


def sample_ratio_p(observed: Array, expected: Array) -> float | None:
    """p-value that impressions came in the ratio of the logged propensities; none while there are too few.

    Chi-square by the Wilson-Hilferty approximation (1931). A value below 0.001 means that traffic is not
    split as decided, and no comparison of the arms can be trusted.
    """
    if expected.sum() <= 0 or len(expected) < 2:
        return None
    wanted = expected * (observed.sum() / expected.sum())
    if wanted.min() < 5:
        return None
    statistic = float((((observed - wanted) ** 2) / wanted).sum())
    k = len(expected) - 1
    z = ((statistic / k) ** (1 / 3) - (1 - 2 / (9 * k))) / math.sqrt(2 / (9 * k))
    return 0.5 * math.erfc(z / math.sqrt(2))


def to_array(values: Any) -> Array:
    return np.asarray(values, dtype=np.float64)
