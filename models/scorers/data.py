"""Readers of a data folder (columns as its README lists them), each row with the part it belongs to.

Every reader takes the folder, so users train on their own titles with files of the same names and columns.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pandas as pd

from models.pipeline.judged import judged_titles
from models.pipeline.rows import WRITTEN, written_rows
from models.scorers.inputs import clean
from models.splits import part_of_keywords, part_of_video

_BEGGING = re.compile(r"快来围观|求三连|求关注|新人报道|我的视频|点个赞|求赞|互关")
_OTHER_BILI = ("bili_mustwatch_2019_2021", "bili_rank100_2021", "bili_weekly_rank_2019_2020")
_NEWS = ("tnews_titles_keywords", "thucnews_titles")


def _lines(path: Path) -> list[dict[str, Any]]:
    if not path.exists():
        raise FileNotFoundError(f"{path.name} is not in {path.parent}; the folder must hold the listed sets")
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def videos(data: Path) -> pd.DataFrame:
    """Columns title, label (1 popular), tname, up_id, first_date, bvid, part. Begging and tiny titles are left out."""
    frame = pd.read_parquet(data / "bili_2026_hot_or_not.parquet")
    frame = frame[["bvid", "title", "label", "tname", "up_id", "first_date"]].copy()
    frame["title"] = [clean(title) for title in frame.title]
    begging = frame.title.str.contains(_BEGGING) & (frame.label == 0)
    frame = frame[~begging & (frame.title.str.len() >= 4)].reset_index(drop=True)
    frame["part"] = [part_of_video(up, date) for up, date in zip(frame.up_id, frame.first_date, strict=True)]
    return frame


def ratings(data: Path) -> pd.DataFrame:
    """Columns title, tname, label, score (1-5), codes, judge, up_id, first_date, part."""
    frame = pd.read_parquet(data / "title_ratings.parquet")
    origin = pd.read_parquet(data / "bili_2026_hot_or_not.parquet")[["bvid", "up_id", "first_date"]]
    frame = frame.merge(origin, on="bvid", how="left")
    frame["title"] = [clean(title) for title in frame.title]
    frame["part"] = [part_of_video(up, date) for up, date in zip(frame.up_id, frame.first_date, strict=True)]
    return frame


def styled(data: Path) -> pd.DataFrame:
    """Columns title, keywords (list), category, angle (or none), native (1 native, 0 zero-shot), part."""
    rows = [
        {"angle": None, **row, "native": int(name == "native")}
        for name in ("native", "zeroshot")
        for half in "ab"
        for row in _lines(data / f"{name}_{half}.jsonl")
    ]
    frame = pd.DataFrame(rows)
    frame["title"] = [clean(title) for title in frame.title]
    frame["part"] = [part_of_keywords(words) for words in frame.keywords]
    return frame


def judged(data: Path) -> pd.DataFrame:
    """Our generator's titles read by hand: columns title, keywords, sense, appeal, fault, part (by keywords).

    Reads onpolicy_*.jsonl of the folder and the project's own judgements.
    """
    rows = [
        {**one.__dict__, "keywords": list(one.keywords), "sense": int(one.sense)}
        for one in judged_titles([data, WRITTEN])
    ]
    frame = pd.DataFrame(rows)
    frame["title"] = [clean(title) for title in frame.title]
    frame["part"] = [part_of_keywords(words) for words in frame.keywords]
    return frame


def written(part: str) -> list[tuple[list[str], str]]:
    """(keywords, title) of the rows that were written by hand for this project, of one part."""
    return [
        (row["keywords"], clean(row["title"])) for row in written_rows() if part_of_keywords(row["keywords"]) == part
    ]


def natural_errors(path: Path) -> pd.DataFrame:
    """Hand-written pairs: columns right, wrong, kind."""
    frame = pd.DataFrame(_lines(path))
    for column in ("right", "wrong"):
        frame[column] = [clean(title) for title in frame[column]]
    return frame


def other_titles(data: Path, news: bool = True) -> list[str]:
    """Titles of the smaller sets (rankings, editors' picks, news), for language statistics."""
    names = _OTHER_BILI + (_NEWS if news else ())
    found: list[str] = []
    for name in names:
        path = data / f"{name}.parquet"
        if path.exists():
            found.extend(clean(title) for title in pd.read_parquet(path, columns=["title"]).title.dropna())
    return [title for title in found if len(title) >= 4]
