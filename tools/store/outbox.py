"""The outbox: what changed in the tables and has yet to reach an index.

A change writes its outbox rows in its own transaction, one for each index that reads them, so a process
that dies after the commit leaves a note for the next one. Applying a row twice does no harm.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, delete, func, insert, select

from tools.store.database import Database
from tools.store.records import OutboxRow
from tools.store.tables import outbox

CONSUMERS = ("text", "vectors")


def note(connection: Connection, kind: str, ref_ids: Iterable[str]) -> None:
    """Tell every index, in the transaction of `connection`, that these rows changed."""
    rows = [
        {"consumer": consumer, "kind": kind, "ref_id": ref_id}
        for ref_id in dict.fromkeys(ref_ids)
        for consumer in CONSUMERS
    ]
    if rows:
        connection.execute(insert(outbox), rows)


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
        query = select(func.count()).select_from(outbox).where(outbox.c.consumer == consumer)
        with self._database.read() as connection:
            return int(connection.execute(query).scalar_one())

    def done(self, rows: Sequence[OutboxRow]) -> None:
        """Forget rows that an index holds for good."""
        seqs = [row.seq for row in rows]
        with self._database.write() as connection:
            for start in range(0, len(seqs), 500):
                connection.execute(delete(outbox).where(outbox.c.seq.in_(seqs[start : start + 500])))

    def last(self, consumer: str) -> int:
        """The number of the newest row, 0 when there is none: a rebuild settles everything up to it."""
        query = select(func.max(outbox.c.seq)).where(outbox.c.consumer == consumer)
        with self._database.read() as connection:
            return int(connection.execute(query).scalar() or 0)

    def settle(self, consumer: str, up_to: int) -> None:
        """Forget everything up to a number, after a rebuild from the tables."""
        query = delete(outbox).where(outbox.c.consumer == consumer, outbox.c.seq <= up_to)
        with self._database.write() as connection:
            connection.execute(query)
