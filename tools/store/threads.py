"""Conversations and their turns."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from sqlalchemy import Row, delete, func, insert, select, update

from tools.store.clock import Clock
from tools.store.database import Database
from tools.store.errors import NotFound
from tools.store.records import ThreadRecord, TurnRecord
from tools.store.tables import advertisers, threads, turns

UNNAMED = "新对话"


class ThreadStore:
    """Conversations; their turns are in `TurnStore`."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def create(self, advertiser_id: str, owner: str | None = None, thread_id: str | None = None) -> ThreadRecord:
        """A new conversation. Raises NotFound when there is no such advertiser."""
        now = self._clock()
        record = ThreadRecord(thread_id or uuid4().hex[:16], advertiser_id, owner, UNNAMED, now, now)
        with self._database.write() as connection:
            if connection.execute(select(advertisers.c.id).where(advertisers.c.id == advertiser_id)).first() is None:
                raise NotFound("advertiser", advertiser_id)
            connection.execute(insert(threads).values(**record.__dict__))
        return record

    def get(self, thread_id: str) -> ThreadRecord:
        """Raises NotFound."""
        with self._database.read() as connection:
            row = connection.execute(select(threads).where(threads.c.id == thread_id)).first()
        if row is None:
            raise NotFound("thread", thread_id)
        return _thread(row)

    def list(self, advertiser_id: str | None = None, owner: str | None = None) -> list[ThreadRecord]:
        """Conversations, latest first; of one account and of one owner where given."""
        query = select(threads)
        if advertiser_id is not None:
            query = query.where(threads.c.advertiser_id == advertiser_id)
        if owner is not None:
            query = query.where(threads.c.owner == owner)
        with self._database.read() as connection:
            rows = connection.execute(query.order_by(threads.c.updated_at.desc(), threads.c.id))
            return [_thread(row) for row in rows]

    def rename(self, thread_id: str, name: str) -> None:
        """Raises NotFound."""
        self._change(thread_id, name=name)

    def give(self, thread_id: str, owner: str) -> None:
        """Make a conversation somebody else's, in its place in their list. Raises NotFound."""
        query = update(threads).where(threads.c.id == thread_id).values(owner=owner)
        with self._database.write() as connection:
            if not connection.execute(query).rowcount:
                raise NotFound("thread", thread_id)

    def touch(self, thread_id: str) -> None:
        """Move a conversation to the top of its list."""
        self._change(thread_id)

    def delete(self, thread_id: str) -> None:
        """Remove a conversation with its turns and actions; its titles stay with the account."""
        with self._database.write() as connection:
            if not connection.execute(delete(threads).where(threads.c.id == thread_id)).rowcount:
                raise NotFound("thread", thread_id)

    def _change(self, thread_id: str, **values: Any) -> None:
        query = update(threads).where(threads.c.id == thread_id).values(updated_at=self._clock(), **values)
        with self._database.write() as connection:
            if not connection.execute(query).rowcount:
                raise NotFound("thread", thread_id)


class TurnStore:
    """Turns, numbered from 0 in each conversation: begun before any work, finished with their whole record."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def begin(self, thread_id: str, user: str) -> int:
        """Write the message down before anything is done about it; returns the turn's number, from 0."""
        with self._database.write() as connection:
            thread = select(threads.c.id).where(threads.c.id == thread_id).with_for_update()  # its turns are numbered
            if connection.execute(thread).first() is None:
                raise NotFound("thread", thread_id)
            last = connection.execute(select(func.max(turns.c["index"])).where(turns.c.thread_id == thread_id)).scalar()
            index = 0 if last is None else int(last) + 1
            row = {"thread_id": thread_id, "index": index, "user": user, "status": "running"}
            connection.execute(insert(turns).values(**row, started_at=self._clock()))
        return index

    def finish(self, thread_id: str, index: int, payload: dict[str, Any], status: str = "done") -> None:
        """Keep the outcome. A turn that already has one keeps the first; raises NotFound for an unknown turn."""
        this = (turns.c.thread_id == thread_id) & (turns.c["index"] == index)
        values = {"payload": payload, "status": status, "finished_at": self._clock()}
        with self._database.write() as connection:
            if connection.execute(select(turns.c["index"]).where(this)).first() is None:
                raise NotFound("turn", (thread_id, index))
            connection.execute(update(turns).where(this, turns.c.status == "running").values(**values))

    def history(self, thread_id: str) -> list[TurnRecord]:
        query = select(turns).where(turns.c.thread_id == thread_id).order_by(turns.c["index"])
        with self._database.read() as connection:
            rows = connection.execute(query).mappings()
            return [TurnRecord(row["index"], row["user"], row["status"], row["payload"] or {}) for row in rows]

    def cut_off(self, thread_id: str | None = None) -> int:
        """Mark turns left running by a process that died, of one thread or of all; returns how many."""
        query = update(turns).where(turns.c.status == "running")
        if thread_id is not None:
            query = query.where(turns.c.thread_id == thread_id)
        with self._database.write() as connection:
            changed = connection.execute(query.values(status="cut_off", finished_at=self._clock()))
            return int(changed.rowcount)


def _thread(row: Row[Any]) -> ThreadRecord:
    return ThreadRecord(row.id, row.advertiser_id, row.owner, row.name, row.created_at, row.updated_at)
