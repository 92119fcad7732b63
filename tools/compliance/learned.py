"""A learned second look at titles in which no rule found anything.

Rules cannot list every way to phrase an illegal claim. A linear model over character 1-3-grams and the industry's
groups, trained by `fit.py` on the project's own labelled titles, adds titles that read like violations. Its findings
carry the rule id `learned`, so that everybody sees where they come from.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tools.compliance.text import Text

SIZE = 1 << 15
WEIGHTS = Path(__file__).parent / "learned.npz"
RULE = "learned"
REASON = "与违法广告的写法很像（由模型提示，没有对应的词条），请改写或人工核对"
ARTICLES = {
    **{"absolute": "9(3)", "medical_term": "17", "uncited_data": "11", "education": "24", "finance": "25"},
    **{"medical_guarantee": "16", "false": "28", "disparage": "13", "alcohol": "23", "realestate": "26"},
    **{"state": "9(2)", "superstition": "9(8)", "gambling": "9(8)", "drug": "15", "vulgar": "9(8)"},
    **{"tobacco": "22", "minor": "10", "discrimination": "9(9)", "breastmilk": "20"},
}
_ZEROS = {ord(digit): "0" for digit in "123456789"}
_GAP = "\0"
_MARKS = re.compile(r"\W")
_CLAUSE = re.compile(r"[^,。!?;:|]+")
_PRIMES = np.array([2654435761, 2246822519, 3266489917], dtype=np.uint64)

Places = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Look:
    """A title to look at: its restored text and the groups of its industry."""

    text: Text
    groups: frozenset[str]


@dataclass(frozen=True, slots=True)
class Hint:
    """A likely violation: probability in 0..1, category, and the clause start:end that weighs most."""

    probability: float
    category: str
    start: int
    end: int


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
    """The model with its weights (int8 with a scale) in memory."""

    def __init__(self, path: Path = WEIGHTS) -> None:
        with np.load(path) as stored:
            self._binary = stored["binary"].astype(np.float32) * stored["binary_scale"]
            self._classes = stored["classes"].astype(np.float32) * stored["classes_scale"]
            self._bias = float(stored["binary_bias"])
            self._class_bias = stored["classes_bias"]
            self.categories = [str(name) for name in stored["categories"]]
            self.threshold = float(stored["threshold"])
            self.shortest = int(stored["shortest"])

    def probabilities(self, texts: Sequence[tuple[str, frozenset[str]]]) -> NDArray[np.float64]:
        """How much each text (not empty) reads like a violation, in 0..1."""
        found, ends = places(texts)
        sums = np.add.reduceat(self._binary[found].astype(np.float64), ends[:-1])
        scores: NDArray[np.float64] = 1 / (1 + np.exp(-(sums / np.sqrt(np.diff(ends)) + self._bias)))
        return scores

    def look(self, looks: Sequence[Look]) -> list[Hint | None]:
        """A hint for each text whose probability reaches the threshold and which is long enough to tell, else None."""
        hints: list[Hint | None] = [None] * len(looks)
        long = [i for i, look in enumerate(looks) if _told(look.text.chars) >= self.shortest]
        if long:
            chances = self.probabilities([(looks[i].text.chars, looks[i].groups) for i in long])
            for i, chance in zip(long, chances.tolist(), strict=True):
                if chance >= self.threshold:
                    hints[i] = self._hint(looks[i].text.chars, looks[i].groups, chance)
        return hints

    def _hint(self, chars: str, groups: frozenset[str], probability: float) -> Hint:
        found, _ = places([(chars, groups)])
        classes = self._classes[:, found].sum(axis=1) / np.sqrt(len(found)) + self._class_bias
        clauses = [clause for clause in _CLAUSE.finditer(chars) if clause[0].strip()]
        weights = self.probabilities([(clause[0], groups) for clause in clauses])
        start, end = clauses[int(weights.argmax())].span()
        return Hint(probability, self.categories[int(classes.argmax())], start, end)


def _told(chars: str) -> int:
    """How many different characters a text has, marks aside: “退退退” says one thing."""
    return len(set(_MARKS.sub("", chars)))


@lru_cache(maxsize=1)
def load_learned() -> Learned | None:
    """The shipped model; None when its file has been removed, and the rules then stand alone."""
    return Learned() if WEIGHTS.exists() else None
