"""What an embedder is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, Protocol

import numpy as np
from numpy.typing import NDArray

Kind = Literal["query", "passage"]
Vectors = NDArray[np.float32]


class EmbeddingError(Exception):
    """Texts could not be embedded; the message says what to do."""


class Embedder(Protocol):
    """Turns texts into vectors. `name` changes whenever the vectors would: stored ones are keyed by it."""

    name: str
    dim: int

    def embed(self, texts: Sequence[str], kind: Kind = "query") -> Vectors:
        """float32 (len(texts), dim), rows of length 1, so that a dot product is the cosine."""
        ...


def normalised(vectors: Vectors) -> Vectors:
    """Rows scaled to length 1; a row of zeros stays as it is."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    scaled: Vectors = (vectors / np.where(lengths == 0, 1, lengths)).astype(np.float32)
    return scaled
