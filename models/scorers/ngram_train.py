"""Training of the n-gram floor. Needs scikit-learn only."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.neural_network import MLPClassifier

from models.corruption import ALL_KINDS, Corrupter
from models.scorers import data as sets
from models.scorers.calibration import Curve, fit, fit_logistic
from models.scorers.hashing import bag
from models.scorers.inputs import without_pauses
from models.scorers.ngram import BITS, ORDERS, Floats, Layer, Linear, NgramModel, keyword_features
from models.scorers.nonsense import nonsense
from models.scorers.statistics import Statistics, length_features
from models.splits import unit_hash

MADE_WEIGHT = 0.1  # made nonsense is easier than our generator's, and there is eight times as much of it


def matrix(titles: Sequence[str], orders: Sequence[int]) -> csr_matrix:
    """Rows of hashed n-gram counts over the root of the title's number of n-grams, as `Linear` scores them."""
    hashes, rows = bag(titles, BITS, orders)
    count = np.bincount(rows, minlength=len(titles))
    values = 1 / np.sqrt(np.maximum(count, 1))[rows]
    return csr_matrix((values, (rows, hashes)), shape=(len(titles), 1 << BITS))


def _logistic(titles: Sequence[str], orders: Sequence[int], label: npt.ArrayLike, c: float = 4.0) -> Linear:
    model = LogisticRegression(C=c, solver="liblinear", tol=1e-2, class_weight="balanced")
    model.fit(matrix(titles, orders), label)
    return Linear(model.coef_[0].astype(np.float16), float(model.intercept_[0]))


def _ridge(titles: Sequence[str], orders: Sequence[int], target: npt.ArrayLike) -> Linear:
    model = Ridge(alpha=2.0, solver="lsqr").fit(matrix(titles, orders), target)
    return Linear(model.coef_.astype(np.float16), float(model.intercept_))


def layer(features: Floats, label: npt.ArrayLike, units: int, alpha: float, seed: int = 0) -> Layer:
    """A small network on standardised features, as arrays."""
    mean, scale = features.mean(0), features.std(0) + 1e-4
    network = MLPClassifier((units,), alpha=alpha, max_iter=60, early_stopping=len(features) > 5000, random_state=seed)
    network.fit((features - mean) / scale, label)
    first, second = network.coefs_
    return Layer(
        mean.astype(np.float32),
        scale.astype(np.float32),
        first.astype(np.float32),
        network.intercepts_[0].astype(np.float32),
        second[:, 0].astype(np.float32),
        float(network.intercepts_[1][0]),
    )


def spoiled(titles: Sequence[str], seed: int) -> list[str]:
    """One corrupted form a title: one in 5, 8 or a single one, by turns, of all kinds."""
    corrupter = Corrupter(titles, seed, fragments=titles)
    out = []
    for index, title in enumerate(titles):
        times = 1 if index % 3 == 2 else max(1, len(title) // (5, 8)[index % 3])
        kinds = ("replace", "delete", "swap") if index % 2 else ALL_KINDS
        out.append(corrupter.corrupt(title, times, kinds).text)
    return out


def _fluency(statistics: Statistics, titles: Sequence[str], seed: int) -> tuple[Floats, npt.NDArray[np.int64]]:
    both = [*titles, *spoiled(titles, seed)]
    features = np.hstack([statistics.features(both), length_features(both)])
    return features, np.repeat([1, 0], len(titles))


def quality_features(linear: dict[str, Linear], titles: Sequence[str]) -> Floats:
    """(n, 9): popularity, the judge, style, lengths."""
    style = linear["style"]([without_pauses(title) for title in titles], ORDERS["style"])
    columns = [linear["popular"](titles, ORDERS["popular"]), linear["judge"](titles, ORDERS["judge"]), style]
    return np.hstack([np.stack(columns, 1), length_features(titles)])


def sense_rows(data: Path, part: str, seed: int) -> pd.DataFrame:
    """Hand-judged titles of our generator plus sense and nonsense made from native titles: title, keywords, sense."""
    judged = sets.judged(data)
    styled = sets.styled(data)
    native = styled[(styled.part == part) & (styled.native == 1)]
    made = nonsense(native.title.tolist(), native.keywords.tolist(), seed)
    real = native[["title", "keywords"]].assign(sense=1)
    hand = judged[judged.part == part][["title", "keywords", "sense"]].assign(hand=1)
    return pd.concat([hand, real.assign(hand=0), made.assign(hand=0)], ignore_index=True)


def _sense_layer(model: NgramModel, rows: pd.DataFrame) -> Layer:
    features = sense_features(model, rows.title.tolist(), rows.keywords.tolist())
    mean, scale = features.mean(0), features.std(0) + 1e-4
    weight = np.where(rows.hand == 1, 1.0, MADE_WEIGHT)
    linear = LogisticRegression(C=0.1, max_iter=500).fit((features - mean) / scale, rows.sense, weight)
    return linear_layer(mean, scale, linear.coef_[0], float(linear.intercept_[0]))


def linear_layer(mean: Floats, scale: Floats, weights: Floats, bias: float) -> Layer:
    """A linear model as a `Layer`: each weight on the positive and the negative part of its sum."""
    first = np.stack([weights, -weights], 1).astype(np.float32)
    second, zero = np.array([1, -1], np.float32), np.zeros(2, np.float32)
    return Layer(mean.astype(np.float32), scale.astype(np.float32), first, zero, second, bias)


def sense_features(model: NgramModel, titles: Sequence[str], keywords: Sequence[Sequence[str]]) -> Floats:
    """The features under the sense layer; keep in step with `NgramModel.raw`."""
    shared = model.shared(titles)
    style = model.linear["style"]([without_pauses(title) for title in titles], ORDERS["style"])
    fluency = model.layers["fluency"](shared)
    return np.hstack([shared, np.stack([fluency, style], 1), keyword_features(titles, keywords)])


def balanced(label: npt.ArrayLike) -> npt.NDArray[np.float64]:
    """Weights that make both classes count the same."""
    labels = np.asarray(label)
    weights: npt.NDArray[np.float64] = np.where(
        labels == 1, 0.5 / max(1, (labels == 1).sum()), 0.5 / max(1, (labels == 0).sum())
    ) * len(labels)
    return weights


def train_ngram(data: Path, out: Path, seed: int = 0) -> Path:
    """Train the floor on the folder's train part, calibrate on its validation part, write `out`/ngram.npz."""
    videos, rated, styled = sets.videos(data), sets.ratings(data), sets.styled(data)
    train = videos[videos.part == "train"]
    statistics = Statistics.count(counted_titles(data))
    features, label = _fluency(statistics, train.title[~is_counted(train)].tolist(), seed)
    layers = {"fluency": layer(features, label, 48, 1e-3)}
    linear = _linear_heads(train, rated, styled)
    layers["quality"] = _quality_layer(linear, rated)
    model = NgramModel(statistics, linear, layers, {})
    rows = sense_rows(data, "train", seed)
    layers["sense"] = _sense_layer(model, rows)
    curves = _curves(model, data, seed)
    out.mkdir(parents=True, exist_ok=True)
    path = out / "ngram.npz"
    NgramModel(statistics, linear, layers, curves).save(path)
    return path


def is_counted(train: pd.DataFrame) -> npt.NDArray[np.bool_]:
    """Which of the train videos are counted; what is learned from counts is learned on the others."""
    return np.array([unit_hash(bvid, "count") < 0.85 for bvid in train.bvid], bool)


def counted_titles(data: Path) -> list[str]:
    """The titles that the tables of n-grams count."""
    videos, styled = sets.videos(data), sets.styled(data)
    train = videos[videos.part == "train"]
    native = styled[(styled.part == "train") & (styled.native == 1)]
    return [*train.title[is_counted(train)], *sets.other_titles(data), *native.title]


def _linear_heads(train: pd.DataFrame, rated: pd.DataFrame, styled: pd.DataFrame) -> dict[str, Linear]:
    pairs = styled[styled.part == "train"]
    hot = train[train.label == 1].sample(3000, random_state=0)
    texts = [without_pauses(title) for title in [*pairs.title, *hot.title]]
    style = _logistic(texts, ORDERS["style"], [*pairs.native, *[1] * len(hot)])
    unrated = train[~train.bvid.isin(rated.bvid)]
    popular = _logistic(unrated.title.tolist(), ORDERS["popular"], unrated.label)
    first = rated[rated.part == "train"]
    judge = _ridge(first.title.tolist(), ORDERS["judge"], first.score - 3)
    return {"style": style, "popular": popular, "judge": judge}


def _quality_layer(linear: dict[str, Linear], rated: pd.DataFrame) -> Layer:
    """Fitted out of fold: each half of the train ratings is scored by a ridge that saw the other half."""
    first = rated[rated.part == "train"].reset_index(drop=True)
    half = np.array([unit_hash(up, "half") < 0.5 for up in first.up_id])
    blocks, labels = [], []
    for side in (half, ~half):
        ridge = _ridge(first.title[~side].tolist(), ORDERS["judge"], first.score[~side] - 3)
        blocks.append(quality_features({**linear, "judge": ridge}, first.title[side].tolist()))
        labels.append((first.score[side] >= 4).to_numpy().astype(int))
    return layer(np.vstack(blocks), np.concatenate(labels), 8, 1.0)


def _curves(model: NgramModel, data: Path, seed: int) -> dict[str, Curve]:
    """Classes weigh the same for fluency, style and sense; quality is the share a judge gives 4 or 5."""
    return calibrate(lambda titles, words: model.raw(titles, words), data, seed)


def calibrate(raw, data: Path, seed: int) -> dict[str, Curve]:  # type: ignore[no-untyped-def]
    """Curves of any scorer whose `raw(titles, keywords)` gives (n, 4) logits, fitted on the validation part."""
    videos, rated, styled = sets.videos(data), sets.ratings(data), sets.styled(data)
    clean = videos[videos.part == "validation"].title.tolist()[:6000]
    both = [*clean, *spoiled(clean, seed + 1)]
    pairs = styled[styled.part == "validation"]
    shown = rated[rated.part == "validation"]
    rows = sense_rows(data, "validation", seed)
    rows = rows[rows.hand == 1]
    return {
        "fluency": fit(raw(both, None)[:, 0], np.repeat([1, 0], len(clean))),
        "style": fit_logistic(raw(pairs.title.tolist(), None)[:, 1], pairs.native, balanced(pairs.native)),
        "quality": fit_logistic(raw(shown.title.tolist(), None)[:, 2], shown.score >= 4),
        "sense": fit_logistic(raw(rows.title.tolist(), rows.keywords.tolist())[:, 3], rows.sense, balanced(rows.sense)),
    }
