"""Small vectors kept beside each title: enough to tell that two of them say the same."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from models.embeddings.sentence import SentenceHead

_SCALE = 127 * 2  # a component of a unit vector of 128 seldom exceeds a half


def sketches(head: SentenceHead, texts: Sequence[str]) -> list[bytes]:
    """128 bytes for each text."""
    scaled = np.clip(np.round(head.embed(texts) * _SCALE), -127, 127).astype(np.int8)
    return [row.tobytes() for row in scaled]


def cosines(held: Sequence[bytes]) -> NDArray[np.float32]:
    """(n, n) cosines between sketches; one without letters is like nothing, itself included."""
    rows = np.frombuffer(b"".join(held), dtype=np.int8).reshape(len(held), -1).astype(np.float32)
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    unit = rows / np.where(lengths == 0, np.float32(1), lengths)
    alike: NDArray[np.float32] = (unit @ unit.T).astype(np.float32)
    return alike


def diverse(scores: Sequence[float], held: Sequence[bytes], k: int, *, weight: float = 0.7) -> list[int]:
    """Places of the `k` picked by maximal marginal relevance (Carbonell & Goldstein, SIGIR 1998), in that order.

    Each next one has the highest `weight` * score - (1 - `weight`) * likeness to what is picked; scores 0..1.
    """
    if not scores:
        return []
    alike, left = cosines(held), np.asarray(scores, dtype=np.float32) * weight
    nearest = np.full(len(scores), -1.0, dtype=np.float32)
    picked: list[int] = []
    while len(picked) < min(k, len(scores)):
        best = int(np.argmax(left - (1 - weight) * np.maximum(nearest, 0) if picked else left))
        picked.append(best)
        left[best] = -np.inf
        nearest = np.maximum(nearest, alike[best])
    return picked
