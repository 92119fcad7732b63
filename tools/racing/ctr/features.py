"""What the model sees of a title and its circumstances."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol
from zlib import crc32

import numpy as np
import pandas as pd
from sklearn.feature_extraction.text import HashingVectorizer
from sklearn.linear_model import Ridge

from models.text import title_length
from models.types import Title
from tools.racing.beliefs import Array
from tools.racing.events import CONTEXT


class Describe(Protocol):
    """More columns for titles, e.g. scores and tags: name -> (titles,). A model goes with one `name` only."""

    name: str

    def __call__(self, titles: Sequence[str]) -> dict[str, Array]: ...

    def of(self, titles: Sequence[Title]) -> dict[str, Array]:
        """The same, by what the titles carry already where they do."""
        ...


BUCKETS = 2**18
FOLDS = 5
PSEUDO_IMPRESSIONS = 200.0
KEYS = (
    ("title_id",),
    *((name,) for name in CONTEXT),
    *(("title_id", name) for name in CONTEXT),
    ("placement", "audience"),
    ("audience", "line"),
)
_PATTERNS = {
    "question": r"[?？吗呢]|为什么|怎么|如何|谁|什么",
    "exclamation": r"[!！]",
    "digits": r"\d|[一二三四五六七八九十百千万]{2,}",
    "brackets": r"[【】《》「」\[\]]",
    "pause": r"[,，、；;:：…]",
    "latin": r"[A-Za-z]",
    "you": r"[你您]",
    "first_person": r"[我俺咱]",
    "contrast": r"但|却|竟|居然|没想到|不料|其实|结果",
    "emoji": r"[\U0001F300-\U0001FAFF\u2600-\u27BF]",
}


def lexical(titles: Sequence[str]) -> dict[str, Array]:
    """Length and counts of marks, each (titles,)."""
    columns = {"length": np.array([title_length(title) for title in titles], float)}
    for name, pattern in _PATTERNS.items():
        compiled = re.compile(pattern)
        columns[f"has_{name}"] = np.array([len(compiled.findall(title)) for title in titles], float)
    return columns


@dataclass
class Encoder:
    """Smoothed mean log-odds of values that are too many for columns of their own.

    A value's rate is (clicks + m level) / (shown + m) with m pseudo-impressions (Micci-Barreca 2001), so an unseen
    value falls back on the level. Values and crosses are hashed; rows are encoded by tables fitted on the other
    folds while training, else a row's own click would leak into its features.
    """

    level: float = 0.03
    tables: dict[str, dict[int, tuple[float, float]]] = field(default_factory=dict)

    def fit(self, frame: pd.DataFrame) -> Encoder:
        self.level = float((frame.clicks.sum() + 0.5) / (frame.shown.sum() + 1))
        for key in KEYS:
            sums = frame[["shown", "clicks"]].groupby(_hashed(frame, key)).sum()
            pairs = zip(sums.shown.tolist(), sums.clicks.tolist(), strict=True)
            self.tables["*".join(key)] = dict(zip(sums.index.tolist(), pairs, strict=True))
        return self

    def encode(self, frame: pd.DataFrame) -> dict[str, Array]:
        columns: dict[str, Array] = {}
        for key in KEYS:
            columns |= self._columns(key, _hashed(frame, key))
        return columns

    def encode_titles(self, title_ids: Sequence[str], context: Sequence[Mapping[str, str]]) -> dict[str, Array]:
        """The columns that depend on the title, for every title in each of the circumstances: (titles * contexts,).

        Without a data frame, which would take ten times as long as the model itself.
        """
        columns: dict[str, Array] = {}
        for key in (key for key in KEYS if key[0] == "title_id"):
            rest = ["\x1f".join(["", *(one[name] for name in key[1:])]) for one in context]
            columns |= self._columns(key, [_bucket(one + values) for one in title_ids for values in rest])
        return columns

    def _columns(self, key: tuple[str, ...], buckets: Iterable[int]) -> dict[str, Array]:
        name = "*".join(key)
        table = self.tables[name]
        pairs = np.array([table.get(at, (0.0, 0.0)) for at in buckets]).reshape(-1, 2)
        rate = (pairs[:, 1] + PSEUDO_IMPRESSIONS * self.level) / (pairs[:, 0] + PSEUDO_IMPRESSIONS)
        return {f"rate_{name}": np.log(rate / (1 - rate)), f"seen_{name}": np.log1p(pairs[:, 0])}


@dataclass
class TextEffect:
    """A title's log rate beside the level, by ridge regression on hashed character n-grams."""

    weights: Array | None = None
    intercept: float = 0.0

    def fit(self, frame: pd.DataFrame) -> TextEffect:
        sums = frame.groupby("title")[["shown", "clicks"]].sum()
        level = sums.clicks.sum() / sums.shown.sum()
        target = np.log((sums.clicks + 30 * level) / (sums.shown + 30) / level)
        model = Ridge(alpha=2.0).fit(
            _hasher().transform(sums.index), target, sample_weight=sums.shown / sums.shown.mean()
        )
        self.weights, self.intercept = model.coef_.astype(np.float16), float(model.intercept_)
        return self

    def of(self, titles: Sequence[str]) -> Array:
        if self.weights is None:
            return np.zeros(len(titles))
        return np.asarray(_hasher().transform(titles) @ self.weights.astype(float) + self.intercept)


def folds_of(frame: pd.DataFrame, by: str | None = None) -> np.ndarray:
    """A fold for each row, (rows,); all rows of one value of `by` share theirs."""
    if by is None:
        return np.arange(len(frame)) % FOLDS
    return np.array([crc32(str(value).encode()) % FOLDS for value in frame[by]])


def matrix(frame: pd.DataFrame, encoded: dict[str, Array], text: Array, describe: Describe | None) -> pd.DataFrame:
    """All features, (rows, features); titles are described once each."""
    unique = list(dict.fromkeys(frame.title))
    described = lexical(unique) | (describe(unique) if describe else {})
    place = frame.title.map({title: i for i, title in enumerate(unique)}).to_numpy(int)
    columns: dict[str, Any] = {name: values[place] for name, values in described.items()}
    angle = 2 * np.pi * frame.hour.to_numpy(float) / 24
    columns |= {"hour_sin": np.sin(angle), "hour_cos": np.cos(angle), "text_effect": text}
    for name in CONTEXT:  # few values each: hashed to a small code that trees can cut
        columns[f"code_{name}"] = np.array([crc32(value.encode()) % 1021 for value in frame[name]], float)
    return pd.DataFrame(columns | encoded)


def _hashed(frame: pd.DataFrame, key: tuple[str, ...]) -> np.ndarray:
    joined = frame[key[0]].astype(str)
    for name in key[1:]:
        joined = joined + "\x1f" + frame[name].astype(str)
    codes, values = pd.factorize(joined)
    buckets = np.array([_bucket(value) for value in values], int)
    return np.asarray(buckets[codes])


def _bucket(value: str) -> int:
    return crc32(value.encode()) % BUCKETS


def _hasher() -> HashingVectorizer:
    return HashingVectorizer(analyzer="char", ngram_range=(1, 3), n_features=2**14, alternate_sign=False)
