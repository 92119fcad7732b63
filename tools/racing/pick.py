"""Choosing finals: good titles that do not repeat one another."""

from __future__ import annotations

from collections.abc import Sequence

from models.diversity import mmr
from models.types import Title
from tools.worth import overall

# What likeness to an already chosen title can cost of a candidate's worth.
DIVERSITY = 0.3


def pick_finals(titles: Sequence[Title], n: int) -> list[Title]:
    """`n` of `titles` by worth and how few character pairs they share, best first; see `mmr`."""
    pairs = [_pairs(title.text) for title in titles]
    return [titles[place] for place in mmr(_worths(titles), lambda a, b: _likeness(pairs[a], pairs[b]), n, DIVERSITY)]


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
