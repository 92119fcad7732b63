"""Real headline tests, as trials that can be replayed, cut by week."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from tools.racing.beliefs import Array

BROKEN_WEEKS = (201326, 201402)  # randomisation was broken from 2013-06-25 to 2014-01-10
FITTED, TUNED = 0.6, 0.7  # shares of tests, by week: up to the first for the prior, up to the second for its settings


@dataclass(frozen=True)
class Trial:
    """One test: its headlines with their rates (arms,) and week."""

    week: int
    headlines: tuple[str, ...]
    rates: Array
    shown: Array


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
