"""What usage says of each character of a title: how often its neighbourhood was counted, as it stands and mended.

Beside the n-grams that hold a character, those it would stand in were a character missing beside it or were it
swapped with the next: a spoiled place is rare as it stands and common when mended (the noisy channel of Kernighan,
Church and Gale, COLING 1990, without its list of candidates).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from models.scorers.hashing import Ints, code_points, hashed
from models.scorers.statistics import BITS, SHAPES, STEP, Statistics, counted, quantised

Floats = npt.NDArray[np.float32]
FAR_SHAPES: dict[str, tuple[int, ...]] = {"four": (0, 1, 2, 3), "left": (0, 1, 3), "right": (0, 2, 3)}
FAR_BITS = {"four": 22, "left": 22, "right": 22}
_ALL_SHAPES, _ALL_BITS = SHAPES | FAR_SHAPES, BITS | FAR_BITS
# (shape, the places of its characters relative to the one judged)
_READINGS: tuple[tuple[str, tuple[int, ...]], ...] = (
    ("one", (0,)),
    ("two", (-1, 0)),
    ("two", (0, 1)),
    ("three", (-2, -1, 0)),
    ("three", (-1, 0, 1)),
    ("three", (0, 1, 2)),
    ("four", (-3, -2, -1, 0)),
    ("four", (-2, -1, 0, 1)),
    ("four", (-1, 0, 1, 2)),
    ("four", (0, 1, 2, 3)),
    ("gap", (-1, 1)),
    ("gap", (0, 1)),  # from here on as if mended: a character is missing after this one
    ("left", (-1, 0, 1)),
    ("right", (0, 1, 2)),
    ("two", (1, 0)),  # this one and the next change places
    ("three", (-1, 1, 0)),
    ("three", (1, 0, 2)),
)
FEATURES = len(_READINGS) + 7 + 4


@dataclass(frozen=True)
class Evidence:
    """Counts of the floor and of longer neighbourhoods; `far` maps the names in `FAR_SHAPES` to uint8 log counts."""

    near: Statistics
    far: dict[str, npt.NDArray[np.uint8]]

    @classmethod
    def count(cls, near: Statistics, titles: Sequence[str]) -> Evidence:
        """Count the longer neighbourhoods in `titles`, those that `near` was counted in."""
        return cls(near, quantised(counted(titles, FAR_SHAPES, FAR_BITS)))

    def read(self, titles: Sequence[str]) -> tuple[Floats, Ints, npt.NDArray[np.bool_]]:
        """(positions, FEATURES) of all titles in a row, an edge before and after each; rows; which are characters."""
        points, rows = code_points(titles)
        size = len(points)
        inside = np.ones(size, bool)
        inside[np.r_[0, np.flatnonzero(np.diff(rows)) + 1]] = False
        inside[np.r_[np.flatnonzero(np.diff(rows)), size - 1]] = False
        columns = {shift: np.roll(points, -shift) for shift in range(-3, 4)}
        same = {shift: np.roll(rows, -shift) == rows for shift in range(-3, 4)}
        out = np.zeros((size, FEATURES), np.float32)
        for index, (name, places) in enumerate(_READINGS):
            hashes = hashed([columns[place] for place in places], _ALL_SHAPES[name][-1], _ALL_BITS[name])
            table = self.near.tables[name] if name in SHAPES else self.far[name]
            out[:, index] = np.where(same[min(places)] & same[max(places)], table[hashes], 0)
        out[:, : len(_READINGS)] /= STEP
        self._conditional(out)
        out[:, -4] = inside & ((points >= 0x3400) & (points <= 0x9FFF))
        out[:, -3] = (points >= 0x30) & (points <= 0x39)
        out[:, -2] = inside & (points < 0x80) & ~((points >= 0x30) & (points <= 0x39))
        out[:, -1] = points == 0x20
        return out, rows, inside

    def _conditional(self, out: Floats) -> None:
        """Fill in log probabilities of each character given those before, behind, and on both sides of it.

        Counts of each order smoothed by the order below (Witten and Bell, 1991, with a fixed weight).
        """
        counts = np.exp2(out[:, : len(_READINGS)]) - 1
        alone = (counts[:, 0] + 0.5) / np.exp2(self.near.total)

        def given(both: Floats, context: Floats, lower: Floats, weight: float) -> Floats:
            return ((both + weight * lower) / (np.maximum(context, both) + weight)).astype(np.float32)

        def roll(index: int, by: int) -> Floats:
            return np.roll(counts[:, index], by)

        ahead = given(counts[:, 1], roll(0, 1), alone, 4)
        behind = given(counts[:, 2], roll(0, -1), alone, 4)
        ahead3, behind3 = given(counts[:, 3], roll(1, 1), ahead, 3), given(counts[:, 5], roll(2, -1), behind, 3)
        ahead4, behind4 = given(counts[:, 6], roll(3, 1), ahead3, 2), given(counts[:, 9], roll(5, -1), behind3, 2)
        amid = given(counts[:, 4], counts[:, 10], alone, 4)
        ratios = [ahead4, behind4, ahead3, behind3, ahead / alone, behind / alone, amid / alone]
        out[:, len(_READINGS) : len(_READINGS) + 7] = np.log(np.stack(ratios, axis=1))
