"""What bounds a race, and what is believed of its arms before it begins."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from tools.racing.arms import ArmCounts
from tools.racing.beliefs import DEFAULT_RATE, DEFAULT_WEIGHT

Prior = tuple[float, float]
"""(rate 0..1, impressions it is worth): what is believed of an arm before anyone saw it. What counts is how the
arms' rates compare; the level of all of them is learned from the race."""


@dataclass(frozen=True)
class RaceRules:
    """What bounds a race, whatever its policy."""

    floor: float = 0.002
    """Least chance of each arm."""
    holdout: float = 0.0
    """Share of decisions spread evenly, as the control."""
    budget: float | None = None
    """Spend (yuan) at which the race stops by itself."""
    max_loss: float | None = None
    """Clicks given away, beside having shown the best arm all along, at which the race stops by itself."""
    max_decisions: int | None = None
    """Decisions after which the race stops by itself."""
    half_life: float = 200_000.0
    """Impressions of the race after which evidence counts half."""
    maturation: float = 0.0
    """Seconds that an impression waits for its click before the two tell of the click rate. None by default: in a feed
    a click follows within seconds, and most sources bring both together; where they do not, the time by which nearly
    all clicks have come is right, and a longer one only delays what the race learns."""
    two_arms: Literal["even", "policy"] = "even"
    """Two arms are split evenly, which tells them apart soonest, unless the policy shall decide."""

    def __post_init__(self) -> None:
        if not (0 <= self.floor <= 1 and 0 <= self.holdout <= 1 and self.half_life > 0):
            raise ValueError("floor and holdout lie in 0..1 and half_life is positive")
        if not 0 <= self.maturation < math.inf:
            raise ValueError("maturation is a number of seconds, 0 for none")
        caps = (self.budget, self.max_loss, self.max_decisions)
        if any(cap is not None and cap <= 0 for cap in caps):
            raise ValueError("budget, max_loss and max_decisions are positive where given")


def new_arm(arm_id: str, prior: Prior | None) -> ArmCounts:
    rate, weight = prior or (DEFAULT_RATE, DEFAULT_WEIGHT)
    if not (0 < rate < 1 and weight > 0):
        raise ValueError(f"the prior of {arm_id!r} needs a rate inside 0..1 and a positive weight")
    return ArmCounts(arm_id, rate, weight)
