"""Pictures and worst mistakes of a scorers' report. They may quote fetched rows: keep them out of the project."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from models.corruption import BASIC_KINDS, Corrupter
from models.scorers import data as sets
from models.scorers.report import Judge

BINS, WORST = 15, 15
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Held:
    """A task's held-out titles: what is true of each (0 or 1) and the score in 0..1, arrays of one length."""

    titles: Sequence[str]
    label: npt.NDArray[np.int64]
    value: Floats


def held_out(judge: Judge, data: Path, seed: int = 7) -> dict[str, Held]:
    """Fluency (one corruption in 8 characters), style, quality (judged 4 or 5) and sense."""
    videos = sets.videos(data)
    real = videos[(videos.part == "test") & (videos.title.str.len() >= 6)].title
    chosen = real.sample(min(1500, len(real)), random_state=seed).tolist()
    corrupter = Corrupter(chosen, seed)
    spoiled = [corrupter.every(title, 8, BASIC_KINDS).text for title in chosen]
    styled, rated, judged = sets.styled(data), sets.ratings(data), sets.judged(data)
    styled, rated, judged = (frame[frame.part == "test"] for frame in (styled, rated, judged))
    return {
        "fluency": _held([*chosen, *spoiled], [1] * len(chosen) + [0] * len(spoiled), judge, 0),
        "style": _held(styled.title.tolist(), styled.native.tolist(), judge, 1),
        "quality": _held(rated.title.tolist(), [int(score >= 4) for score in rated.score], judge, 2),
        "sense": _held(judged.title.tolist(), judged.sense.tolist(), judge, 3, judged.keywords.tolist()),
    }


def _held(
    titles: list[str], label: list[int], judge: Judge, column: int, keywords: list[list[str]] | None = None
) -> Held:
    return Held(titles, np.array(label), judge(titles, keywords)[:, column])


def reliability(held: Held, bins: int = BINS) -> tuple[Floats, Floats]:
    """(mean score, share that is true) of equal-mass bins, each of shape (bins,)."""
    parts = [part for part in np.array_split(np.argsort(held.value), bins) if len(part)]
    return (
        np.array([held.value[part].mean() for part in parts]),
        np.array([held.label[part].mean() for part in parts]),
    )


def mistakes(held: Held, count: int = WORST) -> list[tuple[str, int, float]]:
    """(title, truth, score) where the score is farthest from the truth, worst first."""
    order = np.argsort(-np.abs(held.value - held.label))[:count]
    return [(held.titles[index], int(held.label[index]), float(held.value[index])) for index in order]


def write(held: dict[str, Held], out: Path) -> list[Path]:
    """roc.png, calibration.png and mistakes.md in `out`. Without matplotlib only the last."""
    out.mkdir(parents=True, exist_ok=True)
    worst = out / "mistakes.md"
    lines = [
        f"| {name} | {truth} | {value:.2f} | {title.replace('|', '¦')} |"
        for name, one in held.items()
        for title, truth, value in mistakes(one)
    ]
    worst.write_text("\n".join(["| score | truth | value | title |", "| --- | --- | --- | --- |", *lines, ""]), "utf-8")
    try:
        import matplotlib
    except ModuleNotFoundError:
        return [worst]
    matplotlib.use("Agg")
    return [_roc(held, out / "roc.png"), _calibration(held, out / "calibration.png"), worst]


def _roc(held: dict[str, Held], path: Path) -> Path:
    from matplotlib import pyplot
    from sklearn.metrics import roc_auc_score, roc_curve

    figure, axes = pyplot.subplots(figsize=(5, 5))
    for name, one in held.items():
        wrong, right, _ = roc_curve(one.label, one.value)
        axes.plot(wrong, right, label=f"{name} {roc_auc_score(one.label, one.value):.3f}")
    axes.plot([0, 1], [0, 1], "--", color="grey", linewidth=0.8)
    axes.set(xlabel="false positive rate", ylabel="true positive rate", title="ROC, held-out titles")
    axes.legend(loc="lower right")
    figure.savefig(path, dpi=120, bbox_inches="tight")
    pyplot.close(figure)
    return path


def _calibration(held: dict[str, Held], path: Path) -> Path:
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(5, 5))
    for name, one in held.items():
        axes.plot(*reliability(one), marker="o", markersize=3, label=name)
    axes.plot([0, 1], [0, 1], "--", color="grey", linewidth=0.8)
    axes.set(xlabel="score", ylabel="share that is true", title="Calibration, held-out titles")
    axes.legend(loc="upper left")
    figure.savefig(path, dpi=120, bbox_inches="tight")
    pyplot.close(figure)
    return path
