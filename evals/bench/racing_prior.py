"""What headlines of earlier weeks tell of later ones: the prior that replayed races begin with.

The log rate of a headline beside its rivals in the same test, by ridge regression on differences of sentence vectors.
How far to believe it is measured on weeks between those fitted on and those replayed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from sklearn.linear_model import Ridge

from evals.bench.racing_trials import Trial
from tools.racing.beliefs import Array

Embed = Callable[[Sequence[str]], Array]
STRENGTH = 1.0
PSEUDO_CLICKS = 3.0
"""Rates are smoothed towards their test's; an arm weighs by clicks / (clicks + 20), so that few clicks count little."""
SLOPES = (0.0, 2.0)
"""Bounds of the factor on what is predicted."""


class TextPrior:
    """Fitted on `trials`; `slope` is the factor that made the predictions fit `later` ones, 1 where none are given."""

    def __init__(self, trials: Sequence[Trial], embed: Embed, later: Sequence[Trial] = ()) -> None:
        self._embed = embed
        self.slope = 1.0
        if later:
            self._fit(trials)
            said = np.concatenate([self.relative(trial) for trial in later])
            was = np.concatenate([_target(trial) for trial in later])
            weight = np.concatenate([_weight(trial) for trial in later])
            self.slope = float(np.clip((weight * said) @ was / ((weight * said) @ said), *SLOPES))
        self._fit([*trials, *later])

    def _fit(self, trials: Sequence[Trial]) -> None:
        vectors = np.concatenate([self._centred(trial) for trial in trials])
        targets, weights = (np.concatenate([of(trial) for trial in trials]) for of in (_target, _weight))
        self._model = Ridge(alpha=STRENGTH, fit_intercept=False).fit(vectors, targets, sample_weight=weights)
        self.level = float(np.exp(np.mean([np.log(trial.rates.mean()) for trial in trials])))

    def relative(self, trial: Trial) -> Array:
        """Log rates of a test's headlines beside each other, (arms,), mean 0."""
        return np.asarray(self.slope * self._model.predict(self._centred(trial)), dtype=np.float64)

    def rates(self, trial: Trial) -> Array:
        """Expected rates of a test's headlines, around the level of the weeks fitted on."""
        return np.asarray(self.level * np.exp(self.relative(trial)), dtype=np.float64)

    def _centred(self, trial: Trial) -> Array:
        vectors = self._embed(trial.headlines)
        return np.asarray(vectors - vectors.mean(axis=0))


class Vectors:
    """Sentence vectors of the embedder that ships, each made once; kept by their texts' digests in a file if named."""

    def __init__(self, kept: Path | None = None) -> None:
        self._kept = kept
        self._known: dict[str, Array] = {}
        if kept is not None and kept.exists():
            with np.load(kept, allow_pickle=False) as held:
                self._known = dict(zip(held["keys"].tolist(), held["vectors"], strict=True))

    def prepare(self, trials: Sequence[Trial]) -> None:
        """Embed all headlines at once: much quicker than a few at a time."""
        from models.embeddings import load_embedder

        texts = sorted({text for trial in trials for text in trial.headlines})
        missing = [text for text in texts if _key(text) not in self._known]
        if not missing:
            return
        vectors = np.asarray(load_embedder().embed(missing), np.float32)
        self._known.update(zip(map(_key, missing), vectors, strict=True))
        if self._kept is not None:
            self._kept.parent.mkdir(parents=True, exist_ok=True)
            np.savez(self._kept, keys=np.array(list(self._known)), vectors=np.stack(list(self._known.values())))

    def __call__(self, texts: Sequence[str]) -> Array:
        return np.stack([self._known[_key(text)] for text in texts]).astype(np.float64)


def _key(text: str) -> str:
    return hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest()


def _target(trial: Trial) -> Array:
    level = float(trial.rates.mean())
    logs = np.log((trial.rates * trial.shown + PSEUDO_CLICKS) / (trial.shown + PSEUDO_CLICKS / level))
    return np.asarray(logs - logs.mean())


def _weight(trial: Trial) -> Array:
    clicks = trial.shown * trial.rates.mean()
    return np.asarray(clicks / (clicks + 20))
