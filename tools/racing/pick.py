"""Choosing finals: good titles that do not repeat one another."""

from __future__ import annotations

from collections.abc import Sequence

from models.types import Title

# Share of a candidate's worth that likeness to an already chosen title can cost (MMR, Carbonell & Goldstein 1998).
DIVERSITY = 0.3


def pick_finals(titles: Sequence[Title], n: int) -> list[Title]:
    """`n` of `titles` by maximal marginal relevance over score and shared character pairs, best first."""
    chosen: list[Title] = []
    left = list(titles)
    while left and len(chosen) < n:
        best = max(
            left, key=lambda title: _worth(title) - DIVERSITY * max((_likeness(title, c) for c in chosen), default=0)
        )
        left.remove(best)
        chosen.append(best)
    return chosen


def _worth(title: Title) -> float:
    """Predicted click-through rate where there is one, else quality first, then style and fluency; 0..1."""
    if title.ctr is not None:
        return title.ctr.mean
    if title.scores is None:
        return 0.0
    return 0.5 * title.scores.quality + 0.3 * title.scores.style + 0.2 * title.scores.fluency


def _likeness(one: Title, other: Title) -> float:
    """Jaccard similarity of the sets of character pairs, 0..1."""
    a, b = _pairs(one.text), _pairs(other.text)
    return len(a & b) / len(a | b) if a | b else 0.0


def _pairs(text: str) -> set[str]:
    return {text[i : i + 2] for i in range(len(text) - 1)}
