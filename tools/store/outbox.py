"""The outbox: what changed in the tables and has yet to reach an index.

A change writes its outbox rows in its own transaction, one for each index that reads them, so a process
that dies after the commit leaves a note for the next one. Applying a row twice does no harm.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, delete, func, insert, literal, select

from tools.store.database import Database
from tools.store.meta import hold_meta, keep_meta, read_meta
from tools.store.records import OutboxRow
from tools.store.tables import materials, memes, outbox, past_titles, titles

CONSUMERS = ("text", "vectors")
_ENROLLED = "outbox_enrolled"
_ADMITTED = (materials.c.state == "admitted") & (materials.c.kind == "title")
_DOCUMENTS = {
    "meme": select(memes.c.id),
    "title": select(titles.c.id),
    "past": select(past_titles.c.id),
    "material": select(materials.c.id).where(_ADMITTED),
}


def note(connection: Connection, kind: str, ref_ids: Iterable[str], consumers: Sequence[str] = CONSUMERS) -> None:
    """Tell every index, or those named, in the transaction of `connection`, that these rows changed."""
    told = (*consumers, *_enrolled(connection))
    rows = [
        {"consumer": consumer, "kind": kind, "ref_id": ref_id} for ref_id in dict.fromkeys(ref_ids) for consumer in told
    ]
    if rows:
        connection.execute(insert(outbox), rows)


def _enrolled(connection: Connection) -> list[str]:
    """Consumers beside the embedded indexes, such as a search server; they hear of everything."""
    kept = read_meta(connection, _ENROLLED)
    return (json.loads(kept) if kept else None) or []


def note_taken_up(connection: Connection, ref_id: str) -> None:
    """Somebody took this title up: wherever it is kept, the full text has to rank it anew."""
    for kind, table in (("title", titles), ("past", past_titles), ("material", materials)):
        if connection.execute(select(table.c.id).where(table.c.id == ref_id)).first() is not None:
            note(connection, kind, [ref_id], consumers=("text",))
            return


class Outbox:
    """What one index has yet to apply."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def pending(self, consumer: str, limit: int = 1000) -> list[OutboxRow]:
        """The oldest rows for `consumer`, in order."""
        query = select(outbox).where(outbox.c.consumer == consumer).order_by(outbox.c.seq).limit(limit)
        with self._database.read() as connection:
            return [OutboxRow(row.seq, row.kind, row.ref_id) for row in connection.execute(query)]

    def count(self, consumer: str) -> int:
        """Changes that `consumer` has yet to take."""
        query = select(func.count()).select_from(outbox).where(outbox.c.consumer == consumer)
        with self._database.read() as connection:
            return int(connection.execute(query).scalar_one())

    def done(self, rows: Sequence[OutboxRow]) -> None:
        """Forget rows that an index holds for good."""
        seqs = [row.seq for row in rows]
        with self._database.write() as connection:
            for start in range(0, len(seqs), 500):
                connection.execute(delete(outbox).where(outbox.c.seq.in_(seqs[start : start + 500])))

    def enrol(self, consumer: str) -> None:
        """From now on tell one more consumer of every change, and of everything there is now. Once is enough."""
        with self._database.write() as connection:
            known = json.loads(hold_meta(self._database, connection, _ENROLLED)) or []
            if consumer not in known:
                keep_meta(self._database, connection, _ENROLLED, json.dumps([*known, consumer]))
                _refill(connection, consumer)

    def enrolled(self) -> list[str]:
        """Consumers beside the embedded indexes."""
        with self._database.read() as connection:
            return _enrolled(connection)

    def dismiss(self, consumer: str) -> None:
        """Keep nothing for a consumer any more; one that comes back has to enrol again, and is told of everything."""
        with self._database.write() as connection:
            known = json.loads(hold_meta(self._database, connection, _ENROLLED)) or []
            left = [one for one in known if one != consumer]
            keep_meta(self._database, connection, _ENROLLED, json.dumps(left))
            connection.execute(delete(outbox).where(outbox.c.consumer == consumer))

    def refill(self, consumer: str) -> None:
        """Note every row of the tables for one index again, in place of what waits."""
        with self._database.write() as connection:
            _refill(connection, consumer)

    def documents(self) -> int:
        """How many documents an index that is up to date holds."""
        with self._database.read() as connection:
            return sum(
                int(connection.execute(select(func.count()).select_from(query.subquery())).scalar_one())
                for query in _DOCUMENTS.values()
            )


def _refill(connection: Connection, consumer: str) -> None:
    connection.execute(delete(outbox).where(outbox.c.consumer == consumer))
    for kind, query in _DOCUMENTS.items():
        rows = query.subquery()
        source = select(literal(consumer), literal(kind), rows.c.id).order_by(rows.c.id)
        connection.execute(insert(outbox).from_select(["consumer", "kind", "ref_id"], source))
