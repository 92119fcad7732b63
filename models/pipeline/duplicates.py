"""Near-duplicates by MinHash: titles whose character 3-grams overlap above a threshold.

Broder, "On the resemblance and containment of documents", 1997; banding after Leskovec et al., "Mining of Massive
Datasets", ch. 3.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from models.text import fold

HASHES, BANDS = 64, 16  # 16 bands of 4: pairs at Jaccard 0.5 meet in a bucket 64 % of the time, at 0.7 in 99 %


def signature(text: str, hashes: int = HASHES, seed: int = 0) -> NDArray[np.uint64]:
    """The smallest value of each of `hashes` hash functions over the text's 3-grams, shape (hashes,)."""
    grams = _grams(text)
    keys = np.array([int.from_bytes(hashlib.blake2b(g.encode(), digest_size=4).digest(), "big") for g in grams])
    rng = np.random.default_rng(seed)
    # Multiply-shift hashing: products wrap at 2^64, the upper half is well mixed (Dietzfelbinger et al., 1997).
    a = rng.integers(0, 1 << 63, hashes, dtype=np.uint64) * np.uint64(2) + np.uint64(1)
    b = rng.integers(0, 1 << 63, hashes, dtype=np.uint64)
    values: NDArray[np.uint64] = ((keys.astype(np.uint64)[:, None] * a + b) >> np.uint64(32)).min(axis=0)
    return values


def jaccard(one: str, other: str) -> float:
    """Shared 3-grams over all 3-grams of both, in 0..1."""
    a, b = _grams(one), _grams(other)
    return len(a & b) / len(a | b)


def first_of_each(texts: Sequence[str], threshold: float = 0.6) -> list[bool]:
    """For every text, whether no earlier kept one is its near-duplicate."""
    buckets: dict[tuple[int, bytes], list[int]] = {}
    keep: list[bool] = []
    rows = HASHES // BANDS
    for index, text in enumerate(texts):
        marks = signature(text)
        keys = [(band, marks[band * rows : (band + 1) * rows].tobytes()) for band in range(BANDS)]
        rivals = {other for key in keys for other in buckets.get(key, ())}
        keep.append(not any(jaccard(text, texts[other]) >= threshold for other in rivals))
        if keep[-1]:
            for key in keys:
                buckets.setdefault(key, []).append(index)
    return keep


def _grams(text: str) -> set[str]:
    folded = fold(text)
    return {folded[start : start + 3] for start in range(max(1, len(folded) - 2))}
