"""Measures every bar on held-out rows and prints a table: the trained scorers beside the n-gram floor."""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.stats import spearmanr
from sklearn.metrics import roc_auc_score

from models.corruption import BASIC_KINDS, Corrupter
from models.scorers import data as sets
from models.scorers.calibration import chance_error, expected_error
from models.scorers.scorers import ARTEFACTS, load_scorers

Probabilities = npt.NDArray[np.float64]
Judge = Callable[..., Probabilities]  # (titles, keywords=None) -> (n, 4)
Figures = dict[str, float]
FILES = ("ngram.npz", "encoder.onnx", "pieces.tsv", "proofreader.npz", "blends.json")


def _auc(label: npt.ArrayLike, value: npt.ArrayLike) -> float:
    return float(roc_auc_score(label, value))


def _pairs_won(better: Probabilities, worse: Probabilities) -> float:
    """Share of pairs in the right order; ties count half."""
    return float(((better > worse) + 0.5 * (better == worse)).mean())


def fluency(judge: Judge, data: Path, errors: Path | None, seed: int = 7) -> Figures:
    """AUC of real titles against corrupted ones; ECE over a mixture of the three; natural error pairs."""
    videos = sets.videos(data)
    real = videos[videos.part == "test"].title
    real = real[real.str.len() >= 6].sample(min(3000, len(real)), random_state=seed).tolist()
    corrupter = Corrupter(real, seed)
    right = judge(real)[:, 0]
    wrong: dict[str, Probabilities] = {}
    for name, per in (("one in 5", 5), ("one in 8", 8), ("single", 10_000)):
        wrong[name] = judge([corrupter.every(title, per, BASIC_KINDS).text for title in real])[:, 0]
    label = np.repeat([1, 0], len(real))
    out = {f"fluency AUC, {name}": _auc(label, [*right, *values]) for name, values in wrong.items()}
    third = len(real) // 3
    mixed = np.concatenate([values[index * third : (index + 1) * third] for index, values in enumerate(wrong.values())])
    out["fluency ECE"] = expected_error([*right[: len(mixed)], *mixed], np.repeat([1, 0], len(mixed)))
    if errors and errors.exists():
        pairs = sets.natural_errors(errors)
        scores = judge([*pairs.right, *pairs.wrong])[:, 0]
        out["fluency natural pairs"] = _pairs_won(scores[: len(pairs)], scores[len(pairs) :])
    return out


def style(judge: Judge, data: Path, seed: int = 7) -> Figures:
    """Unseen keyword sets: native against zero-shot, by AUC and by pairs of one keyword set; pauses and length even."""
    frame = sets.styled(data)
    frame = frame[frame.part == "test"].copy()
    frame["value"] = judge(frame.title.tolist())[:, 1]
    frame["key"] = ["\0".join(sorted(words)) for words in frame.keywords]
    both = frame[frame.native == 1].merge(frame[frame.native == 0], on="key", suffixes=("", "_other"))
    out = {
        "style AUC, same topics": _auc(frame.native, frame.value),
        "style pairs, same keywords": _pairs_won(both.value.to_numpy(), both.value_other.to_numpy()),
    }
    length = (both.title.str.len() - both.title_other.str.len()).abs() <= 2
    comma = both.title.str.contains("[，,]") == both.title_other.str.contains("[，,]")
    even = both[length & comma]
    out["style pairs, length and comma even"] = _pairs_won(even.value.to_numpy(), even.value_other.to_numpy())
    videos = sets.videos(data)
    real = videos[(videos.part == "test") & (videos.label == 1)].title.sample(1000, random_state=seed).tolist()
    values = judge(real)[:, 1]
    generic = frame[frame.native == 0].value
    out["style AUC, real videos"] = _auc([*[1] * len(values), *[0] * len(generic)], [*values, *generic])
    tuned = judge(sets.judged(data).title.tolist())[:, 1]
    native = frame[frame.native == 1].value
    out["style AUC, a small model tuned to sound native"] = _auc(
        [*[1] * len(native), *[0] * len(tuned)], [*native, *tuned]
    )
    smaller = min(int(frame.native.sum()), int((frame.native == 0).sum()))
    even_classes = frame.groupby("native").sample(smaller, random_state=seed)
    out["style ECE of perfect scores"] = chance_error(even_classes.value)
    out["style ECE"] = expected_error(even_classes.value, even_classes.native)
    return out


def quality(judge: Judge, data: Path) -> Figures:
    """Judges' ratings, popularity within category of a later period, and pairs of one uploader."""
    rated = sets.ratings(data)
    rated = rated[rated.part == "test"].copy()
    rated["value"] = judge(rated.title.tolist())[:, 2]
    good = rated[(rated.label == 1) & (rated.score >= 4)].value
    poor = rated[(rated.label == 0) & (rated.score <= 2)].value
    out = {
        "quality AUC, good and popular": _auc([*[1] * len(good), *[0] * len(poor)], [*good, *poor]),
        "quality Spearman, judges": float(spearmanr(rated.value, rated.score).statistic),
        "quality AUC, judged 4 or 5": _auc(rated.score >= 4, rated.value),
        "quality ECE": expected_error(rated.value, rated.score >= 4),
        "quality ECE of perfect scores": chance_error(rated.value),
    }
    videos = sets.videos(data)
    held = videos[videos.part == "test"].copy()
    mixed = held.groupby("up_id").label.nunique()
    same = held[held.up_id.isin(mixed[mixed == 2].index)].copy()
    later = held[held.first_date >= "2026-06-01"].copy()
    same["value"], later["value"] = judge(same.title.tolist())[:, 2], judge(later.title.tolist())[:, 2]
    out |= {"quality pairs, same uploader": _uploader_pairs(same), "hot or not AUC, in category": _by_category(later)}
    return out


def _uploader_pairs(frame: pd.DataFrame, most: int = 20) -> float:
    """Popular against unpopular of one uploader; an uploader counts by at most `most` pairs."""
    won, weight = 0.0, 0.0
    for _, rows in frame.groupby("up_id"):
        hot, cold = rows[rows.label == 1].value.to_numpy(), rows[rows.label == 0].value.to_numpy()
        grid = (hot[:, None] > cold) + 0.5 * (hot[:, None] == cold)
        share = min(most, grid.size)
        won, weight = won + grid.mean() * share, weight + share
    return won / weight


def _by_category(frame: pd.DataFrame) -> float:
    """AUC within each category, averaged by its rows; categories with 30 rows of each label."""
    won, weight = 0.0, 0
    for _, rows in frame.groupby("tname"):
        if min((rows.label == 1).sum(), (rows.label == 0).sum()) >= 30:
            won, weight = won + _auc(rows.label, rows.value) * len(rows), weight + len(rows)
    return won / max(1, weight)


def sense(judge: Judge, data: Path) -> Figures:
    """Hand-judged titles of our generator, keywords never seen in training."""
    rows = sets.judged(data)
    rows = rows[rows.part == "test"]
    values = judge(rows.title.tolist(), rows.keywords.tolist())
    smaller = int(min(rows.sense.sum(), (rows.sense == 0).sum()))
    even = rows.assign(value=values[:, 3]).groupby("sense").sample(smaller, random_state=7)
    return {
        "sense AUC, unseen keywords": _auc(rows.sense, values[:, 3]),
        "sense by fluency alone, AUC": _auc(rows.sense, values[:, 0]),
        "sense ECE": expected_error(even.value, even.sense, bins=10),
        "sense ECE of perfect scores": chance_error(even.value, bins=10),
    }


def speed(judge: Judge, data: Path) -> Figures:
    """Titles a second in batches of 2,000 and milliseconds for 10, on this machine, median of 5 and 30."""
    titles = sets.videos(data).title.sample(2000, random_state=1).tolist()
    judge(titles[:50])
    batch = [_seconds(judge, titles) for _ in range(5)]
    ten = [_seconds(judge, titles[start : start + 10]) for start in range(0, 300, 10)]
    return {"titles a second": len(titles) / float(np.median(batch)), "ms for 10": 1000 * float(np.median(ten))}


def _seconds(judge: Judge, titles: Sequence[str]) -> float:
    start = time.perf_counter()
    judge(titles)
    return time.perf_counter() - start


def measure(judge: Judge, data: Path, errors: Path | None) -> Figures:
    """All figures of one scorer."""
    return {
        **fluency(judge, data, errors),
        **style(judge, data),
        **quality(judge, data),
        **sense(judge, data),
        **speed(judge, data),
    }


BARS: dict[str, tuple[str, float]] = {
    "fluency AUC, one in 5": (">=", 0.98),
    "fluency AUC, one in 8": (">=", 0.95),
    "fluency AUC, single": (">=", 0.85),
    "fluency natural pairs": (">=", 0.80),
    "fluency ECE": ("<=", 0.03),
    "style AUC, same topics": (">=", 0.99),
    "style pairs, same keywords": (">=", 0.95),
    "style ECE": ("<=", 0.03),
    "quality AUC, good and popular": (">=", 0.95),
    "quality Spearman, judges": (">=", 0.60),
    "quality pairs, same uploader": (">=", 0.60),
    "quality ECE": ("<=", 0.03),
    "sense AUC, unseen keywords": (">=", 0.90),
    "titles a second": (">=", 1500),
    "ms for 10": ("<=", 15),
    "load seconds": ("<=", 0.5),
    "artefacts MB": ("<=", 40),
}


def evaluate(data: Path, errors: Path | None = None, home: Path | None = None) -> dict[str, Figures]:
    """Figures of the floor ("ngram-1") and of the trained scorers, by name, on the held-out part of `data`."""
    floor = load_scorers(home, encoder=False)
    begin = time.perf_counter()
    best = load_scorers(home)
    loading = time.perf_counter() - begin
    out = {floor.source: measure(floor.judge, data, errors)}
    if best.source != floor.source:
        out[best.source] = measure(best.judge, data, errors)
    folder = home or ARTEFACTS
    size = sum((folder / name).stat().st_size for name in FILES if (folder / name).exists()) / 1e6
    out[best.source] |= {"load seconds": loading, "artefacts MB": size}
    return out


def table(found: dict[str, Figures]) -> str:
    """The figures as Markdown, each with its bar and whether the last column meets it."""
    names = list(found)
    rows = list(dict.fromkeys(figure for figures in found.values() for figure in figures))
    lines = [f"| figure | {' | '.join(names)} | bar | met |", "| --- |" + " --- |" * (len(names) + 2)]
    for row in rows:
        cells = [f"{found[name][row]:.4g}" if row in found[name] else "" for name in names]
        bar, met = "", ""
        if row in BARS and row in found[names[-1]]:
            sign, value = BARS[row]
            reached = found[names[-1]][row] >= value if sign == ">=" else found[names[-1]][row] <= value
            bar, met = f"{sign} {value:g}", "yes" if reached else "no"
        lines.append(f"| {row} | {' | '.join(cells)} | {bar} | {met} |")
    return "\n".join(lines)


def main() -> None:
    """Print the table: python -m models.scorers.report --data DIR [--errors FILE] [--home DIR]."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--errors", type=Path, default=None)
    parser.add_argument("--home", type=Path, default=None)
    found = parser.parse_args()
    print(table(evaluate(found.data, found.errors, found.home)))


if __name__ == "__main__":
    main()
