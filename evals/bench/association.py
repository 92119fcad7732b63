"""Title association on many titles: building, speed, and whether what was wanted is found.

Titles come from `bili_2026_hot_or_not.parquet` (column `title`) of a folder; nothing of them is kept. More than
the file holds are made by recombination: the first half of one title before the second half of another.
"""

from __future__ import annotations

import itertools
import random
import resource
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from rich.console import Console

from evals.bench.bars import Figure, figures_table
from models.embeddings import Embedder, load_embedder
from models.embeddings.sentence import SentenceHead
from models.types import Title, Verdict
from tools.associate import Association
from tools.compliance import check_many
from tools.indexes import TITLES, Indexes, open_indexes
from tools.indexes.analysis import characters, initials, is_latin, syllables
from tools.store import open_stores

FILE = "bili_2026_hot_or_not.parquet"
TOP = 10
_CHUNK = 10_000
_LEAST = 6  # characters of a title that can be wanted by its first six initials


def read_titles(data: Path, count: int, seed: int) -> list[str]:
    """`count` different wordings in random order; recombined ones when the file has too few."""
    frame = pd.read_parquet(data / FILE, columns=["title"])
    texts = {"".join(characters(text)): text for text in frame["title"]}
    real = [text for wording, text in texts.items() if wording]
    draw = random.Random(seed)
    draw.shuffle(real)
    return real[:count] + list(itertools.islice(_recombined(real, draw), max(0, count - len(real))))


def _recombined(real: Sequence[str], draw: random.Random) -> Iterator[str]:
    while True:
        first, second = draw.choice(real), draw.choice(real)
        yield first[: (len(first) + 1) // 2] + second[len(second) // 2 :]


def main(data: Path, *, titles: int, queries: int, seed: int, vectors: str, console: Console | None = None) -> int:
    """Print the figures beside their bars; 0 when all are met. `vectors` is sentence or an embedder's name."""
    console = console or Console()
    texts = read_titles(data, titles, seed)
    with tempfile.TemporaryDirectory(prefix="miaoti-bench-") as spare:
        stores = open_stores(Path(spare))
        embedder: Embedder = SentenceHead() if vectors == "sentence" else load_embedder(vectors)
        indexes = open_indexes(stores, Path(spare), embedder, background=False, known=None)
        try:
            figures = _build(Association(stores, indexes), indexes, texts, console)
            indexes.close()
            # Searched as conversations search it: beside the thread that follows the tables.
            indexes = open_indexes(stores, Path(spare), embedder, known=None)
            association = Association(stores, indexes)
            figures += _measure(association, indexes, texts, queries, random.Random(seed))
        finally:
            indexes.close()
            stores.close()
    figures.append(Figure("peak memory", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6, unit="GB"))
    console.print(figures_table(figures, f"Association over {len(texts):,} titles, {queries} queries, {vectors}"))
    return 0 if all(one.met for one in figures) else 1


def _build(association: Association, indexes: Indexes, texts: Sequence[str], console: Console) -> list[Figure]:
    started = time.perf_counter()
    for start in range(0, len(texts), _CHUNK):
        chunk = texts[start : start + _CHUNK]
        association.add([Title(id=f"b{start + number}", text=text) for number, text in enumerate(chunk)])
        console.print(
            f"full text {start + len(chunk):,} titles, {time.perf_counter() - started:.0f} s", highlight=False
        )
    full_text, started = time.perf_counter() - started, time.perf_counter()
    indexes.apply("vectors", lambda left: console.print(f"vectors: {left:,} to go", highlight=False))
    vectors = time.perf_counter() - started
    return [
        Figure("build: tables and full text", full_text, unit="s"),
        Figure("build: vectors", vectors, unit="s"),
    ]


def _measure(
    association: Association, indexes: Indexes, texts: Sequence[str], queries: int, draw: random.Random
) -> list[Figure]:
    wanted = draw.sample([text for text in texts if len(characters(text)) >= _LEAST], queries)
    typed = [(text, "".join(characters(text)[:4])) for text in wanted]
    spelled = [(text, "".join(initials(syllables(text))[:6])) for text in wanted]
    spelled = [(text, letters) for text, letters in spelled if is_latin(letters)]
    prefixes = Counter("".join(characters(text)[:4]) for text in texts)
    letters_of = Counter("".join(initials(syllables(text))[:6]) for text in texts)
    shown, _ = _timed(lambda text: association.complete(text, TOP), [query for _, query in typed])
    found = [association.complete(query, TOP, withheld=True) for _, query in typed]
    by_letters = [association.complete(query, TOP, withheld=True) for _, query in spelled]
    alike, _ = _timed(lambda text: association.similar(text, TOP), wanted[: queries // 2])
    ceiling = float(np.mean([min(1.0, TOP / prefixes[query]) for _, query in typed]))
    letters_ceiling = float(np.mean([min(1.0, TOP / letters_of[query]) for _, query in spelled]))
    by_prefix = _share(found, [text for text, _ in typed])
    return [
        *_percentiles("completion", shown, 5),
        *_percentiles("similar, embedding included", alike, 30),
        Figure("ANN recall@10 against exact", _ann_recall(indexes, texts, wanted[:200]), 0.95),
        Figure("in the top 10 after 4 characters", by_prefix),
        Figure("  ceiling of the prefix alone", ceiling),
        Figure("  share of the ceiling", by_prefix / ceiling, 0.97),
        Figure("in the top 10 by 6 initials", _share(by_letters, [text for text, _ in spelled]), 0.80),
        Figure("  ceiling of the initials alone", letters_ceiling),
        Figure("withheld by the law before display", _withheld(wanted)),
    ]


def _percentiles(what: str, spent: NDArray[np.float64], bar: float) -> list[Figure]:
    """`spent` is (n, 2): milliseconds of the clock and of this thread's processor time."""
    wall, processor = np.percentile(spent, [50, 99], axis=0).T
    return [
        Figure(f"{what}, p50", float(wall[0]), unit="ms"),
        Figure(f"{what}, p99", float(wall[1]), bar, most=True, unit="ms"),
        Figure("  of it processor time, p99", float(processor[1]), unit="ms"),
    ]


def _timed(ask: Callable[[str], list[str]], queries: Sequence[str]) -> tuple[NDArray[np.float64], list[list[str]]]:
    """(n, 2) milliseconds (clock, processor) and answers; ten are asked once before, so that files are read."""
    for query in queries[:10]:
        ask(query)
    spent, answers = [], []
    for query in queries:
        started, worked = time.perf_counter(), time.thread_time()
        answers.append(ask(query))
        spent.append((1000 * (time.perf_counter() - started), 1000 * (time.thread_time() - worked)))
    return np.array(spent), answers


def _withheld(texts: Sequence[str]) -> float:
    """Share of real videos' titles that would not do as ads; recall is taken before they are left out."""
    return float(np.mean([one.verdict is Verdict.VIOLATION for one in check_many(texts)]))


def _share(answers: Sequence[Sequence[str]], wanted: Sequence[str]) -> float:
    return float(np.mean([text in answer for text, answer in zip(wanted, answers, strict=True)]))


def _ann_recall(indexes: Indexes, texts: Sequence[str], queries: Sequence[str]) -> float:
    """Against the ten highest cosines; ids tell titles of one vector apart, so equal cosines count as found."""
    embedder = indexes.embedder_of(TITLES)
    passages = np.concatenate(
        [embedder.embed(texts[start : start + _CHUNK], "passage") for start in range(0, len(texts), _CHUNK)]
    )
    shares = []
    for query in queries:
        exact: NDArray[np.float32] = passages @ embedder.embed([query], "query")[0]
        tenth = float(np.partition(exact, -TOP)[-TOP])
        near = indexes.nearest(TITLES, query, TOP)
        shares.append(sum(cosine >= tenth - 1e-4 for _, cosine in near) / TOP)
    return float(np.mean(shares))
