"""The texts whose tokens the cut vocabulary must hold, and how often a token must occur in each to be kept.

Everything is read from a data folder with the layout described in its README; only token ids are kept of it.
"""

from __future__ import annotations

import json
import string
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

GB2312_FIRST, GB2312_LAST = 0xB0A1, 0xF7FE
EMOJI = ((0x2190, 0x27BF), (0x2900, 0x2BFF), (0x3000, 0x30FF), (0xFE00, 0xFE0F), (0xFF00, 0xFFEF), (0x1F000, 0x1FAFF))


@dataclass(frozen=True)
class Source:
    """A parquet file's text columns; a token is kept when it occurs at least `at_least` times in them."""

    file: str
    columns: tuple[str, ...]
    at_least: int


SOURCES = (
    Source("bili_2026_hot_or_not.parquet", ("title",), 1),
    Source("bili_2026_popular_stats.parquet", ("title",), 1),
    Source("bili_2026_popular_stats.parquet", ("desc",), 4),
    Source("bili_mustwatch_2019_2021.parquet", ("title", "tags"), 1),
    Source("bili_rank100_2021.parquet", ("title", "tags"), 1),
    Source("bili_weekly_rank_2019_2020.parquet", ("title",), 1),
    Source("bili_longtail_2021.parquet", ("title",), 1),
    Source("cheer_buzzwords.parquet", ("buzzword", "examples"), 3),
    Source("advertisegen_5k.parquet", ("attributes", "copy"), 3),
    Source("ecommerce_ner.parquet", ("text",), 3),
    Source("tnews_titles_keywords.parquet", ("title", "keywords"), 3),
    Source("thucnews_titles.parquet", ("title",), 3),
    Source("upworthy_ab_tests.parquet", ("headline", "lede"), 5),
)
OWN = ("memes", "advertisers", "zeroshot_a", "zeroshot_b", "native_a", "native_b", "onpolicy_judged", "compliance")


def parquet_texts(folder: Path, source: Source) -> list[str]:
    """All texts of one source, in file order; lists are written out as Python prints them."""
    import pyarrow.parquet as pq  # whoever only serves or exports a model has none

    table = pq.read_table(folder / source.file, columns=list(source.columns))
    return [str(value) for name in source.columns for value in table[name].to_pylist() if value]


def own_texts(folder: Path) -> list[str]:
    """The project's own JSON lines, as lines (so JSON's punctuation counts) and as bare values."""
    files = [folder / f"{name}.jsonl" for name in OWN] + sorted((folder.parent / "cases").glob("*.jsonl"))
    lines = [line for file in files for line in file.read_text("utf-8").splitlines()]
    return lines + [value for line in lines for value in _strings(json.loads(line))]


def characters() -> set[str]:
    """Single characters to keep whatever the corpus says: ASCII, GB 2312's hanzi, kana, full-width forms, emoji."""
    hanzi = {
        bytes((high, low)).decode("gb2312", "ignore")
        for high in range(GB2312_FIRST >> 8, (GB2312_LAST >> 8) + 1)
        for low in range(0xA1, 0xFF)
    }
    symbols = {chr(code) for first, last in EMOJI for code in range(first, last + 1)}
    return (hanzi | symbols | set(string.printable) | {"▁"}) - {""}


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield str(key)
            yield from _strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from _strings(item)
