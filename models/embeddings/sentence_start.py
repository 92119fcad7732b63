"""Where the sentence head begins to learn from: latent semantic analysis of titles (Deerwester et al., 1990)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.utils.extmath import randomized_svd

from models.embeddings.sentence import BUCKETS, SentenceHead, features

_NOISE = 0.5  # keeps apart what few titles hold and the analysis lays together


def latent(titles: Sequence[str], seed: int = 0) -> NDArray[np.float32]:
    """(BUCKETS, dim) rows of length about 1 from titles without labels: rare buckets are longer than common ones."""
    counts = _matrix(titles)
    idf = np.log((len(titles) + 1) / (np.asarray(counts.sum(axis=0)).ravel() + 1)).astype(np.float32)
    _, strengths, directions = randomized_svd(_weighted(counts, idf), SentenceHead.dim, n_iter=3, random_state=seed)
    rows = idf[:, None] * directions.T / np.sqrt(np.clip(strengths, 1e-6, None))
    noise = np.random.default_rng(seed).normal(size=rows.shape) * _NOISE / np.sqrt(SentenceHead.dim)
    weights: NDArray[np.float32] = (rows / np.linalg.norm(rows, axis=1).mean() + noise).astype(np.float32)
    return weights


def _matrix(titles: Sequence[str]) -> Any:
    found = [features(title) for title in titles]
    ends = np.cumsum([0, *(len(buckets) for buckets in found)])
    columns = np.fromiter((bucket for buckets in found for bucket in buckets), np.int32, int(ends[-1]))
    return csr_matrix((np.ones(len(columns), np.float32), columns, ends), shape=(len(titles), BUCKETS))


def _weighted(counts: Any, idf: NDArray[np.float32]) -> Any:
    weighted = counts.multiply(idf).tocsr()
    lengths = np.sqrt(np.asarray(weighted.power(2).sum(axis=1)).ravel())
    return weighted.multiply(1 / np.where(lengths == 0, 1, lengths)[:, None]).tocsr().astype(np.float32)
