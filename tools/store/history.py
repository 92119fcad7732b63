"""Past titles of an account: from its catalogue, which is replaced as a whole, and from imports, which only add."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from models.catalog import Advertiser, PastTitle
from tools.store.hashing import content_id
from tools.store.outbox import note
from tools.store.tables import past_titles


def past_title_id(advertiser_id: str, past: PastTitle) -> str:
    """The same account, words and day are the same row, however often it arrives."""
    return "h" + content_id(advertiser_id, past.title, past.date.isoformat() if past.date else "")


def put_history(
    connection: Connection, advertiser_id: str, history: Sequence[PastTitle], origin: str
) -> tuple[int, int]:
    """Insert what is new and update counts; returns (new, updated). `origin` is catalog or import."""
    by_id = {past_title_id(advertiser_id, past): past for past in history}
    known = _known_counts(connection, list(by_id))
    fresh, changed = [], []
    for number, (row_id, past) in enumerate(by_id.items()):
        row = {"id": row_id, "advertiser_id": advertiser_id, "position": number, "origin": origin}
        row |= {"title": past.title, "impressions": past.impressions, "clicks": past.clicks, "date": past.date}
        if row_id not in known:
            fresh.append(row)
        elif _newer((past.impressions, past.clicks), known[row_id], origin):
            changed.append(row)
    if fresh:
        connection.execute(insert(past_titles), fresh)
    for row in changed:
        counts = {"impressions": row["impressions"], "clicks": row["clicks"]}
        connection.execute(update(past_titles).where(past_titles.c.id == row["id"]).values(counts))
    note(connection, "past", [str(row["id"]) for row in fresh])
    return len(fresh), len(changed)


def drop_stale_history(connection: Connection, account: Advertiser) -> None:
    """Remove catalogue titles that the account no longer lists, and tell the indexes."""
    kept = {past_title_id(account.id, past) for past in account.history}
    mine = (past_titles.c.advertiser_id == account.id) & (past_titles.c.origin == "catalog")
    listed = connection.execute(select(past_titles.c.id).where(mine)).scalars()
    stale = [row_id for row_id in listed if row_id not in kept]
    for row_id in stale:
        connection.execute(delete(past_titles).where(past_titles.c.id == row_id))
    note(connection, "past", stale)


def read_history(connection: Connection, advertiser_id: str) -> tuple[PastTitle, ...]:
    """Catalogue first, in its order; then imports."""
    query = select(past_titles).where(past_titles.c.advertiser_id == advertiser_id)
    query = query.order_by(past_titles.c.origin, past_titles.c.position, past_titles.c.id)
    return tuple(past_title(row) for row in connection.execute(query))


def past_title(row: Row[Any]) -> PastTitle:
    """From its row."""
    return PastTitle(title=row.title, impressions=row.impressions, clicks=row.clicks, date=row.date)


def _newer(counts: tuple[int, int], known: tuple[int, int], origin: str) -> bool:
    """The catalogue is replaced as a whole; imports may overlap and arrive in any order, so counts only grow."""
    return counts != known if origin == "catalog" else counts > known


def _known_counts(connection: Connection, ids: list[str]) -> dict[str, tuple[int, int]]:
    known: dict[str, tuple[int, int]] = {}
    for start in range(0, len(ids), 500):
        query = select(past_titles).where(past_titles.c.id.in_(ids[start : start + 500]))
        known |= {row.id: (row.impressions, row.clicks) for row in connection.execute(query)}
    return known
