"""Meme retrieval on requests judged by hand: hybrid beside vectors alone and full text alone.

Grades: 2 fits as it is, 1 fits with effort; unjudged counts as 0. The first `TUNED` rows are those that weights were
set on; the rest were written later and never tuned on.
"""

from __future__ import annotations

import json
import math
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

from models.embeddings import load_embedder
from tools.demo import load_demo
from tools.indexes import MEMES, Indexes, open_indexes
from tools.memes import MemeSearch
from tools.memes.query import topic
from tools.store import Stores, open_stores

TUNED = 60
_POOL = 40


def ndcg(ranked: Sequence[str], grades: Mapping[str, int], k: int = 5) -> float:
    """nDCG@k with gains 2^grade - 1 (Burges et al., ICML 2005)."""

    def gain(values: Sequence[int]) -> float:
        return sum((2.0**grade - 1) / math.log2(rank + 2) for rank, grade in enumerate(values[:k]))

    return gain([grades.get(term, 0) for term in ranked]) / gain(sorted(grades.values(), reverse=True))


def measure(stores: Stores, indexes: Indexes, rows: Sequence[Mapping[str, object]]) -> dict[str, list[float]]:
    """nDCG@5 of each row by hybrid, vectors and text; `rows` have a query and its judged memes."""
    search = MemeSearch(stores, indexes)
    allowed = {meme.id: meme.term for meme in stores.memes.all() if meme.risk == "none"}
    scores: dict[str, list[float]] = {"hybrid": [], "vectors": [], "text": []}
    for row in rows:
        query, judged = str(row["query"]), row["judged"]
        about = topic(query)
        near = [allowed[found] for found, _ in indexes.nearest(MEMES, about, _POOL) if found in allowed]
        hits = indexes.text(MEMES).match(about, _POOL, sounds=0.3)
        words = [allowed[hit.id] for hit in hits if hit.id in allowed]
        hybrid = [meme.term for meme in search.search_memes(query, 5)]
        for name, ranked in (("hybrid", hybrid), ("vectors", near), ("text", words)):
            scores[name].append(ndcg(ranked, judged))  # type: ignore[arg-type]
    return scores


def evaluate(path: Path) -> dict[str, dict[str, float]]:
    """Mean nDCG@5 by part (tuned on, not tuned on, all) and by way of searching, on the demo's memes."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    with tempfile.TemporaryDirectory(prefix="miaoti-memes-") as spare:
        stores = open_stores(Path(spare))
        load_demo(stores)
        indexes = open_indexes(stores, Path(spare), load_embedder(), background=False)
        try:
            scores = measure(stores, indexes, rows)
        finally:
            indexes.close()
            stores.close()
    parts = {"tuned on": slice(0, TUNED), "not tuned on": slice(TUNED, None), "all": slice(0, None)}
    return {
        f"{part} ({len(rows[rowed])})": {name: _mean(values[rowed]) for name, values in scores.items()}
        for part, rowed in parts.items()
        if rows[rowed]
    }


def main(path: Path, console: Console | None = None) -> int:
    """Print the table; 0 when the hybrid is the best of the three in every part."""
    found = evaluate(path)
    table = Table("requests", "hybrid", "vectors alone", "text alone", title="Memes, nDCG@5")
    for part, means in found.items():
        table.add_row(part, *(f"{means[name]:.3f}" for name in ("hybrid", "vectors", "text")))
    (console or Console()).print(table)
    return 0 if all(means["hybrid"] > max(means["vectors"], means["text"]) for means in found.values()) else 1


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)
