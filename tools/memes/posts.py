"""Titles and comments of a file, with their days where it has them."""

from __future__ import annotations

import datetime
from pathlib import Path

from tools.importing import values
from tools.importing.columns import map_columns
from tools.importing.reading import open_source
from tools.importing.source import ImportProblem
from tools.memes.mining import Post

_COLUMNS: dict[str, tuple[str, ...]] = {
    "text": ("标题", "评论", "弹幕", "内容", "文本", "title", "comment", "content", "message", "text"),
    "day": ("日期", "时间", "发布时间", "发布日期", "date", "day", "first_date", "time", "created_at"),
}


def read_posts(path: Path) -> list[Post]:
    """Rows without a text are passed over; a day that cannot be read counts as none.

    Raises ImportProblem when the file cannot be read or has no column of texts.
    """
    source = open_source(path)
    named = map_columns(source.columns, _COLUMNS) if source.columns else {}
    posts: list[Post] = []
    for row in source.rows:
        columns = named or map_columns(row.values, _COLUMNS)
        if row.problem or "text" not in columns:
            continue
        text = values.text(row.values.get(columns["text"]))
        if text:
            posts.append(Post(text=text, day=_day(row.values.get(columns.get("day", "")))))
    if not posts:
        raise ImportProblem(f"{path.name} 里没有找到文本，请检查有没有“标题”或“评论”这一列")
    return posts


def _day(value: object) -> datetime.date | None:
    try:
        return values.date(value)
    except ValueError:
        return None
