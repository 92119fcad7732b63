"""How well the judge of sense tells nonsense, on keyword sets that it was not trained on: `miaoti eval sense`.

Beside it stand the encoder's sense score and, for drafts, the writer's own likelihood.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table
from sklearn.metrics import roc_auc_score

from models.generator.sense import SenseJudge
from models.pipeline.judged import Judged, judged_titles
from models.pipeline.rows import WRITTEN
from models.scorers import Scorers
from models.splits import Part

Floats = NDArray[np.float64]
HELD_OUT: tuple[Part, ...] = ("validation", "test")


def rows(titles: Sequence[Judged], judge: SenseJudge, scorers: Scorers) -> list[tuple[str, ...]]:
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
    header, *body = rows(judged_titles([WRITTEN], HELD_OUT), judge, scorers)
    table = Table(*header, title="AUC of sense, judged titles not trained on", title_justify="left")
    for row in body:
        table.add_row(*row)
    Console().print(table)
