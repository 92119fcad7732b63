"""Training of the tagger and its report. Needs scikit-learn only."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, f1_score

from models.scorers.encoder import TitleEncoder
from models.scorers.hashing import bag
from models.scorers.scorers import ARTEFACTS as SCORERS
from models.tagger.encoded import EncodedTags, Heads, Logits, Reader
from models.tagger.labels import labels
from models.tagger.tagger import ARTEFACTS, BITS, ORDERS, NgramTags
from models.tagger.tags import LEARNED, ruled


def _matrix(titles: list[str]) -> csr_matrix:
    hashes, rows = bag(titles, BITS, ORDERS)
    values = 1 / np.sqrt(np.maximum(np.bincount(rows, minlength=len(titles)), 1))[rows]
    return csr_matrix((values, (rows, hashes)), shape=(len(titles), 1 << BITS))


def train_tagger(data: Path, out: Path, progress: Callable[[str, float], None] | None = None) -> Path:
    """One logistic model a tag on the rows that know it; writes `out`/tagger.npz. Unbalanced classes keep
    their frequencies, so that probabilities mean what they say."""
    table = labels(data)
    table = table[table.part == "train"].reset_index(drop=True)
    features = _matrix(table.title.tolist())
    weights = np.zeros((1 << BITS, len(LEARNED)), np.int8)
    step, bias = np.zeros(len(LEARNED), np.float32), np.zeros(len(LEARNED), np.float32)
    for column, tag in enumerate(LEARNED):
        if progress:
            progress(tag, column / len(LEARNED))
        known = np.flatnonzero(table[tag].notna())
        if len(known) > 40_000:
            known = np.random.default_rng(0).choice(known, 40_000, replace=False)
        model = LogisticRegression(C=8.0, solver="liblinear", tol=1e-2)
        model.fit(features[known], table[tag].to_numpy()[known])
        step[column] = max(1e-6, float(np.abs(model.coef_).max()) / 127)
        weights[:, column] = np.round(model.coef_[0] / step[column]).astype(np.int8)
        bias[column] = model.intercept_[0]
    out.mkdir(parents=True, exist_ok=True)
    path = out / "tagger.npz"
    NgramTags(LEARNED, weights, step, bias).save(path)
    return path


def train_heads(data: Path, out: Path, reader: Reader, most: int = 6_000) -> Path:
    """Logistic models over the encoder's pooled states on the small sources and at most `most` videos; writes
    `out`/heads.npz."""
    table = labels(data)
    table = _sample(table[table.part == "train"], most)
    pooled = reader.pooled(table.title.tolist())
    mean, scale = pooled.mean(0), pooled.std(0) + 1e-4
    features = (pooled - mean) / scale
    weights = np.zeros((pooled.shape[1], len(LEARNED)), np.float32)
    bias = np.zeros(len(LEARNED), np.float32)
    for column, tag in enumerate(LEARNED):
        known = np.flatnonzero(table[tag].notna())
        model = LogisticRegression(C=0.003, tol=1e-2, max_iter=200)
        model.fit(features[known], table[tag].to_numpy()[known])
        weights[:, column], bias[column] = model.coef_[0], model.intercept_[0]
    path = out / "heads.npz"
    Heads(mean, scale, weights, bias).save(path)
    return path


Judge = Callable[[list[str]], npt.NDArray[np.float64]]


def evaluate(judge: Judge, data: Path) -> dict[str, float]:
    """Micro-F1 over the known cells of the test part, with each tag's threshold set on the validation part;
    F1 and average precision of each tag. `judge(titles)` gives (n, LEARNED) scores."""
    table = labels(data)
    held, shown = (_sample(table[table.part == part]) for part in ("validation", "test"))
    tuning, values = judge(held.title.tolist()), judge(shown.title.tolist())
    out, hits = {}, np.zeros(3)
    for column, tag in enumerate(LEARNED):
        known, seen = held[tag].notna().to_numpy(), shown[tag].notna().to_numpy()
        cut = _threshold(tuning[known, column], held[tag].to_numpy()[known])
        truth, guess = shown[tag].to_numpy()[seen] == 1, values[seen, column] >= cut
        if not truth.any():
            continue
        out[f"{tag} F1"] = float(f1_score(truth, guess))
        out[f"{tag} AP"] = float(average_precision_score(truth, values[seen, column]))
        hits += [(truth & guess).sum(), (~truth & guess).sum(), (truth & ~guess).sum()]
    out["micro-F1"] = float(2 * hits[0] / (2 * hits[0] + hits[1] + hits[2]))
    return out


def _sample(table: pd.DataFrame, most: int = 6000) -> pd.DataFrame:
    """All rows of the small sources and at most `most` of those that know topics alone."""
    small = table[table["hook:humour"].notna() | table["safety:risky"].notna()]
    rest = table.drop(small.index)
    return pd.concat([small, rest.sample(min(most, len(rest)), random_state=0)]).reset_index(drop=True)


def _threshold(scores: npt.NDArray[np.float64], truth: npt.NDArray[np.float64]) -> float:
    """The cut with the best F1."""
    cuts = np.quantile(scores, np.linspace(0.3, 0.995, 80))
    return float(cuts[int(np.argmax([f1_score(truth == 1, scores >= cut, zero_division=0) for cut in cuts]))])


def judge_of(model: Logits, with_rules: bool = True) -> Judge:
    """A model as a judge; an exact rule lifts its tag above every probability."""

    def judge(titles: list[str]) -> npt.NDArray[np.float64]:
        scores: npt.NDArray[np.float64] = 1 / (1 + np.exp(-model.logits(titles).astype(np.float64)))
        if with_rules:
            for row, title in enumerate(titles):
                for tag in ruled(title):
                    if tag in LEARNED:
                        scores[row, LEARNED.index(tag)] += 0.5
        return scores

    return judge


def main() -> None:
    """Print the figures: python -m models.tagger.train --data DIR [--train OUT]."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of title sets")
    parser.add_argument("--train", type=Path, default=None, help="train into this folder first, heads included")
    found = parser.parse_args()
    folder = found.train or ARTEFACTS
    reader = TitleEncoder(SCORERS) if (SCORERS / "encoder.onnx").exists() else None
    if found.train:
        train_tagger(found.data, folder)
        if reader is not None:
            train_heads(found.data, folder, reader)
    floor = NgramTags.load(folder / "tagger.npz")
    names = {"ngram": evaluate(judge_of(floor, with_rules=False), found.data)}
    if reader is not None and (folder / "heads.npz").exists():
        best = EncodedTags(floor.names, reader, Heads.load(folder / "heads.npz"), floor)
        names["with encoder"] = evaluate(judge_of(best, with_rules=False), found.data)
    print(f"| figure | {' | '.join(names)} |\n| --- |{' --- |' * len(names)}")
    for row in names["ngram"]:
        print(f"| {row} | {' | '.join(f'{figures[row]:.3f}' for figures in names.values())} |")


if __name__ == "__main__":
    main()
