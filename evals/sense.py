"""How well the judge of sense tells nonsense, on keyword sets that it was not trained on: `miaoti eval sense`.

Beside it stand the encoder's sense score and, for drafts, the writer's own likelihood.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table
from sklearn.metrics import roc_auc_score

from models.generator.sense import SenseJudge
from models.pipeline.rows import WRITTEN
from models.scorers import Scorers
from models.splits import part_of_keywords

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Held:
    """A judged title that was not trained on; `logprob` is the mean over its tokens, none if it was no draft."""

    keywords: tuple[str, ...]
    title: str
    source: str
    sense: bool
    logprob: float | None


def held_titles(folders: Sequence[Path] = (WRITTEN,)) -> list[Held]:
    """Every judged title whose keyword set is in the validation or test part, each once."""
    found: dict[tuple[tuple[str, ...], str], Held] = {}
    for folder in folders:
        for path in sorted(folder.glob("onpolicy_*.jsonl")):
            for line in path.read_text(encoding="utf-8").splitlines():
                row = json.loads(line)
                words = tuple(row["keywords"])
                if part_of_keywords(words) != "train":
                    one = Held(words, row["title"], row.get("source", "model"), bool(row["sense"]), row.get("logprob"))
                    found[words, one.title] = one
    return list(found.values())


def rows(titles: Sequence[Held], judge: SenseJudge, scorers: Scorers) -> list[tuple[str, ...]]:
    """Header and rows, one a source: titles, share that makes sense, AUC of judge, encoder and likelihood."""
    odds = np.array([judge.log_odds([one.title], one.keywords)[0] for one in titles])
    scores = scorers.scores([one.title for one in titles], [list(one.keywords) for one in titles])
    encoder = np.array([np.nan if one.sense is None else one.sense for one in scores])
    logprobs = np.array([np.nan if one.logprob is None else one.logprob for one in titles])
    sense = np.array([one.sense for one in titles])
    sources = np.array([one.source for one in titles])
    table: list[tuple[str, ...]] = [("source", "titles", "make sense", "judge", "encoder", "own likelihood")]
    for source in ("all", *dict.fromkeys(sources)):
        mine = sources == source if source != "all" else np.ones(len(titles), dtype=bool)
        areas = (_area(sense[mine], values[mine]) for values in (odds, encoder, logprobs))
        table.append((source, str(mine.sum()), f"{sense[mine].mean():.3f}", *areas))
    return table


def _area(sense: NDArray[np.bool_], values: Floats) -> str:
    """AUC over the titles that have a value; a dash where one kind of title is missing."""
    known = ~np.isnan(values)
    return f"{roc_auc_score(sense[known], values[known]):.3f}" if len(set(sense[known])) == 2 else "-"


def main(judge: SenseJudge, scorers: Scorers) -> None:
    """Print the table."""
    header, *body = rows(held_titles(), judge, scorers)
    table = Table(*header, title="AUC of sense, judged titles not trained on", title_justify="left")
    for row in body:
        table.add_row(*row)
    Console().print(table)
