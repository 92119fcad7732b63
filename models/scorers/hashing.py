"""Hashed character n-grams in numpy: no string of a training text survives in an artefact."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
_EDGE = 0x110000  # stands before and after every title; no code point has this number
_MIX = np.uint64(0x9E3779B97F4A7C15)


def code_points(titles: Sequence[str]) -> tuple[Ints, Ints]:
    """All titles in one array with an edge mark on both sides of each, and the row of every position."""
    arrays = [
        np.concatenate(([_EDGE], np.frombuffer(title.encode("utf-32-le", "surrogatepass"), dtype="<u4"), [_EDGE]))
        for title in titles
    ]
    lengths = [len(array) for array in arrays]
    points = np.concatenate(arrays).astype(np.int64) if arrays else np.zeros(0, np.int64)
    return points, np.repeat(np.arange(len(arrays)), lengths)


def _mixed(keys: npt.NDArray[np.uint64], bits: int) -> Ints:
    """Fibonacci hashing: multiply, fold the halves, keep the top bits (Knuth, TAOCP 3, 6.4)."""
    keys = keys * _MIX
    keys ^= keys >> np.uint64(29)
    return ((keys * _MIX) >> np.uint64(64 - bits)).astype(np.int64)


def hashed(columns: Sequence[Ints], reach: int, bits: int) -> Ints:
    """Hash in [0, 2**bits) of one character from each column; `reach` is how far the n-gram's last one lies."""
    keys = np.full(len(columns[0]), len(columns) * 131 + reach, dtype=np.uint64)
    with np.errstate(over="ignore"):
        for column in columns:
            keys = keys * np.uint64(0x100000001B3) + column.astype(np.uint64)
        return _mixed(keys, bits)


def grams(points: Ints, rows: Ints, offsets: Sequence[int], bits: int) -> tuple[Ints, Ints, Ints]:
    """Hashes of the characters at `offsets` from each position, within one title.

    `offsets` begins with 0 and rises: (0, 1) is a bigram, (0, 2) a bigram with a gap.
    Returns (hash in [0, 2**bits), row, start position), one entry a gram.
    """
    reach = offsets[-1]
    if len(points) <= reach:
        empty = np.zeros(0, np.int64)
        return empty, empty, empty
    count = len(points) - reach
    hashes = hashed([points[offset : offset + count] for offset in offsets], reach, bits)
    inside = rows[:count] == rows[reach:]
    return hashes[inside], rows[:count][inside], np.flatnonzero(inside)


def bag(titles: Sequence[str], bits: int, orders: Sequence[int] = (1, 2, 3)) -> tuple[Ints, Ints]:
    """(hashes, rows) of all n-grams of the given orders, for linear models."""
    points, rows = code_points(titles)
    found = [grams(points, rows, tuple(range(order)), bits)[:2] for order in orders]
    return np.concatenate([hashes for hashes, _ in found]), np.concatenate([rows for _, rows in found])
