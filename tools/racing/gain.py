"""What steering the traffic was worth, in clicks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from tools.racing.arms import ArmCounts
from tools.racing.status import DRAWS, beliefs_of

LOSS_DRAWS = 1_000


class Gain(NamedTuple):
    """Clicks more (or fewer) than an even split of the same impressions would bring, with the 90 % interval."""

    mean: float
    low: float
    high: float


def clicks_gained(arms: Sequence[ArmCounts], seed: int = 0) -> Gain:
    """sum over arms of (impressions - even share) * rate, over the posterior of the rates.

    An arm that came late counts in the even split as if it had been there from the beginning.
    """
    shown = np.array([arm.shown for arm in arms], float)
    if len(arms) < 2 or not shown.sum():
        return Gain(0.0, 0.0, 0.0)
    draws = beliefs_of(arms, recent=False).draws(np.random.default_rng(seed), DRAWS)
    gained = draws @ (shown - shown.mean())
    low, high = np.quantile(gained, [0.05, 0.95])
    return Gain(float(gained.mean()), float(low), float(high))


def clicks_lost(arms: Sequence[ArmCounts], seed: int = 0) -> float:
    """Clicks fewer than if the best arm had taken all impressions, on average over the posterior of the rates."""
    shown = np.array([arm.shown for arm in arms], float)
    if not shown.sum():
        return 0.0
    draws = beliefs_of(arms, recent=False).draws(np.random.default_rng(seed), LOSS_DRAWS)
    return float((draws.max(axis=1) * shown.sum() - draws @ shown).mean())
