"""What people did with titles: adopted, liked, edited, passed over."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, insert, select

from tools.store.clock import Clock
from tools.store.database import Database
from tools.store.indexable import ADOPTED
from tools.store.outbox import note_taken_up
from tools.store.records import FeedbackRecord
from tools.store.tables import feedback


class FeedbackStore:
    """What people did with titles, one row an event; rows are only added."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def add(
        self,
        title_id: str,
        kind: str,
        *,
        advertiser_id: str | None = None,
        thread_id: str | None = None,
        note: str = "",
        data: dict[str, Any] | None = None,
    ) -> FeedbackRecord:
        """Log one event. Never refuses: an event about a title that is gone is still an event."""
        record = FeedbackRecord(title_id, kind, advertiser_id, thread_id, note, data or {}, self._clock())
        with self._database.write() as connection:
            connection.execute(insert(feedback).values(**record.__dict__))
            if kind in ADOPTED:
                note_taken_up(connection, title_id)
        return record

    def of(self, title_id: str) -> list[FeedbackRecord]:
        """What happened to one title, oldest first."""
        query = select(feedback).where(feedback.c.title_id == title_id).order_by(feedback.c.seq)
        with self._database.read() as connection:
            return [_record(row) for row in connection.execute(query).mappings()]

    def counts(self, title_ids: Sequence[str], kind: str) -> dict[str, int]:
        """How often `kind` happened to each of these titles; those with none are left out."""
        query = select(feedback.c.title_id, func.count()).where(
            feedback.c.title_id.in_(title_ids), feedback.c.kind == kind
        )
        with self._database.read() as connection:
            return {row[0]: row[1] for row in connection.execute(query.group_by(feedback.c.title_id))}


def _record(row: Any) -> FeedbackRecord:
    return FeedbackRecord(**{key: value for key, value in row.items() if key != "seq"})
