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
STEP = 12.0  # table entry = round(12 * log2(1 + count)), up to 2**21 counts in a byte


def counted(
    titles: Sequence[str], shapes: dict[str, tuple[int, ...]], bits: dict[str, int]
) -> dict[str, npt.NDArray[np.int64]]:
    """How often each hashed n-gram of each shape stands in the titles."""
    counts = {name: np.zeros(1 << bits[name], np.int64) for name in shapes}
    for start in range(0, len(titles), 20_000):
        points, rows = code_points(titles[start : start + 20_000])
        for name, offsets in shapes.items():
            hashes = grams(points, rows, offsets, bits[name])[0]
            counts[name] += np.bincount(hashes, minlength=1 << bits[name])
    return counts


def quantised(counts: dict[str, npt.NDArray[np.int64]]) -> dict[str, npt.NDArray[np.uint8]]:
    """Counts as table entries: round(STEP * log2(1 + count))."""
    return {name: np.round(STEP * np.log2(1 + count)).astype(np.uint8) for name, count in counts.items()}


@dataclass(frozen=True)
class Statistics:
    """`tables` maps a shape's name to uint8 log counts; `total` is log2 of the characters counted."""

    tables: dict[str, npt.NDArray[np.uint8]]
    total: float

    @classmethod
    def count(cls, titles: Sequence[str]) -> Statistics:
        """Count `titles` (any number; 20,000 at a time)."""
        counts = counted(titles, SHAPES, BITS)
        return cls(quantised(counts), float(np.log2(max(1, counts["one"].sum()))))

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
            found[index, starts] = self.tables[name][hashes] / STEP
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
        starts = np.searchsorted(rows, np.arange(len(titles)))
        count = np.diff(np.r_[starts, len(rows)])
        lows = starts[:, None] + np.stack(
            [count * 0, np.minimum(1, count - 1), np.minimum(2, count - 1), count // 4], 1
        )
        ordered = [column[np.lexsort((column, rows))][lows] for column in values.T]
        means = np.add.reduceat(values, starts) / count[:, None]
        unseen, rare = (np.add.reduceat((values[:, 3] < least).astype(np.float32), starts) for least in (1e-6, 1.6))
        return np.hstack([*ordered, means, unseen[:, None], (rare / count)[:, None]]).astype(np.float32)


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
