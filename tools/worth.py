"""What a title is worth beside others by its scores: one measure for what is called best and what is picked."""

from __future__ import annotations

from collections.abc import Sequence

from models.scorers.levels import is_weak
from models.types import Title

# Set by hand, quality first: of 300 titles that people judged it tells those that please from the others best (AUC
# 0.59; fluency 0.55, style 0.53). None of the three tells one good sentence pattern from another.
_QUALITY, _STYLE, _FLUENCY = 0.5, 0.3, 0.2


def overall(title: Title) -> float:
    """0..1 from the three scores, quality first; 0 where nobody scored the title."""
    if title.scores is None:
        return 0.0
    return _QUALITY * title.scores.quality + _STYLE * title.scores.style + _FLUENCY * title.scores.fluency


def standing(title: Title) -> tuple[bool, float]:
    """For sorting, the better the greater: a title with a bad score comes after every one without."""
    return not is_weak(title.scores), overall(title)


def sound_first(titles: Sequence[Title]) -> list[Title]:
    """The titles in their order, those with a bad score last: a list begins with what may be called the best of it.

    Beyond that the order of whoever wrote them stands: it knows what people thought of sentence patterns.
    """
    return sorted(titles, key=lambda title: is_weak(title.scores))
