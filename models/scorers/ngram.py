"""The floor: hashed character n-grams and character statistics under small linear and one-layer models."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from models.scorers.calibration import Curve
from models.scorers.hashing import bag
from models.scorers.inputs import without_pauses
from models.scorers.statistics import Statistics, length_features
from models.text import fold

Floats = npt.NDArray[np.float32]
HEADS = ("fluency", "style", "quality", "sense")
BITS = 18
ORDERS = {"style": (1, 2, 3), "popular": (1, 2, 3), "judge": (1, 2)}
NAME = "ngram-1"


@dataclass(frozen=True)
class Linear:
    """Weights over hashed n-grams; the score is the sum over a title's n-grams, over the root of their number."""

    weights: npt.NDArray[np.float16]
    bias: float

    def __call__(self, titles: Sequence[str], orders: Sequence[int]) -> Floats:
        hashes, rows = bag(titles, BITS, orders)
        count = np.bincount(rows, minlength=len(titles))
        total = np.bincount(rows, self.weights[hashes].astype(np.float64), len(titles))
        return (total / np.sqrt(np.maximum(count, 1)) + self.bias).astype(np.float32)


@dataclass(frozen=True)
class Layer:
    """One hidden layer of rectified units over standardised features; gives a logit."""

    mean: Floats
    scale: Floats
    first: Floats
    first_bias: Floats
    second: Floats
    second_bias: float

    def __call__(self, features: Floats) -> Floats:
        hidden = np.maximum((features - self.mean) / self.scale @ self.first + self.first_bias, 0)
        return (hidden @ self.second + self.second_bias).astype(np.float32)


def keyword_features(titles: Sequence[str], keywords: Sequence[Sequence[str]]) -> Floats:
    """(n, 5): share of keywords present, of their characters present, of the title they fill, their repeats, number."""
    out = np.zeros((len(titles), 5), np.float32)
    for row, (title, words) in enumerate(zip(titles, keywords, strict=True)):
        text, parts = fold(title), [fold(word) for word in words if word]
        if not parts:
            out[row] = [1, 1, 0, 0, 0]
            continue
        chars = set("".join(parts))
        hits = [part in text for part in parts]
        filled = sum(len(part) for part, hit in zip(parts, hits, strict=True) if hit) / max(1, len(text))
        repeats = sum(max(0, text.count(part) - 1) for part in parts)
        out[row] = [sum(hits) / len(hits), len(chars & set(text)) / len(chars), min(filled, 2), repeats, len(parts)]
    return out


@dataclass(frozen=True)
class NgramModel:
    """Raw scores (logits, not calibrated) and the curves that calibrate them."""

    statistics: Statistics
    linear: dict[str, Linear]
    layers: dict[str, Layer]
    curves: dict[str, Curve]
    name: str = NAME

    def shared(self, titles: Sequence[str]) -> Floats:
        """(n, 28): the features that fluency and sense are judged by."""
        return np.hstack([self.statistics.features(titles), length_features(titles)])

    def raw(self, titles: Sequence[str], keywords: Sequence[Sequence[str]] | None = None) -> Floats:
        """(n, 4) logits in the order of HEADS; without keywords sense is judged as if the title fitted them."""
        shared = self.shared(titles)
        bare = [without_pauses(title) for title in titles]
        style = self.linear["style"](bare, ORDERS["style"])
        fluency = self.layers["fluency"](shared)
        popular = self.linear["popular"](titles, ORDERS["popular"])
        judge = self.linear["judge"](titles, ORDERS["judge"])
        quality = self.layers["quality"](np.hstack([np.stack([popular, judge, style], 1), length_features(titles)]))
        words = keywords if keywords is not None else [[]] * len(titles)
        context = np.hstack([shared, np.stack([fluency, style], 1), keyword_features(titles, words)])
        return np.stack([fluency, style, quality, self.layers["sense"](context)], axis=1)

    def pieces(self, title: str) -> list[tuple[int, int]]:
        """Pairs of characters: it knows no words."""
        return [(start, min(start + 2, len(title))) for start in range(0, len(title), 2)]

    def save(self, path: Path) -> None:
        """One compressed npz without pickled objects."""
        arrays: dict[str, npt.NDArray[np.generic]] = {"total": np.array(self.statistics.total)}
        arrays |= {f"table_{name}": table for name, table in self.statistics.tables.items()}
        for name, linear in self.linear.items():
            arrays |= {f"linear_{name}": linear.weights, f"bias_{name}": np.array(linear.bias)}
        for name, layer in self.layers.items():
            arrays |= {f"layer_{name}_{field}": np.asarray(value) for field, value in vars(layer).items()}
        arrays |= {f"curve_{name}": curve.as_array() for name, curve in self.curves.items()}
        np.savez_compressed(path, **arrays)  # type: ignore[arg-type]

    @classmethod
    def load(cls, path: Path) -> NgramModel:
        """Raises FileNotFoundError where the artefact is missing."""
        with np.load(path, allow_pickle=False) as stored:
            arrays = dict(stored)
        tables = {key[6:]: value for key, value in arrays.items() if key.startswith("table_")}
        linear = {
            key[7:]: Linear(value, float(arrays[f"bias_{key[7:]}"]))
            for key, value in arrays.items()
            if key.startswith("linear_")
        }
        fields = list(Layer.__dataclass_fields__)
        names = {key.split("_")[1] for key in arrays if key.startswith("layer_")}
        layers = {name: Layer(*(arrays[f"layer_{name}_{field}"] for field in fields)) for name in sorted(names)}
        curves = {key[6:]: Curve.from_array(value) for key, value in arrays.items() if key.startswith("curve_")}
        return cls(Statistics(tables, float(arrays["total"])), linear, layers, curves)
