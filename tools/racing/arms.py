"""What is kept of one arm, and decisions as they are logged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from tools.racing.beliefs import DEFAULT_RATE, DEFAULT_WEIGHT, Array


@dataclass
class ArmCounts:
    """One arm's counts. `recent_*` are discounted; `expected` is the sum of its propensities over decisions."""

    arm_id: str
    prior_rate: float = DEFAULT_RATE
    prior_weight: float = DEFAULT_WEIGHT
    active: bool = True
    shown: int = 0
    clicks: int = 0
    adoptions: int = 0
    recent_shown: float = 0.0
    recent_clicks: float = 0.0
    spend: float = 0.0
    decided: int = 0
    expected: float = 0.0
    answered: int = 0
    """Impressions that name the decision they came from."""
    holdout_shown: int = 0
    holdout_clicks: int = 0
    waiting_shown: int = 0
    """Of the impressions shown, those too young to tell of the rate; likewise the clicks. See `maturing.py`."""
    waiting_clicks: int = 0
    history: str = ""
    """Its rate over time, see `drift.py`."""

    @property
    def mature_shown(self) -> int:
        return self.shown - self.waiting_shown

    @property
    def mature_clicks(self) -> int:
        return self.clicks - self.waiting_clicks


COUNTED = tuple(
    field.name
    for field in fields(ArmCounts)
    if field.name not in ("arm_id", "prior_rate", "prior_weight", "active", "history")
)


@dataclass(frozen=True)
class Picks:
    """Decisions to log: arm ids, with index, propensity and holdout mark of each decision, (decisions,)."""

    arm_ids: Sequence[str]
    index: NDArray[np.intp]
    propensity: Array
    holdout: NDArray[np.bool_]
    chances: Array
    """The distribution drawn from, (arms,), or where it depends on the viewer (decisions, arms)."""
    snapshot: int
    contexts: Sequence[str] | None = None
    """The viewers' circumstances, for each decision; see `contextual.key_of`."""
