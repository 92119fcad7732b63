"""Small vectors kept beside each title: enough to tell that two of them say the same."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from models.diversity import mmr
from models.embeddings.sentence import SentenceHead

_SCALE = 127 / 0.7  # hardly a component of these unit vectors exceeds 0.7: cosines are off by 0.002, at most 0.011


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
    """Places of the `k` that say the most different things for their scores (0..1), see `mmr`; `weight` is its λ."""
    alike = cosines(held).tolist() if held else []
    return mmr(scores, lambda a, b: alike[a][b], k, (1 - weight) / weight)
