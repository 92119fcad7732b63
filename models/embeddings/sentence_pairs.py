"""What a title's vector is learned from and measured by: titles, and what should find them.

Reads the folder that the sentence head is trained on: `native_*.jsonl` and `zeroshot_*.jsonl` (keywords, title),
`tnews_titles_keywords.parquet` (title, keywords), `bili_mustwatch_2019_2021.parquet`, `bili_rank100_2021.parquet`
(title, tags, up_id) and `bili_2026_hot_or_not.parquet` (title, up_id, first_date). Parts are those of `models.splits`.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from models.splits import PARTS, Part, part_of, part_of_keywords, part_of_video

_LEAST = 8  # characters of a description that says something


@dataclass
class KeywordSet:
    """Titles written for the same keywords: native to Bilibili, and as a general language model writes them."""

    keywords: list[str]
    native: list[str] = field(default_factory=list)
    zeroshot: list[str] = field(default_factory=list)

    @property
    def titles(self) -> list[str]:
        return [*self.native, *self.zeroshot]


def keyword_sets(data: Path, parts: Collection[Part]) -> list[KeywordSet]:
    """Those of these parts, in the order of the files."""
    found: dict[tuple[str, ...], KeywordSet] = {}
    for kind in ("native", "zeroshot"):
        for path in sorted(data.glob(f"{kind}_*.jsonl")):
            for line in path.read_text(encoding="utf-8").splitlines():
                row = json.loads(line)
                words = [str(word) for word in row["keywords"]]
                if part_of_keywords(words) in parts:
                    held = found.setdefault(tuple(sorted(words)), KeywordSet(words))
                    (held.native if kind == "native" else held.zeroshot).append(str(row["title"]))
    return list(found.values())


def headlines(data: Path, parts: Collection[Part]) -> list[tuple[list[str], str]]:
    """(keywords, title) of news; half of the keywords are words of the article that its title does not hold."""
    table = pd.read_parquet(data / "tnews_titles_keywords.parquet").drop_duplicates("title")
    rows = [(str(row.keywords).split(","), str(row.title)) for row in table.itertuples() if row.keywords]
    return [(words, title) for words, title in rows if part_of_keywords(words) in parts]


def tagged(data: Path, parts: Collection[Part], file: str = "bili_mustwatch_2019_2021") -> list[tuple[list[str], str]]:
    """(tags, title) of videos; the uploader decides the part."""
    table = pd.read_parquet(data / f"{file}.parquet", columns=["title", "tags", "up_id"]).drop_duplicates("title")
    rows = [(str(row.tags or "").split(), str(row.title), str(row.up_id)) for row in table.itertuples()]
    return [(tags, title) for tags, title, uploader in rows if tags and part_of(uploader) in parts]


def videos(data: Path, parts: Collection[Part]) -> list[str]:
    """Titles of 2026. One that several uploaders use belongs to the part of the first."""
    table = pd.read_parquet(data / "bili_2026_hot_or_not.parquet", columns=["title", "up_id", "first_date"])
    table = table.drop_duplicates("title")
    belongs = [part_of_video(str(row.up_id), str(row.first_date)) in parts for row in table.itertuples()]
    return [str(title) for title in table["title"][belongs]]


def by_uploader(data: Path, parts: Collection[Part]) -> list[list[str]]:
    """Titles of 2026, those of one uploader together."""
    table = pd.read_parquet(data / "bili_2026_hot_or_not.parquet", columns=["title", "up_id", "first_date"])
    table = table.drop_duplicates("title")
    inside = [part_of_video(str(row.up_id), str(row.first_date)) in parts for row in table.itertuples()]
    return [group["title"].astype(str).tolist() for _, group in table[inside].groupby("up_id")]


def described(data: Path, parts: Collection[Part]) -> list[tuple[str, str]]:
    """(beginning of the description, title) of popular videos; none that `videos` puts into another part."""
    table = pd.read_parquet(
        data / "bili_2026_popular_stats.parquet", columns=["title", "desc", "up_id", "first_capture"]
    )
    rows = [
        (str(row.desc), str(row.title))
        for row in table.drop_duplicates("title").itertuples()
        if part_of_video(str(row.up_id), str(row.first_capture)[:10]) in parts
    ]
    others = set(videos(data, set(PARTS) - set(parts)))
    return [(desc, title) for desc, title in rows if len(desc) >= _LEAST and title not in others and desc != title]
