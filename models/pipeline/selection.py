"""MoDS: choose training data by quality, then diversity, then necessity.

Du et al., "MoDS: Model-oriented Data Selection for Instruction Tuning", 2023: a reward model leaves what is good,
k-center greedy takes a seed that covers it, and what the seed-tuned model still does badly is added.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


def k_centers(vectors: Floats, count: int, first: int = 0) -> list[int]:
    """Indices of `count` rows, each the farthest from those before it; `vectors` (n, d) have length 1.

    Sener and Savarese, "Active learning for convolutional neural networks: a core-set approach", ICLR 2018.
    """
    if not len(vectors):
        return []
    chosen = [first]
    nearest = vectors @ vectors[first]
    while len(chosen) < min(count, len(vectors)):
        farthest = int(np.argmin(nearest))
        chosen.append(farthest)
        nearest = np.maximum(nearest, vectors @ vectors[farthest])
        nearest[chosen] = np.inf
    return chosen


def good(scores: Sequence[float], share: float) -> list[int]:
    """Indices of the best `share` (0..1) of the scores, in their order."""
    if not scores:
        return []
    floor = float(np.quantile(scores, 1 - share))
    return [index for index, score in enumerate(scores) if score >= floor]


def needed(losses: Sequence[float], taken: Sequence[int], count: int) -> list[int]:
    """Indices of the `count` rows outside `taken` that the seed-tuned model finds hardest.

    The hardest hundredth is left out: those are mostly rows that cannot be predicted from their keywords at all.
    """
    outside = sorted(set(range(len(losses))) - set(taken), key=lambda index: -losses[index])
    return outside[len(outside) // 100 :][:count]
