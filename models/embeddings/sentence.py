"""The sentence head: a title's vector as a sum over its hashed characters and pairs, learned from what finds titles.

Begun by latent semantic analysis and trained contrastively (`models.embeddings.sentence_train`) over public titles,
keywords, tags and descriptions, and the project's keyword sets. The artefact comes from an earlier state of that
trainer: as many steps, but without the project's written rows.

By `python -m evals.embedding`, recall@10 among 20,000 titles of the test part, E5 beside it: titles from the keywords
of ads 0.66 (0.83), of news 0.54 (0.70), from tags 0.14 (0.17); generic titles from native ones of the same keywords
0.28 (0.46). The trainer as it stands, with its defaults, makes one with 0.71, 0.57, 0.13 and 0.36; it does not ship,
for the cosines by which titles count as alike were measured with this one (`--head FILE` measures it beside). It reads
9,500 titles a second where E5 reads 50 to 90, so it compares titles for diversity and serves very large libraries;
conversations are answered by E5.
"""

from __future__ import annotations

import itertools
import unicodedata
import zlib
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from models.embeddings.base import EmbeddingError, Kind, Vectors, normalised
from models.quantisation import full_rows
from models.text import fold

ARTEFACT = Path(__file__).parent / "sentence.npz"
BUCKETS = 1 << 15
_LONGEST = 200  # characters; later ones say nothing more about a title


def letters(text: str) -> str:
    """What of `text` counts: no punctuation, no spaces, one case; at most 200 characters."""
    return "".join([char for char in fold(text) if unicodedata.category(char)[0] not in "ZPC"][:_LONGEST])


def features(text: str) -> list[int]:
    """Buckets of the distinct characters and pairs of `text`."""
    chars = letters(text)
    grams = dict.fromkeys([*chars, *(first + second for first, second in itertools.pairwise(chars))])
    return [zlib.crc32(gram.encode()) % BUCKETS for gram in grams]


class SentenceHead:
    """An embedder from one artefact, read at first use. A text without letters has a vector of zeros."""

    name = "sentence-2"
    dim = 128

    def __init__(self, path: Path = ARTEFACT) -> None:
        self._path = path

    def embed(self, texts: Sequence[str], kind: Kind = "query") -> Vectors:
        """Queries and passages are read alike."""
        vectors = np.zeros((len(texts), self.dim), dtype=np.float32)
        for row, text in enumerate(texts):
            buckets = features(text)
            if buckets:
                vectors[row] = self._weights[buckets].sum(axis=0)
        return normalised(vectors)

    @cached_property
    def _weights(self) -> NDArray[np.float32]:
        """(BUCKETS, dim)."""
        if not self._path.exists():
            raise EmbeddingError(
                f"There is no {self._path}: train it with `python -m models.embeddings.sentence_train`."
            )
        with np.load(self._path, allow_pickle=False) as stored:
            return full_rows(stored["rows"], stored["scales"])
