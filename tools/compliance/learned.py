"""A learned second look at titles in which no rule found anything.

Rules cannot list every way to phrase an illegal claim. A linear model over character 1-3-grams and the industry's
groups, trained by `fit.py` on the project's own labelled titles, adds titles that read like violations. Its findings
carry the rule id `learned`, so that everybody sees where they come from.
"""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

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
_DIGITS = re.compile(r"\d+")
_CLAUSE = re.compile(r"[^,。!?;:|]+")
_PRIMES = np.array([2654435761, 2246822519, 3266489917], dtype=np.uint64)

Places = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Hint:
    """A likely violation: probability in 0..1, category, and the clause start:end that weighs most."""

    probability: float
    category: str
    start: int
    end: int


def places(chars: str, groups: frozenset[str]) -> Places:
    """Feature indices in 0..SIZE-1 of the normalised text's 1-3-grams, then one for each industry group."""
    codes = np.frombuffer(chars.encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)
    one = codes * _PRIMES[0]
    two = one[:-1] + codes[1:] * _PRIMES[1]
    three = two[:-1] + codes[2:] * _PRIMES[2] if len(codes) > 2 else two[:0]
    grams = np.concatenate((one, two, three))
    mixed = ((grams ^ (grams >> np.uint64(15))) % np.uint64(SIZE - 64)).astype(np.int64)
    named = [SIZE - 64 + zlib.crc32(group.encode()) % 64 for group in sorted(groups)]
    return np.concatenate((mixed, np.array(named, dtype=np.int64)))


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

    def probability(self, chars: str, groups: frozenset[str]) -> float:
        """How much the text reads like a violation."""
        found = places(_DIGITS.sub("0", chars), groups)
        return float(1 / (1 + np.exp(-self._score(found))))

    def look(self, chars: str, groups: frozenset[str]) -> Hint | None:
        """A hint when the probability reaches the threshold, else None."""
        if not chars:
            return None
        probability = self.probability(chars, groups)
        if probability < self.threshold:
            return None
        found = places(_DIGITS.sub("0", chars), groups)
        classes = self._classes[:, found].sum(axis=1) / np.sqrt(len(found)) + self._class_bias
        clause = max(_CLAUSE.finditer(chars), key=lambda c: self._score(places(c[0], groups)), default=None)
        start, end = clause.span() if clause else (0, len(chars))
        return Hint(probability, self.categories[int(classes.argmax())], start, end)

    def _score(self, found: Places) -> float:
        return float(self._binary[found].sum() / np.sqrt(len(found)) + self._bias)


@lru_cache(maxsize=1)
def load_learned() -> Learned | None:
    """The shipped model; None when its file has been removed, and the rules then stand alone."""
    return Learned() if WEIGHTS.exists() else None
