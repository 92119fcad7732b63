"""Actions that wait for the user's approval. A row, so that a restart or a new message leaves them waiting."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from sqlalchemy import Row, insert, select, update

from tools.store.clock import Clock
from tools.store.database import Database
from tools.store.errors import NotFound
from tools.store.records import ActionRecord
from tools.store.tables import actions, threads

SUMMARIES = {"save": "把 {} 条标题存入素材库", "race": "用 {} 条标题开赛马"}
"""What a person is asked to approve, by kind."""


class ActionStore:
    """Actions by id; each is settled once, whoever asks twice. In a conversation one of each kind waits at most."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def create(self, thread_id: str, kind: str, title_ids: Sequence[str]) -> ActionRecord:
        """A new pending action, to `save` or to `race` titles, in the place of one of its kind that still waits.

        Raises NotFound when there is no such thread.
        """
        summary = SUMMARIES[kind].format(len(title_ids))
        record = ActionRecord(uuid4().hex[:16], thread_id, kind, tuple(title_ids), summary, "pending")
        with self._database.write() as connection:
            if connection.execute(select(threads.c.id).where(threads.c.id == thread_id)).first() is None:
                raise NotFound("thread", thread_id)
            older = (actions.c.thread_id == thread_id, actions.c.kind == kind, actions.c.status == "pending")
            connection.execute(update(actions).where(*older).values(status="replaced", resolved_at=self._clock()))
            row = record.__dict__ | {"title_ids": list(title_ids), "created_at": self._clock()}
            connection.execute(insert(actions).values(**row))
        return record

    def get(self, action_id: str) -> ActionRecord:
        """Raises NotFound."""
        with self._database.read() as connection:
            row = connection.execute(select(actions).where(actions.c.id == action_id)).first()
        if row is None:
            raise NotFound("action", action_id)
        return _action(row)

    def pending(self, thread_id: str) -> list[ActionRecord]:
        """What waits in a thread, oldest first."""
        query = select(actions).where(actions.c.thread_id == thread_id, actions.c.status == "pending")
        with self._database.read() as connection:
            return [_action(row) for row in connection.execute(query.order_by(actions.c.created_at, actions.c.id))]

    def approved(self, thread_id: str, kind: str) -> list[ActionRecord]:
        """What was approved in a thread, oldest first."""
        query = select(actions).where(actions.c.thread_id == thread_id, actions.c.status == "approved")
        query = query.where(actions.c.kind == kind).order_by(actions.c.resolved_at, actions.c.id)
        with self._database.read() as connection:
            return [_action(row) for row in connection.execute(query)]

    def resolve(self, action_id: str, approved: bool) -> bool:
        """Decide an action. True for the one caller who decided it, false for all later ones."""
        status = "approved" if approved else "declined"
        query = update(actions).where(actions.c.id == action_id, actions.c.status == "pending")
        with self._database.write() as connection:
            if connection.execute(query.values(status=status, resolved_at=self._clock())).rowcount == 1:
                return True
            if connection.execute(select(actions.c.id).where(actions.c.id == action_id)).first() is None:
                raise NotFound("action", action_id)
        return False


def _action(row: Row[Any]) -> ActionRecord:
    return ActionRecord(row.id, row.thread_id, row.kind, tuple(row.title_ids), row.summary, row.status)
