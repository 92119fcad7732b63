"""A hashed count model of characters: how usual each neighbourhood of a title is.

Counts of unigrams, bigrams, gapped bigrams and trigrams live in tables of quantised logarithms; collisions are
tolerated, so no text can be read back.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from models.scorers.hashing import code_points, grams

Floats = npt.NDArray[np.float32]
SHAPES: dict[str, tuple[int, ...]] = {"one": (0,), "two": (0, 1), "gap": (0, 2), "three": (0, 1, 2)}
BITS = {"one": 16, "two": 21, "gap": 21, "three": 22}
_STEP = 12.0  # table entry = round(12 * log2(1 + count)), up to 2**21 counts in a byte
FEATURES = 22


@dataclass(frozen=True)
class Statistics:
    """`tables` maps a shape's name to uint8 log counts; `total` is log2 of the characters counted."""

    tables: dict[str, npt.NDArray[np.uint8]]
    total: float

    @classmethod
    def count(cls, titles: Sequence[str]) -> Statistics:
        """Count `titles` (any number; 20,000 at a time)."""
        counts = {name: np.zeros(1 << bits, np.int64) for name, bits in BITS.items()}
        for start in range(0, len(titles), 20_000):
            points, rows = code_points(titles[start : start + 20_000])
            for name, offsets in SHAPES.items():
                hashes = grams(points, rows, offsets, BITS[name])[0]
                counts[name] += np.bincount(hashes, minlength=1 << BITS[name])
        tables = {name: np.round(_STEP * np.log2(1 + count)).astype(np.uint8) for name, count in counts.items()}
        return cls(tables, float(np.log2(max(1, counts["one"].sum()))))

    def surprise(self, titles: Sequence[str]) -> tuple[Floats, npt.NDArray[np.int64]]:
        """(positions, 4): how usual the neighbourhood of each gap is, in bits; and the row of each position.

        Columns: pointwise mutual information of the pair, of the gapped pair, of the trigram given its pair, and the
        logarithm of the pair's count. Position i is the pair (i, i + 1) of the title with its edge marks.
        """
        points, rows = code_points(titles)
        size = len(points)
        found = np.zeros((4, size), np.float32)
        for index, (name, offsets) in enumerate(SHAPES.items()):
            hashes, _, starts = grams(points, rows, offsets, BITS[name])
            found[index, starts] = self.tables[name][hashes] / _STEP
        one, two, gap, three = found
        later, latest, pair = np.roll(one, -1), np.roll(one, -2), np.roll(two, -1)
        columns = np.stack(
            [two - one - later + self.total, gap - one - latest + self.total, three - (two + pair) / 2, two]
        )
        last = np.append(rows[1:] != rows[:-1], True)
        return np.clip(columns.T[~last], -25, 25), rows[~last]

    def features(self, titles: Sequence[str]) -> Floats:
        """(n, 22): lows, means and shares of the unseen, with the length."""
        values, rows = self.surprise(titles)
        out = np.zeros((len(titles), FEATURES), np.float32)
        bounds = np.searchsorted(rows, np.arange(len(titles) + 1))
        for row in range(len(titles)):
            block = values[bounds[row] : bounds[row + 1]]
            ordered = np.sort(block, axis=0)
            count = len(block)
            lows = ordered[[0, min(1, count - 1), min(2, count - 1), count // 4]]
            unseen = (block[:, 3] < 1e-6).mean()
            rare = (block[:, 3] < 1.6).mean()
            out[row] = [*lows.T.ravel(), *block.mean(axis=0), unseen * count, rare]
        return out


def length_features(titles: Sequence[str]) -> Floats:
    """(n, 6): length, shares of Chinese characters, digits, Latin, pauses, and of characters seen twice."""
    out = np.zeros((len(titles), 6), np.float32)
    for row, title in enumerate(titles):
        size = max(1, len(title))
        han = sum("\u3400" <= char <= "\u9fff" for char in title)
        digit = sum(char.isdigit() for char in title)
        latin = sum(char.isascii() and char.isalpha() for char in title)
        other = size - sum(char.isalnum() for char in title)
        out[row] = [np.log1p(size), han / size, digit / size, latin / size, other / size, 1 - len(set(title)) / size]
    return out
