"""Memes, as rows. Searching them is the work of `tools.memes`."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, Row, select

from tools.store.clock import Clock, utc_now
from tools.store.database import Database
from tools.store.heat import SETTING, cooled_at, half_life_of
from tools.store.meta import read_meta
from tools.store.outbox import note
from tools.store.records import MemeRecord
from tools.store.tables import memes


class MemeStore:
    """The memes; the indexes hear of every change. Heat is read as of today: it cools from the day it was measured."""

    def __init__(self, database: Database, clock: Clock = utc_now) -> None:
        self._database = database
        self._clock = clock

    def put(self, records: Sequence[MemeRecord]) -> int:
        """Insert or replace memes in one transaction; returns how many were new or changed.

        A heat without a day (`heat_at`) is of today, unless it is the one that was measured last.
        """
        by_id = {record.id: record for record in records}
        with self._database.write() as connection:
            known: dict[str, MemeRecord] = {}
            ids = list(by_id)
            for start in range(0, len(ids), 500):
                query = select(memes).where(memes.c.id.in_(ids[start : start + 500]))
                known |= {row.id: as_measured(row) for row in connection.execute(query)}
            changed = [record for record in by_id.values() if known.get(record.id) != record]
            for record in changed:
                row = meme_row(record, known.get(record.id), self._clock().date())
                values = {key: value for key, value in row.items() if key != "id"}
                upsert = self._database.insert(memes).values(**row)
                connection.execute(upsert.on_conflict_do_update(index_elements=["id"], set_=values))
            note(connection, "meme", [record.id for record in changed])
        return len(changed)

    def all(self, today: datetime.date | None = None) -> list[MemeRecord]:
        """In the order of their ids, as hot as they are `today`."""
        with self._database.read() as connection:
            rows = connection.execute(select(memes).order_by(memes.c.id)).all()
            return self._cooled(connection, rows, today)

    def pattern(self, term: str) -> str | None:
        """How the meme of that name is used, such as 「{X}的尽头是{Y}」; None where there is no such meme."""
        query = select(memes.c.pattern).where(memes.c.term == term).order_by(memes.c.id).limit(1)
        with self._database.read() as connection:
            return connection.execute(query).scalar()

    def many(self, ids: Iterable[str], today: datetime.date | None = None) -> dict[str, MemeRecord]:
        """Those of the ids that exist, by id, as hot as they are `today`."""
        query = select(memes).where(memes.c.id.in_(list(ids)))
        with self._database.read() as connection:
            rows = connection.execute(query).all()
            return {one.id: one for one in self._cooled(connection, rows, today)}

    def _cooled(
        self, connection: Connection, rows: Sequence[Row[Any]], today: datetime.date | None
    ) -> list[MemeRecord]:
        day = today or self._clock().date()
        kept = read_meta(connection, SETTING)
        half_life = half_life_of(json.loads(kept) if kept else None)
        return [_as_of(as_measured(row), day, half_life) for row in rows]


def meme_row(record: MemeRecord, known: MemeRecord | None, today: datetime.date) -> dict[str, Any]:
    """The record as a row; `known` is what it replaces."""
    since = record.heat_at or (known.heat_at if known and known.heat == record.heat else today)
    return record.__dict__ | {"tags": list(record.tags), "heat_at": since}


def as_measured(row: Row[Any]) -> MemeRecord:
    """The meme with its heat as it was measured on the day `heat_at`."""
    return MemeRecord(
        row.id, row.term, row.meaning, row.pattern, row.example, tuple(row.tags),
        row.kind, row.year, row.heat, row.risk, row.risk_note, row.heat_at,
    )  # fmt: skip


def _as_of(measured: MemeRecord, today: datetime.date, half_life: float) -> MemeRecord:
    heat = cooled_at(measured.heat, measured.heat_at, today, half_life)
    return MemeRecord(
        **{**measured.__dict__, "heat": heat, "heat_at": measured.heat_at and max(today, measured.heat_at)}
    )
