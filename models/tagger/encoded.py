"""Tags from the title encoder's pooled states, averaged with the n-gram tagger's logits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
NAME = "tags-encoder-1"


class Reader(Protocol):
    """Gives (n, 768) pooled states; `models.scorers.encoder.TitleEncoder` through `pooled`."""

    def pooled(self, titles: Sequence[str]) -> Floats:
        """One row a title."""
        ...


class Logits(Protocol):
    """Anything that gives (n, tags) logits."""

    def logits(self, titles: Sequence[str]) -> Floats:
        """One row a title, a column a tag."""
        ...


@dataclass(frozen=True)
class Heads:
    """One logistic model a tag over standardised pooled states: `weights` (768, tags), `bias` (tags,)."""

    mean: Floats
    scale: Floats
    weights: Floats
    bias: Floats

    def __call__(self, pooled: Floats) -> Floats:
        return ((pooled - self.mean) / self.scale @ self.weights + self.bias).astype(np.float32)

    def save(self, path: Path) -> None:
        """In half precision."""
        np.savez_compressed(path, **{name: value.astype(np.float16) for name, value in vars(self).items()})

    @classmethod
    def load(cls, path: Path) -> Heads:
        """What `save` wrote."""
        with np.load(path, allow_pickle=False) as stored:
            return cls(*(stored[name].astype(np.float32) for name in cls.__dataclass_fields__))


@dataclass(frozen=True)
class EncodedTags:
    """The mean of both models' logits, or the encoder's alone where `floor` is none."""

    names: tuple[str, ...]
    reader: Reader
    heads: Heads
    floor: Logits | None
    name: str = NAME

    def logits(self, titles: Sequence[str]) -> Floats:
        """(n, tags)."""
        found = self.heads(self.reader.pooled(titles))
        return found if self.floor is None else ((found + self.floor.logits(titles)) / 2).astype(np.float32)
