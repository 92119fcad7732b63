"""Nearest neighbours over Chroma's local store, with embeddings always passed in."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tools.indexes.scopes import SHARED
from tools.store.hashing import content_id

_EF = 200  # recall against exact search above 0.99 on 20,000 titles; a larger graph search costs little here


class VectorIndex:
    """Collections of one Chroma folder, one for each scope: a filter by account would read every id first.

    Chroma is loaded at the first use: its import takes a second.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.RLock()
        self._client: Any = None
        self._collections: dict[str, Any] = {}
        self._sizes: dict[str, int] = {}

    def put(self, collection: str, ids: Sequence[str], vectors: NDArray[np.float32], scope: str = SHARED) -> None:
        """Insert or replace."""
        if ids:
            with self._lock:
                name = _name(collection, scope)
                self._open(name).upsert(ids=list(ids), embeddings=vectors)
                self._sizes.pop(name, None)

    def drop(self, collection: str, ids: Sequence[str]) -> None:
        """Remove ids, whatever their scope."""
        if ids:
            with self._lock:
                for name in self._names(collection):
                    self._open(name).delete(ids=list(ids))
                    self._sizes.pop(name, None)

    def search(
        self, collection: str, vector: NDArray[np.float32], limit: int, scopes: Sequence[str] = (SHARED,)
    ) -> list[tuple[str, float]]:
        """(id, cosine similarity) over these scopes, nearest first; `vector` is (d,) of length 1."""
        found = [pair for scope in scopes for pair in self._search(_name(collection, scope), vector, limit)]
        return sorted(found, key=lambda pair: -pair[1])[:limit]

    def count(self, collection: str) -> int:
        """Over all scopes."""
        with self._lock:
            return sum(self._size(name) for name in self._names(collection))

    def _search(self, name: str, vector: NDArray[np.float32], limit: int) -> list[tuple[str, float]]:
        with self._lock:
            # Asking Chroma for an account that has no titles would make a collection of it.
            count = min(limit, self._size(name)) if name in self._names(name) else 0
            found = self._open(name) if count else None
        if found is None:
            return []
        answer = found.query(query_embeddings=vector.reshape(1, -1), n_results=count, include=["distances"])
        pairs = zip(answer["ids"][0], answer["distances"][0], strict=True)
        return [(found_id, 1.0 - float(distance)) for found_id, distance in pairs]

    def _size(self, name: str) -> int:
        """Counting is a query over Chroma's own tables, so it is done once after each change."""
        if name not in self._sizes:
            self._sizes[name] = int(self._open(name).count())
        return self._sizes[name]

    def _names(self, collection: str) -> list[str]:
        """Collections of all scopes; those of an earlier run are looked up once."""
        if not self._collections:
            self._collections = dict.fromkeys(one.name for one in self._connect().list_collections())
        return [name for name in self._collections if name == collection or name.startswith(f"{collection}-")]

    def _open(self, name: str) -> Any:
        with self._lock:
            self._names(name)
            if self._collections.get(name) is None:
                self._collections[name] = self._connect().get_or_create_collection(
                    name,
                    embedding_function=None,
                    configuration={"hnsw": {"space": "cosine", "ef_search": _EF, "ef_construction": _EF}},
                )
            return self._collections[name]

    def _connect(self) -> Any:
        if self._client is None:
            import chromadb
            from chromadb.config import Settings

            self._path.mkdir(parents=True, exist_ok=True)
            settings = Settings(anonymized_telemetry=False)
            self._client = chromadb.PersistentClient(str(self._path), settings=settings)
        return self._client

    def close(self) -> None:
        with self._lock:
            self._collections.clear()
            self._sizes.clear()
            if self._client is not None:
                self._client.close()
                self._client = None


def _name(collection: str, scope: str) -> str:
    return collection if scope == SHARED else f"{collection}-{content_id(scope)}"
