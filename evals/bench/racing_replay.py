"""Replay of real headline tests: how much of an oracle's gain each policy keeps.

Arms answer with the click-through rates measured over all of a test's impressions. The text prior, its weight and
the leader's share are fitted on earlier weeks than those replayed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from sklearn.feature_extraction.text import HashingVectorizer
from sklearn.linear_model import Ridge

from tools.racing.beliefs import DEFAULT_RATE, DEFAULT_WEIGHT, Array, Beliefs
from tools.racing.policies import Policy, floored

BUDGETS = (1_000, 5_000, 20_000)
BATCH = 50
BROKEN_WEEKS = (201326, 201402)  # randomisation was broken from 2013-06-25 to 2014-01-10
FITTED, TUNED = 0.6, 0.7  # shares of tests, by week: up to the first for the prior, up to the second for its settings


@dataclass(frozen=True)
class Trial:
    """One test: its headlines with their rates (arms,) and week."""

    week: int
    headlines: tuple[str, ...]
    rates: Array
    shown: Array


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


def read_trials(path: Path) -> list[Trial]:
    """Tests with at least two headlines, all shown and not all equal, by week; broken weeks left out."""
    rows = pd.read_parquet(path, columns=["clickability_test_id", "headline", "impressions", "clicks", "test_week"])
    rows = rows[~rows.test_week.between(*BROKEN_WEEKS) & (rows.impressions > 0) & rows.headline.notna()]
    trials = []
    for _test, group in rows.groupby(["test_week", "clickability_test_id"], sort=True):
        arms = group.groupby("headline", sort=True)[["impressions", "clicks"]].sum()
        rates = (arms.clicks / arms.impressions).to_numpy(float)
        if len(arms) >= 2 and rates.max() > rates.min():
            week = int(group.test_week.iloc[0])
            trials.append(Trial(week, tuple(arms.index), rates, arms.impressions.to_numpy(float)))
    return trials


def by_week(trials: Sequence[Trial]) -> tuple[list[Trial], list[Trial], list[Trial]]:
    """(fit, tune, replay), cut between weeks, so that none spans two parts."""
    weeks = [trial.week for trial in trials]
    first, second = (weeks[int(len(weeks) * share)] for share in (FITTED, TUNED))
    return (
        [trial for trial in trials if trial.week < first],
        [trial for trial in trials if first <= trial.week < second],
        [trial for trial in trials if trial.week >= second],
    )


class TextPrior:
    """Log click-through rate, relative to its test, by ridge regression on hashed character n-grams."""

    def __init__(self, trials: Sequence[Trial], strength: float = 2.0) -> None:
        self._hash = HashingVectorizer(analyzer="char_wb", ngram_range=(2, 5), n_features=2**18, alternate_sign=False)
        texts = [text for trial in trials for text in trial.headlines]
        logs = [np.log(_smooth(trial)) for trial in trials]
        targets = np.concatenate([values - values.mean() for values in logs])
        weights = np.concatenate([trial.shown for trial in trials])
        self.level = float(np.exp(np.concatenate(logs).mean()))
        self._model = Ridge(alpha=strength).fit(
            self._hash.transform(texts), targets, sample_weight=weights / weights.mean()
        )

    def rates(self, trial: Trial) -> Array:
        """Expected rates of a test's headlines, around the level of the weeks fitted on."""
        relative = self._model.predict(self._hash.transform(trial.headlines))
        return np.asarray(self.level * np.exp(relative - relative.mean()), dtype=np.float64)


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


def _smooth(trial: Trial) -> Array:
    return (trial.rates * trial.shown + 1) / (trial.shown + 50)
