"""Vectors made beforehand: known passages are looked up, the rest are embedded."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from models.embeddings.base import Embedder, Kind, Vectors, normalised


def text_key(text: str) -> int:
    """64 bits that stand for a passage."""
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "little")


def save_vectors(path: Path, embedder: Embedder, texts: Sequence[str]) -> None:
    """Embed passages and write them as float16, keyed by content and by the embedder's name."""
    unique = list(dict.fromkeys(texts))
    vectors = embedder.embed(unique, "passage").astype(np.float16)
    keys = np.array([text_key(text) for text in unique], dtype=np.uint64)
    np.savez_compressed(path, keys=keys, vectors=vectors, name=np.array(embedder.name))


class StoredVectors:
    """An embedder with a memory. A file made by another embedder than `inner` is left unread."""

    def __init__(self, inner: Embedder, path: Path) -> None:
        self.name = inner.name
        self.dim = inner.dim
        self._inner = inner
        self._known: dict[int, Vectors] = {}
        if path.exists():
            self._read(path)

    def __len__(self) -> int:
        return len(self._known)

    def embed(self, texts: Sequence[str], kind: Kind = "query") -> Vectors:
        if kind == "query" or not self._known:
            return self._inner.embed(texts, kind)
        keys = [text_key(text) for text in texts]
        missing = [number for number, key in enumerate(keys) if key not in self._known]
        vectors = np.empty((len(texts), self.dim), dtype=np.float32)
        if missing:
            vectors[missing] = self._inner.embed([texts[number] for number in missing], kind)
        for number, key in enumerate(keys):
            if key in self._known:
                vectors[number] = self._known[key]
        return vectors

    def _read(self, path: Path) -> None:
        with np.load(path, allow_pickle=False) as stored:
            if str(stored["name"]) != self.name:
                return
            vectors = normalised(stored["vectors"].astype(np.float32))
            self._known = {int(key): vector for key, vector in zip(stored["keys"], vectors, strict=True)}
