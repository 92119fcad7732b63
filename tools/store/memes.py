"""Memes, as rows. Searching them is the work of `tools.memes`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Row, select

from tools.store.database import Database
from tools.store.outbox import note
from tools.store.records import MemeRecord
from tools.store.tables import memes


class MemeStore:
    """The memes; the indexes hear of every change."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, records: Sequence[MemeRecord]) -> int:
        """Insert or replace memes in one transaction; returns how many were new or changed."""
        by_id = {record.id: record for record in records}
        with self._database.write() as connection:
            known: dict[str, MemeRecord] = {}
            ids = list(by_id)
            for start in range(0, len(ids), 500):
                query = select(memes).where(memes.c.id.in_(ids[start : start + 500]))
                known |= {row.id: _meme(row) for row in connection.execute(query)}
            changed = [record for record in by_id.values() if known.get(record.id) != record]
            for record in changed:
                row = record.__dict__ | {"tags": list(record.tags)}
                values = {key: value for key, value in row.items() if key != "id"}
                upsert = self._database.insert(memes).values(**row)
                connection.execute(upsert.on_conflict_do_update(index_elements=["id"], set_=values))
            note(connection, "meme", [record.id for record in changed])
        return len(changed)

    def all(self) -> list[MemeRecord]:
        """In the order of their ids."""
        with self._database.read() as connection:
            return [_meme(row) for row in connection.execute(select(memes).order_by(memes.c.id))]

    def pattern(self, term: str) -> str | None:
        """How the meme of that name is used, such as 「{X}的尽头是{Y}」; None where there is no such meme."""
        query = select(memes.c.pattern).where(memes.c.term == term).order_by(memes.c.id).limit(1)
        with self._database.read() as connection:
            return connection.execute(query).scalar()

    def many(self, ids: Iterable[str]) -> dict[str, MemeRecord]:
        """Those of the ids that exist, by id."""
        query = select(memes).where(memes.c.id.in_(list(ids)))
        with self._database.read() as connection:
            return {row.id: _meme(row) for row in connection.execute(query)}


def _meme(row: Row[Any]) -> MemeRecord:
    return MemeRecord(
        row.id, row.term, row.meaning, row.pattern, row.example, tuple(row.tags),
        row.kind, row.year, row.heat, row.risk, row.risk_note,
    )  # fmt: skip
