"""Scores and tags of titles as columns for the click-through model."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

import numpy as np

from models.types import Scores, Title
from tools.base import Scorer
from tools.racing.beliefs import Array

SCORES = ("fluency", "style", "quality")


class Described:
    """The scores as titles are shown with them, and the tags of the n-gram tagger, which takes no time.

    Without `scorer` the shipped scorers are loaded when first needed.
    """

    name = "scores and n-gram tags"

    def __init__(self, scorer: Scorer | None = None) -> None:
        self._given = scorer

    def __call__(self, titles: Sequence[str]) -> dict[str, Array]:
        """Name -> (titles,), each 0..1."""
        return self._columns(titles, self._scorer.scores(titles) if titles else [])

    def of(self, titles: Sequence[Title]) -> dict[str, Array]:
        """The same; titles that carry scores are not scored anew."""
        bare = [title.text for title in titles if title.scores is None]
        fresh = iter(self._scorer.scores(bare) if bare else [])
        return self._columns([title.text for title in titles], [title.scores or next(fresh) for title in titles])

    def _columns(self, texts: Sequence[str], scores: Sequence[Scores]) -> dict[str, Array]:
        columns = {name: np.array([getattr(one, name) for one in scores], float) for name in SCORES}
        tags = self._tagger.tag(texts)
        names = sorted({name for found in tags for name in found})
        # LightGBM takes no colon in the name of a feature.
        return columns | {
            f"tag_{name.replace(':', '_')}": np.array([found[name] for found in tags], float) for name in names
        }

    @cached_property
    def _scorer(self) -> Scorer:
        from models.scorers import load_scorers

        return self._given or load_scorers()

    @cached_property
    def _tagger(self) -> Any:
        from models.tagger.tagger import ARTEFACTS, NgramTags, Tagger

        return Tagger(NgramTags.load(ARTEFACTS / "tagger.npz"))
