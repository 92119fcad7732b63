"""What the title's text says before anyone saw it, as a rate and the impressions that this word is worth."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy.special import betaln

from models.types import Title
from tools.racing.beliefs import Array
from tools.racing.ctr.log import UNKNOWN
from tools.racing.ctr.model import CtrModel, rows_for
from tools.racing.events import CONTEXT
from tools.racing.rules import Prior

WORTH = np.geomspace(30, 30_000, 40)


class PriorOfText:
    """Priors for the arms of a race; see `tools.racing.open_race`."""

    def __init__(self, model: CtrModel, context: pd.DataFrame | None = None) -> None:
        """`context` holds the circumstances that viewers come in (columns of the log's); unknown ones if absent."""
        self._model = model
        self._context = any_context() if context is None else context

    def of(self, titles: Sequence[Title]) -> dict[str, Prior]:
        """(rate, impressions it is worth) by title id."""
        if not titles:
            return {}
        rates = self.rates([title.text for title in titles])
        worth = self._model.prior_weight
        return {title.id: (float(rate), worth) for title, rate in zip(titles, rates, strict=True)}

    def rates(self, texts: Sequence[str]) -> Array:
        """Expected rate of each text over the circumstances, (texts,)."""
        predicted = self._model.predict(rows_for(texts, self._context)).mean
        return np.asarray(np.clip(predicted.reshape(len(texts), -1).mean(axis=1), 1e-5, 0.9))


def worth_of(model: CtrModel, later: pd.DataFrame, known: set[str]) -> float:
    """Pseudo-impressions under which unseen titles' clicks are likeliest, as beta-binomial counts; 30..30,000.

    `later` is a part of the log that the model was not fitted on; `known` are the titles it was fitted on. With
    fewer than 10 unseen titles all are taken, without the titles' own history.
    """
    unseen = later[~later.title.isin(known)]
    rows = unseen if unseen.title.nunique() >= 10 else later
    rows = rows.assign(title_id=UNKNOWN)  # the text alone
    rate = model.predict(rows).mean
    sums = rows.assign(expected=rate * rows.shown).groupby("title")[["shown", "clicks", "expected"]].sum()
    mean = (sums.expected / sums.shown).to_numpy(float)
    shown, clicks = sums.shown.to_numpy(float), sums.clicks.to_numpy(float)
    fits = [
        float((betaln(m * mean + clicks, m * (1 - mean) + shown - clicks) - betaln(m * mean, m * (1 - mean))).sum())
        for m in WORTH
    ]
    return float(WORTH[int(np.argmax(fits))])


def any_context() -> pd.DataFrame:
    """One row of unknown circumstances, at noon."""
    return pd.DataFrame({name: [UNKNOWN] for name in CONTEXT} | {"hour": [12]})
