"""Linear models that know violations by their words: the quick part of the second look (`second.py`).

They weigh character 1-3-grams and the industry's groups, and are trained by `fit.py` on the project's own labelled
titles. The score is the log-odds of any violation plus those of the likeliest category (`scored`).
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tools.compliance.text import Text

SIZE = 1 << 18
FLOOR = -3.0  # log-odds of any violation below which the categories are not asked, to save time
WEIGHTS = Path(__file__).parent / "learned.npz"
_ZEROS = {ord(digit): "0" for digit in "123456789"}
_GAP = "\0"
_MARKS = re.compile(r"\W")
_CLAUSE = re.compile(r"[^,。!?;:|]+")
_PRIMES = np.array([2654435761, 2246822519, 3266489917], dtype=np.uint64)

Places = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Look:
    """A title to look at: its restored text, its industry, and the groups of it."""

    text: Text
    groups: frozenset[str]
    industry: str | None = None


@dataclass(frozen=True, slots=True)
class Hint:
    """A likely violation: its category, and the clause start:end that weighs most."""

    category: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Bars:
    """Scores from which the second look decides.

    `silent`: no rule found anything; `excused`: rules found only uses that the law allows.
    """

    silent: float
    excused: float


def places(texts: Sequence[tuple[str, frozenset[str]]]) -> tuple[Places, Places]:
    """Feature indices in 0..SIZE-1 of all texts in a row, and where each text's begin (one more than texts).

    Features are the 1-3-grams of the text with its digits as zeros, then one for each industry group.
    """
    joined = "".join(chars.translate(_ZEROS) + _GAP * 2 for chars, _ in texts)
    codes = np.frombuffer(joined.encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)
    one = codes * _PRIMES[0]
    two = one[:-1] + codes[1:] * _PRIMES[1]
    three = two[:-1] + codes[2:] * _PRIMES[2]
    mixed = [
        ((grams ^ (grams >> np.uint64(15))) % np.uint64(SIZE - 64)).astype(np.int64) for grams in (one, two, three)
    ]
    parts: list[Places] = []
    ends = [0]
    start = 0
    for chars, groups in texts:
        size = len(chars)
        parts += [grams[start : start + max(size - lost, 0)] for lost, grams in enumerate(mixed)]
        named = _named(groups)
        parts.append(named)
        ends.append(ends[-1] + size + max(size - 1, 0) + max(size - 2, 0) + len(named))
        start += size + 2
    return np.concatenate(parts) if parts else np.zeros(0, dtype=np.int64), np.array(ends, dtype=np.int64)


@lru_cache(maxsize=1024)
def _named(groups: frozenset[str]) -> Places:
    return np.array([SIZE - 64 + zlib.crc32(group.encode()) % 64 for group in sorted(groups)], dtype=np.int64)


class Learned:
    """The models with their weights (int8 with a scale; the first column is for any violation) in memory."""

    def __init__(self, path: Path = WEIGHTS) -> None:
        with np.load(path) as stored:
            self._weights = stored["weights"]
            self._any = self._weights[:, 0].astype(np.float32) * stored["scales"][0]
            self._scales = stored["scales"]
            self._biases = stored["biases"]
            self.categories = [str(name) for name in stored["categories"]]
            self.bars = Bars(*(float(bar) for bar in stored["bars"]))
            self.shortest = int(stored["shortest"])

    def odds(self, texts: Sequence[tuple[str, frozenset[str]]]) -> NDArray[np.float32]:
        """Log-odds (n, 1 + categories) of any violation and of one of each category, for texts that are not empty."""
        found, ends = places(texts)
        sums = np.add.reduceat(self._weights[found], ends[:-1], axis=0, dtype=np.int32)
        odds: NDArray[np.float32] = sums * self._scales / np.sqrt(np.diff(ends))[:, None] + self._biases
        return odds

    def scores(self, looks: Sequence[Look]) -> list[float | None]:
        """How much each text reads like a violation, see `Bars`; None for a text too short to tell."""
        scores: list[float | None] = [None] * len(looks)
        long = [i for i, look in enumerate(looks) if _told(look.text.chars) >= self.shortest]
        if not long:
            return scores
        texts = [(looks[i].text.chars, looks[i].groups) for i in long]
        found, ends = places(texts)
        likely = np.add.reduceat(self._any[found], ends[:-1]) / np.sqrt(np.diff(ends)) + self._biases[0]
        best = likely.copy()
        asked = np.flatnonzero(likely >= FLOOR)
        if len(asked):
            best[asked] = self.odds([texts[i] for i in asked.tolist()])[:, 1:].max(axis=1)
        for i, score in zip(long, scored(likely, best).tolist(), strict=True):
            scores[i] = score
        return scores

    def hint(self, look: Look) -> Hint:
        """Where and of which category the violation is that a text is likely to be."""
        chars, groups = look.text.chars, look.groups
        clauses = [clause for clause in _CLAUSE.finditer(chars) if clause[0].strip()]
        odds = self.odds([(chars, groups), *((clause[0], groups) for clause in clauses)])
        start, end = clauses[int(odds[1:, 0].argmax())].span()
        return Hint(self.categories[int(odds[0, 1:].argmax())], start, end)


def scored(likely: NDArray[Any], best: NDArray[Any]) -> NDArray[Any]:
    """Scores from the log-odds of any violation and of the likeliest category, which counts from `FLOOR` on."""
    return likely + np.where(likely >= FLOOR, best, likely)


def _told(chars: str) -> int:
    """How many different characters a text has, marks aside: “退退退” says one thing."""
    return len(set(_MARKS.sub("", chars)))


@lru_cache(maxsize=1)
def load_learned() -> Learned | None:
    """The shipped model; None when its file has been removed, and the rules then stand alone."""
    return Learned() if WEIGHTS.exists() else None
