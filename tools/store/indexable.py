"""Rows as an index reads them: words, whose they are, and what ranks them."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select

from tools.store.database import Database
from tools.store.tables import advertisers, feedback, library, materials, past_titles, titles

ADOPTED = frozenset({"adopt", "adoption", "save", "like"})
"""Kinds of feedback that say a title was taken up."""

_AT_ONCE = 500


@dataclass(frozen=True)
class IndexRow:
    """`account` is none when a row belongs to nobody; `quality` is 0..1 or unknown; `adopted` counts take-ups."""

    id: str
    text: str
    account: str | None
    industry: str | None
    quality: float | None
    at: datetime.datetime | datetime.date | None
    adopted: int = 0


def index_rows(database: Database, kind: str, ids: Sequence[str]) -> list[IndexRow]:
    """Those rows of a kind (title, past or material) that exist; of materials only admitted titles."""
    return list(_rows(database, kind, ids))


def _rows(database: Database, kind: str, ids: Sequence[str]) -> Iterator[IndexRow]:
    with database.read() as connection:
        industries = {row.id: row.industry for row in connection.execute(select(advertisers))}
        for start in range(0, len(ids), _AT_ONCE):
            some = ids[start : start + _AT_ONCE]
            adopted = _adoptions(connection, some)
            for row in connection.execute(_query(kind, some)):
                yield IndexRow(
                    id=row.id,
                    text=row.text,
                    account=row.advertiser_id,
                    industry=industries.get(row.advertiser_id),
                    quality=_quality(row.payload) if kind == "title" else None,
                    at=row.at,
                    adopted=adopted.get(row.id, 0),
                )


def _query(kind: str, ids: Sequence[str]) -> Select[Any]:
    if kind == "past":
        past = past_titles.c
        return select(past.id, past.title.label("text"), past.advertiser_id, past.date.label("at")).where(
            past.id.in_(ids)
        )
    if kind == "material":
        material = materials.c
        return select(material.id, material.text, material.advertiser_id, material.at).where(
            material.id.in_(ids), material.state == "admitted", material.kind == "title"
        )
    title = titles.c
    return select(title.id, title.text, title.advertiser_id, title.payload, title.created_at.label("at")).where(
        title.id.in_(ids)
    )


def _quality(payload: dict[str, Any]) -> float | None:
    scores = payload.get("scores")
    return float(scores["quality"]) if scores else None


def _adoptions(connection: Any, ids: Sequence[str]) -> dict[str, int]:
    """Take-ups by feedback and by the library of finals."""
    found: dict[str, int] = {}
    for table, extra in ((feedback, feedback.c.kind.in_(sorted(ADOPTED))), (library, library.c.title_id.is_not(None))):
        query = select(table.c.title_id, func.count()).where(table.c.title_id.in_(ids), extra)
        for title_id, count in connection.execute(query.group_by(table.c.title_id)):
            found[title_id] = found.get(title_id, 0) + int(count)
    return found
