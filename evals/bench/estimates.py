"""Predicted click-through rates of titles nobody has seen: how often the 90 % interval holds, and how fast they come.

On simulated viewers the true rate is known and must lie in the interval. On real headline tests (Upworthy, another
language and site) only clicks are known: they must lie in the interval of counts that the estimate implies.
"""

from __future__ import annotations

import json
import time
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from rich.console import Console
from rich.table import Table
from scipy.stats import betabinom

from evals.bench.racing_trials import Trial, by_week, read_trials
from models.types import CtrEstimate, Title
from tools.racing.ctr.log import by_time, tabulate
from tools.racing.ctr.made_up import made_up_log
from tools.racing.ctr.model import CtrModel
from tools.racing.ctr.prior import TAILS, PriorOfText
from tools.racing.ctr.proving import prove

WEEK = 7 * 86_400
HELD_OUT = 0.25
SIZES = ((60, 2_000), (120, 6_000), (240, 8_000))  # titles, rows of the log
BATCH, BATCHES = 10, 50


@dataclass(frozen=True)
class Outcome:
    """`covered` of `titles` held out; `width` of the interval beside the estimate; `told` is the trainer's own word."""

    name: str
    titles: int
    covered: float
    width: float
    told: float
    worth: float


def main(data: Path | None, out: Path, *, seeds: int = 3) -> int:
    """Print and write the figures; 0 where the simulated intervals hold for 85 % of the titles or more."""
    results, model = simulated(seeds)
    if data is not None:
        results.append(headlines(read_trials(data / "upworthy_ab_tests.parquet")))
    table = Table("log", "titles held out", "covered", "width", "covered in training", "worth (impressions)")
    for one in results:
        told = (f"{one.covered:.1%}", f"{one.width:.2f}", f"{one.told:.1%}", f"{one.worth:,.0f}")
        table.add_row(one.name, str(one.titles), *told)
    speed = milliseconds(model)
    console = Console()
    console.print(table)
    console.print(f"{BATCH} titles: median {speed[0]:.1f} ms, of one processor {speed[1]:.1f} ms")
    out.mkdir(parents=True, exist_ok=True)
    figures = {"estimates": [asdict(one) for one in results], "ms": speed[0], "cpu_ms": speed[1]}
    (out / "estimates.json").write_text(json.dumps(figures, indent=1), encoding="utf-8")
    made_up = [one for one in results if one.name.startswith("simulated")]
    held = sum(one.covered * one.titles for one in made_up) / sum(one.titles for one in made_up)
    return 0 if held >= 0.85 else 1


def simulated(seeds: int) -> tuple[list[Outcome], PriorOfText]:
    """Coverage of the true rates of titles kept out of the log, and the last model."""
    results = []
    for titles, rows in SIZES:
        for seed in range(seeds):
            log, truth = made_up_log(titles, rows, seed)
            texts = np.random.default_rng(seed).permutation(sorted(set(log.title)))
            out = log.title.isin(texts[: int(titles * HELD_OUT)]).to_numpy()
            model, told = fitted(log[~out].reset_index(drop=True))
            shown = log.shown[out].groupby(log.title[out]).sum()
            true = (truth[out] * log.shown[out]).groupby(log.title[out]).sum() / shown
            found = model.estimates([Title(id="", text=text) for text in true.index])
            inside = [one.low <= rate <= one.high for one, rate in zip(found, true, strict=True)]
            name = f"simulated, {titles} titles, seed {seed}"
            results.append(Outcome(name, len(found), float(np.mean(inside)), _width(found), *told))
    return results, model


def headlines(trials: list[Trial]) -> Outcome:
    """Coverage of the clicks of headlines of later weeks, by a model of earlier ones."""
    fit, tune, later = by_week(trials)
    log = tabulate(
        {"title": text, "at": one.week * WEEK, "shown": shown, "clicks": round(shown * rate)}
        for one in [*fit, *tune]
        for text, shown, rate in zip(one.headlines, one.shown, one.rates, strict=True)
    )
    model, told = fitted(log)
    known = set(log.title)
    arms = [
        (text, int(shown), round(shown * rate))
        for one in later
        for text, shown, rate in zip(one.headlines, one.shown, one.rates, strict=True)
        if text not in known
    ]
    found = model.estimates([Title(id="", text=text) for text, _shown, _clicks in arms])
    mean, worth = np.array([one.mean for one in found]), told[1]
    shown, clicks = (np.array([arm[i] for arm in arms]) for i in (1, 2))
    low, high = (betabinom.ppf(tail, shown, worth * mean, worth * (1 - mean)) for tail in TAILS)
    covered = float(((low <= clicks) & (clicks <= high)).mean())
    return Outcome("Upworthy, later weeks", len(arms), covered, _width(found), *told)


def fitted(log: pd.DataFrame) -> tuple[PriorOfText, tuple[float, float]]:
    """As `miaoti train ctr --lexical` does it; with what it says of itself: (covered, worth)."""
    fit, tune, _later = by_time(log, 0.7, 0.8)
    model = CtrModel.fit(fit, tune)
    model.prior_weight, model.proof = prove(log)
    return PriorOfText(model), (model.proof.covered, model.prior_weight)


def milliseconds(model: PriorOfText) -> tuple[float, float]:
    """(wall, processor) time of one batch, medians."""
    titles = [Title(id=str(i), text=f"这个保温杯真香，打工人第{i}天？") for i in range(BATCH)]
    model.estimates(titles)
    taken = []
    for _ in range(BATCHES):
        wall, processor = time.perf_counter(), time.thread_time()
        model.estimates(titles)
        taken.append((time.perf_counter() - wall, time.thread_time() - processor))
    wall, processor = np.median(np.array(taken), axis=0) * 1e3
    return float(wall), float(processor)


def _width(found: list[CtrEstimate]) -> float:
    return float(np.mean([(one.high - one.low) / one.mean for one in found]))
