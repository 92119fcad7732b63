"""What estimates are worth: the log's titles are left out in turn, and the clicks they got held to what was said.

Titles that a model was fitted on tell nothing of this: their own clicks are in its features.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.special import betaln
from scipy.stats import betabinom

from tools.racing.beliefs import Array
from tools.racing.ctr.features import Describe, folds_of
from tools.racing.ctr.log import by_time, is_made_up
from tools.racing.ctr.model import CtrModel
from tools.racing.ctr.prior import TAILS, PriorOfText
from tools.racing.ctr.proof import Proof

WORTH = np.geomspace(30, 30_000, 40)
MEMBERS = 2
LEARNED = 0.8  # of the impressions that are known; the newest rest is calibrated on


def prove(frame: pd.DataFrame, describe: Describe | None = None, seed: int = 0) -> tuple[float, Proof]:
    """(impressions that the text's word is worth, what became of estimates): each title judged by models without it.

    The first is the beta-binomial's likeliest, 30..30,000, beside the rates that would be told: where and when a title
    was shown is among what they do not know. One title in five is left out at a time. The share covered is a little
    flattered: the impressions are chosen on the same titles. Raises ValueError where the rest is too little to learn
    from.
    """
    parts = []
    folds = folds_of(frame, "title")
    for fold in np.unique(folds):
        known, unseen = (frame[at].reset_index(drop=True) for at in (folds != fold, folds == fold))
        model = CtrModel.fit(*_in_time(known), describe=describe, members=MEMBERS, seed=seed)
        sums = unseen.groupby("title")[["shown", "clicks"]].sum()
        parts.append(sums.assign(told=PriorOfText(model).rates(list(sums.index))))
    sums = pd.concat(parts)
    mean, shown, clicks = (sums[name].to_numpy(float) for name in ("told", "shown", "clicks"))
    worth = likeliest(mean, shown, clicks)
    low, high = (betabinom.ppf(tail, shown.astype(int), worth * mean, worth * (1 - mean)) for tail in TAILS)
    covered = float(((low <= clicks) & (clicks <= high)).mean())
    return worth, Proof(len(sums), covered, is_made_up(frame))


def _in_time(known: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """(rows to learn from, newer ones to calibrate on): on rows that were learned, rates look surer than they are."""
    learned, later = by_time(known, LEARNED)
    if later.empty:  # one hour holds the newest fifth, or all
        cut = len(known) - max(1, len(known) // 5)
        learned, later = (known[at].reset_index(drop=True) for at in (slice(cut), slice(cut, None)))
    return learned, later


def likeliest(mean: Array, shown: Array, clicks: Array) -> float:
    """Pseudo-impressions of `mean` under which such clicks are likeliest, each argument (titles,)."""
    fits = [
        float((betaln(m * mean + clicks, m * (1 - mean) + shown - clicks) - betaln(m * mean, m * (1 - mean))).sum())
        for m in WORTH
    ]
    return float(WORTH[int(np.argmax(fits))])
