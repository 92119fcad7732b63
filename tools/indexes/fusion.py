"""Reciprocal-rank fusion (Cormack, Clarke & Buettcher, SIGIR 2009)."""

from __future__ import annotations

from collections.abc import Sequence

K = 60


def fuse(rankings: Sequence[tuple[Sequence[str], float]], k: int = K) -> dict[str, float]:
    """Score of each id: sum over rankings of weight / (k + rank), ranks from 1. Best first."""
    scores: dict[str, float] = {}
    for ids, weight in rankings:
        for rank, found in enumerate(ids, 1):
            scores[found] = scores.get(found, 0.0) + weight / (k + rank)
    return dict(sorted(scores.items(), key=lambda item: (-item[1], item[0])))
