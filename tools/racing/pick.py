"""Choosing finals: good titles that do not repeat one another."""

from __future__ import annotations

from collections.abc import Sequence

from models.types import Title

# Share of a candidate's worth that likeness to an already chosen title can cost (MMR, Carbonell & Goldstein 1998).
DIVERSITY = 0.3


def pick_finals(titles: Sequence[Title], n: int) -> list[Title]:
    """`n` of `titles` by maximal marginal relevance over worth and shared character pairs, best first."""
    chosen: list[Title] = []
    left = list(zip(titles, _worths(titles), strict=True))
    while left and len(chosen) < n:
        best = max(
            left, key=lambda pair: pair[1] - DIVERSITY * max((_likeness(pair[0], one) for one in chosen), default=0)
        )
        left.remove(best)
        chosen.append(best[0])
    return chosen


def _worths(titles: Sequence[Title]) -> list[float]:
    """0..1 each: the predicted click-through rate on the scale of these titles where all have one, else the scores.

    A rate of 0.03 beside a score of 0.6 would compare nothing, and so small a number would leave all to likeness.
    """
    rates = [title.ctr.mean for title in titles if title.ctr is not None]
    if len(rates) < len(titles):
        return [_scored(title) for title in titles]
    low, high = min(rates, default=0.0), max(rates, default=0.0)
    return [(rate - low) / (high - low) if high > low else 1.0 for rate in rates]


def _scored(title: Title) -> float:
    """Quality first, then style and fluency; 0 where nobody scored it."""
    if title.scores is None:
        return 0.0
    return 0.5 * title.scores.quality + 0.3 * title.scores.style + 0.2 * title.scores.fluency


def _likeness(one: Title, other: Title) -> float:
    """Jaccard similarity of the sets of character pairs, 0..1."""
    a, b = _pairs(one.text), _pairs(other.text)
    return len(a & b) / len(a | b) if a | b else 0.0


def _pairs(text: str) -> set[str]:
    return {text[i : i + 2] for i in range(len(text) - 1)}
