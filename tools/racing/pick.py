"""Choosing finals: good titles that do not repeat one another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from models.diversity import mmr
from models.scorers.levels import is_weak
from models.types import Title
from tools.opinions import Opinions
from tools.worth import overall

# What likeness to an already chosen title can cost of a candidate's worth.
DIVERSITY = 0.3


# More than worth (0..1) and likeness can make up for: what somebody picked goes before what they liked, that before the
# rest, and among equals a sound title before a weak one.
_SOUND = 1 + 2 * DIVERSITY
_CHOSEN = 2 * _SOUND + 1


def pick_finals(titles: Sequence[Title], n: int, opinions: Mapping[str, Opinions] | None = None) -> list[Title]:
    """`n` of `titles`, best first: those picked, those liked, then the others; in each group first what is not weak.

    Among equals worth decides, and how few character pairs they share with those taken; see `mmr`. Where predicted
    click-through rates decide, no title counts as weak: they say more than the scores. Dislikes are the caller's part.
    """
    pairs = [_pairs(title.text) for title in titles]
    rated = all(title.ctr is not None for title in titles)
    values = [
        worth
        + _CHOSEN * (opinions[title.id].rank if opinions and title.id in opinions else 0)
        + _SOUND * (rated or not is_weak(title.scores))
        for title, worth in zip(titles, _worths(titles), strict=True)
    ]
    return [titles[place] for place in mmr(values, lambda a, b: _likeness(pairs[a], pairs[b]), n, DIVERSITY)]


def _worths(titles: Sequence[Title]) -> list[float]:
    """0..1 each: the predicted click-through rate on the scale of these titles where all have one, else the scores.

    A rate of 0.03 beside a score of 0.6 would compare nothing, and so small a number would leave all to likeness.
    """
    rates = [title.ctr.mean for title in titles if title.ctr is not None]
    if len(rates) < len(titles):
        return [overall(title) for title in titles]
    low, high = min(rates, default=0.0), max(rates, default=0.0)
    return [(rate - low) / (high - low) if high > low else 1.0 for rate in rates]


def _likeness(one: set[str], other: set[str]) -> float:
    """Jaccard similarity, 0..1."""
    return len(one & other) / len(one | other) if one | other else 0.0


def _pairs(text: str) -> set[str]:
    return {text[i : i + 2] for i in range(len(text) - 1)}
