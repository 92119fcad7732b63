"""Off-policy evaluation: what another policy would have earned, from a log with propensities.

Every array has one value a logged decision, shape (n,). Estimators follow Saito et al., "Open Bandit Dataset and
Pipeline", NeurIPS 2021, section 4; intervals are percentiles of a bootstrap over decisions.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
DRAWS, COVERAGE = 1000, 0.95


@dataclass(frozen=True)
class Estimate:
    """Expected reward a decision, its interval, and the effective sample size of the weights behind it."""

    value: float
    low: float
    high: float
    effective: float


def weights(target: Array, logged: Array) -> Array:
    """How much likelier the evaluated policy takes each logged action; raises ValueError without support."""
    if not np.all(logged > 0):
        raise ValueError("a logged propensity is zero: the log cannot have taken that action")
    return target / logged


def ips(reward: Array, target: Array, logged: Array, seed: int = 0) -> Estimate:
    """Inverse propensity score: mean of w r. Unbiased; high variance where policies differ.

    Horvitz and Thompson, 1952.
    """
    w = weights(target, logged)
    return _estimate(w, w * reward, np.ones_like(w), seed)


def snips(reward: Array, target: Array, logged: Array, seed: int = 0) -> Estimate:
    """Self-normalised: sum of w r over sum of w. A little bias for much less variance.

    Swaminathan and Joachims, NeurIPS 2015.
    """
    w = weights(target, logged)
    return _estimate(w, w * reward, w, seed)


def direct(expected: Array, seed: int = 0) -> Estimate:
    """The reward model alone: mean of its expectation under the evaluated policy."""
    ones = np.ones_like(expected)
    return _estimate(ones, expected, ones, seed)


def doubly_robust(
    reward: Array, target: Array, logged: Array, predicted: Array, expected: Array, seed: int = 0
) -> Estimate:
    """The reward model, corrected by IPS on its residuals; right when either of the two is.

    `predicted` is the model's reward of the logged action, `expected` its mean under the evaluated policy.
    Dudik, Langford and Li, ICML 2011.
    """
    w = weights(target, logged)
    return _estimate(w, expected + w * (reward - predicted), np.ones_like(w), seed)


def _estimate(w: Array, numerator: Array, denominator: Array, seed: int) -> Estimate:
    value = float(numerator.sum() / denominator.sum())
    low, high = np.quantile(_bootstrap(numerator, denominator, seed), [(1 - COVERAGE) / 2, (1 + COVERAGE) / 2])
    return Estimate(value, float(low), float(high), float(w.sum() ** 2 / (w**2).sum()))


def _bootstrap(numerator: Array, denominator: Array, seed: int) -> Array:
    rng = np.random.default_rng(seed)
    n = len(numerator)
    values = np.empty(DRAWS)
    for draw in range(DRAWS):
        counts = np.bincount(rng.integers(n, size=n), minlength=n)
        values[draw] = float(counts @ numerator) / max(float(counts @ denominator), 1e-12)
    return values


def cross_fitted(actions: NDArray[np.int64], reward: Array, prior: float = 50.0, folds: int = 2) -> Array:
    """A smoothed mean reward of every action, (n, actions), fitted on the other folds than each decision's own."""
    n, count = len(actions), int(actions.max()) + 1
    table = np.empty((n, count))
    fold = np.arange(n) % folds
    for one in range(folds):
        other = fold != one
        level = float(reward[other].mean())
        shown: Array = np.bincount(actions[other], minlength=count).astype(np.float64)
        earned: Array = np.bincount(actions[other], weights=reward[other], minlength=count).astype(np.float64)
        table[fold == one] = (earned + prior * level) / (shown + prior)
    return table
