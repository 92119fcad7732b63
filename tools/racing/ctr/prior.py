"""What the title's text says before anyone saw it: a rate, the impressions this word is worth, and an interval."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy.special import betaincinv

from models.types import CtrEstimate, Title
from tools.racing.beliefs import Array
from tools.racing.ctr.features import lexical
from tools.racing.ctr.model import CtrModel
from tools.racing.rules import Prior

TAILS = (0.05, 0.95)


class PriorOfText:
    """Priors for the arms of a race (see `tools.racing.open_race`), and estimates for titles that are shown.

    All that does not depend on the title is computed once: ten titles take 2 ms.
    """

    def __init__(self, model: CtrModel, context: pd.DataFrame | None = None) -> None:
        """`context` holds the circumstances that viewers come in (columns of the log's); the model's own if absent."""
        self._model = model
        context = model.circumstances if context is None else context
        self._context = [{name: str(value) for name, value in row.items()} for row in context.to_dict("records")]
        still = model.features(context.assign(title="", title_id=""))
        self._still = still.to_numpy(float)
        self._place = {name: at for at, name in enumerate(still)}

    @property
    def holds(self) -> bool:
        """Whether estimates may be shown."""
        return self._model.proof.holds

    def of(self, titles: Sequence[Title]) -> dict[str, Prior]:
        """(rate, impressions it is worth) by title id."""
        rates, worth = self._rates_of(titles), self._model.prior_weight
        return {title.id: (float(rate), worth) for title, rate in zip(titles, rates, strict=True)}

    def estimates(self, titles: Sequence[Title]) -> list[CtrEstimate]:
        """For each title the rate and the 90 % interval of what its own rate can be, once it is shown.

        Rates of titles of which the text says the same are Beta(worth rate, worth (1 - rate)).
        """
        rates, worth = self._rates_of(titles), self._model.prior_weight
        low, high = (betaincinv(worth * rates, worth * (1 - rates), tail) for tail in TAILS)
        return [
            CtrEstimate(mean=mean, low=min(least, mean), high=max(most, mean), source="model")
            for mean, least, most in zip(rates.tolist(), low.tolist(), high.tolist(), strict=True)
        ]

    def rates(self, texts: Sequence[str]) -> Array:
        """Expected rate of each text over the circumstances, (texts,)."""
        return self._rates_of([Title(id="", text=text) for text in texts])

    def _rates_of(self, titles: Sequence[Title]) -> Array:
        if not titles:
            return np.zeros(0)
        rates = self._model.rates(self._features(titles)).mean(axis=0)
        return np.asarray(np.clip(rates.reshape(len(titles), -1).mean(axis=1), 1e-5, 0.9))

    def _features(self, titles: Sequence[Title]) -> Array:
        """As the model's own, (titles * contexts, features)."""
        texts, model = [title.text for title in titles], self._model
        features = np.tile(self._still, (len(texts), 1))
        own = lexical(texts) | (model.describe.of(titles) if model.describe else {})
        own["text_effect"] = model.text.of(texts)
        for name, values in own.items():
            features[:, self._place[name]] = np.repeat(values, len(self._context))
        for name, values in model.encoder.encode_titles(texts, self._context).items():
            features[:, self._place[name]] = values
        return features
