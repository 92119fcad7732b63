"""How a race stands, in figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tools.racing.arms import ArmCounts
from tools.racing.beliefs import (
    Beliefs,
    anytime_interval,
    expected_loss,
    probability_best,
    sample_ratio_p,
    to_array,
)
from tools.racing.ledger import State

DRAWS = 10_000
SURE = 0.95
"""Probability of best at which an arm may be called the winner, and level of the intervals that must part."""
UNEVEN = 0.001
"""Sample-ratio p-value below which traffic is not split as decided, and arms should not be compared."""


@dataclass(frozen=True)
class ArmStatus:
    """Rates are clicks per impression. `low`..`high` holds the rate with 90 % posterior probability."""

    arm_id: str
    active: bool
    impressions: int
    clicks: int
    mature_impressions: int
    """Those whose clicks have had their time, which alone tell of the rate; with `mature_clicks`, theirs."""
    mature_clicks: int
    ctr: float
    low: float
    high: float
    probability_best: float
    expected_loss: float
    traffic_share: float
    """Chance of the next decision, floor and holdout included."""
    spend: float


@dataclass(frozen=True)
class RaceStatus:
    """`winner` is none until one arm is likely best AND its anytime-valid interval lies above all others'."""

    arms: list[ArmStatus]
    state: State
    stop_reason: str | None
    winner: str | None
    decisions: int
    impressions: int
    clicks: int
    spend: float
    quarantined: int
    sample_ratio_p: float | None
    """See `UNEVEN`. None while there is too little to tell."""
    holdout_impressions: int
    holdout_clicks: int
    declared: str | None = None
    """The winner that a person named, whatever the figures say."""
    pinned: str | None = None
    """The arm that takes all traffic by hand."""

    @property
    def maturing(self) -> int:
        """Impressions that are too young to tell of a rate; see `maturing.py`."""
        return self.impressions - sum(arm.mature_impressions for arm in self.arms)


def judge_arms(arms: Sequence[ArmCounts], shares: dict[str, float], seed: int) -> list[ArmStatus]:
    """The arms' figures from all that has matured, undiscounted. Only arms still in play can be best."""
    beliefs = beliefs_of(arms, recent=False)
    draws = beliefs.draws(np.random.default_rng(seed), DRAWS)
    playing = np.array([arm.active for arm in arms])
    best, loss = np.zeros(len(arms)), np.zeros(len(arms))
    if playing.any():
        best[playing] = probability_best(draws[:, playing])
        loss[playing] = expected_loss(draws[:, playing])
    low, high = np.quantile(draws, [0.05, 0.95], axis=0)
    return [
        ArmStatus(
            arm_id=arm.arm_id,
            active=arm.active,
            impressions=arm.shown,
            clicks=arm.clicks,
            mature_impressions=arm.mature_shown,
            mature_clicks=arm.mature_clicks,
            ctr=float(beliefs.mean[i]),
            low=float(low[i]),
            high=float(high[i]),
            probability_best=float(best[i]),
            expected_loss=float(loss[i]),
            traffic_share=shares.get(arm.arm_id, 0.0),
            spend=arm.spend,
        )
        for i, arm in enumerate(arms)
    ]


def find_winner(rows: Sequence[ArmStatus]) -> str | None:
    """The arm that has won, or none: a legal answer, and the usual one when titles are equally good."""
    rows = [row for row in rows if row.active]
    if len(rows) < 2:
        return None
    leader = max(rows, key=lambda row: row.probability_best)
    if leader.probability_best < SURE:
        return None
    shown, clicks = (to_array([getattr(row, f"mature_{name}") for row in rows]) for name in ("impressions", "clicks"))
    low, high = anytime_interval(shown, clicks, SURE)
    at = rows.index(leader)
    return leader.arm_id if low[at] > np.delete(high, at).max() else None


def beliefs_of(arms: Sequence[ArmCounts], *, recent: bool) -> Beliefs:
    """Beliefs from discounted (`recent`) or all mature counts, at the level of clicks that the race shows."""
    counted = Beliefs(
        to_array([arm.recent_shown if recent else arm.mature_shown for arm in arms]),
        to_array([arm.recent_clicks if recent else arm.mature_clicks for arm in arms]),
        to_array([arm.prior_rate for arm in arms]),
        to_array([arm.prior_weight for arm in arms]),
    )
    return counted.levelled() if arms else counted


def ratio_p(arms: Sequence[ArmCounts]) -> float | None:
    """The sample-ratio check over arms that were ever chosen from."""
    used = [arm for arm in arms if arm.expected > 0]
    return sample_ratio_p(to_array([arm.answered for arm in used]), to_array([arm.expected for arm in used]))
