"""Replay of real headline tests: how much of an oracle's gain each policy keeps.

Arms answer with the click-through rates measured over all of a test's impressions. The text prior, its weight and
the leader's share are fitted on earlier weeks than those replayed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from evals.bench.racing_prior import TextPrior
from evals.bench.racing_trials import Trial
from tools.racing.beliefs import DEFAULT_RATE, DEFAULT_WEIGHT, Array, Beliefs
from tools.racing.policies import Policy, floored

BUDGETS = (1_000, 5_000, 20_000)
BATCH = 50


@dataclass(frozen=True)
class Lane:
    """A policy as it is replayed. `prior_weight` is in impressions; `rates` names where its prior rates come from."""

    name: str
    policy: Policy
    rates: str = "default"
    prior_weight: float = DEFAULT_WEIGHT
    levelled: bool = False
    floor: float = 0.0
    half_life: float = float("inf")


def replay(lane: Lane, trial: Trial, prior: TextPrior, seed: int, budgets: Sequence[int] = BUDGETS) -> Array:
    """Expected clicks gained over an even split at each budget, (budgets,)."""
    rng = np.random.default_rng(seed)
    arms = len(trial.rates)
    start, weight = prior_rates(lane, trial, prior), np.full(arms, lane.prior_weight)
    shown, clicks, allotted = np.zeros(arms), np.zeros(arms), np.zeros(arms)
    kept = 0.5 ** (BATCH / lane.half_life)
    gains = []
    for done in range(BATCH, max(budgets) + 1, BATCH):
        beliefs = Beliefs(shown, clicks, start, weight)
        beliefs = beliefs.levelled() if lane.levelled else beliefs
        chances = floored(lane.policy.distribution(beliefs, rng), lane.floor)
        batch = rng.multinomial(BATCH, chances / chances.sum())
        shown, clicks = shown * kept + batch, clicks * kept + rng.binomial(batch, trial.rates)
        allotted += batch
        if done in budgets:
            gains.append(float(allotted @ trial.rates) - done * float(trial.rates.mean()))
    return np.array(gains)


def prior_rates(lane: Lane, trial: Trial, prior: TextPrior) -> Array:
    """What the lane believes of each headline at the start, (arms,)."""
    if lane.rates == "text":
        return prior.rates(trial)
    level = {"default": DEFAULT_RATE, "flat": 0.5, "pooled": prior.level}[lane.rates]
    return np.full(len(trial.rates), level)


def oracle(trial: Trial, budgets: Sequence[int] = BUDGETS) -> Array:
    """Clicks that always showing the best arm gains over an even split, (budgets,)."""
    return np.array(budgets) * float(trial.rates.max() - trial.rates.mean())


def shares(
    lane: Lane, trials: Sequence[Trial], prior: TextPrior, seed: int = 0, budgets: Sequence[int] = BUDGETS
) -> tuple[Array, Array]:
    """(share of the oracle's gain over all tests, its standard error by bootstrap over tests), each (budgets,)."""
    gains = np.array([replay(lane, trial, prior, seed + number, budgets) for number, trial in enumerate(trials)])
    return kept_shares(gains, trials, seed, budgets)


def kept_shares(gains: Array, trials: Sequence[Trial], seed: int, budgets: Sequence[int]) -> tuple[Array, Array]:
    """Gains (trials, budgets) as shares of the oracle's, with standard errors; see `shares`."""
    best = np.array([oracle(trial, budgets) for trial in trials])
    rng = np.random.default_rng(seed)
    draws = [rng.integers(len(trials), size=len(trials)) for _ in range(200)]
    spread = np.std([gains[at].sum(axis=0) / best[at].sum(axis=0) for at in draws], axis=0)
    return gains.sum(axis=0) / best.sum(axis=0), spread
