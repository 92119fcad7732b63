"""What operators changed: who, when, from what to what; settings are kept here so that none changes unlogged."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable
from typing import Any

from pydantic import BaseModel, ConfigDict
from sqlalchemy import Connection, delete, insert, select

from tools.store.clock import Clock, utc_now
from tools.store.database import Database
from tools.store.meta import hold_meta, keep_meta, read_meta
from tools.store.tables import changes, meta

SETTING = "setting"
"""The area of settings; their subject is the key."""


class CannotUndo(ValueError):
    """A change that is not there, was undone, or was changed over since; the message is Chinese."""


class ChangeRow(BaseModel):
    """One change of one subject. `undone` when a later row took it back, `undoes` when it is such a row."""

    model_config = ConfigDict(frozen=True)

    seq: int
    area: str
    subject: str
    before: Any = None
    after: Any = None
    by: str
    note: str
    at: datetime.datetime
    undoes: int | None = None
    undone: bool = False


Restore = Callable[[Connection, ChangeRow], bool]
"""Puts `before` back in a transaction; false when the subject is no longer as `after` says."""


class ChangeLog:
    """Settings by key, each a JSON value, with their history; and the history of whatever else logs here."""

    def __init__(self, database: Database, clock: Clock = utc_now) -> None:
        self._database = database
        self._clock = clock

    def get(self, key: str) -> Any:
        """A setting as it is now; None when it was never set."""
        with self._database.read() as connection:
            return _setting(connection, key)

    def set(self, key: str, value: Any, *, by: str, note: str = "") -> bool:
        """Keep a setting; false, and nothing is logged, when it was so already."""
        return self.change(key, lambda _before: (value, note), by=by)

    def change(self, key: str, make: Callable[[Any], tuple[Any, str]], *, by: str) -> bool:
        """Keep what `make` makes of a setting, with its note, so that of two changes at once neither is lost.

        False, and nothing is logged, when it was so already; what `make` raises leaves all as it was.
        """
        with self._database.write() as connection:
            before = json.loads(hold_meta(self._database, connection, key))
            value, note = make(before)
            if before == value:
                return False
            keep_meta(self._database, connection, key, _stored(value))
            self.record(connection, SETTING, key, before, value, by=by, note=note)
        return True

    def record(
        self,
        connection: Connection,
        area: str,
        subject: str,
        before: Any,
        after: Any,
        *,
        by: str,
        note: str = "",
        undoes: int | None = None,
    ) -> None:
        """Log a change in the transaction that makes it."""
        row = {"area": area, "subject": subject, "before": before, "after": after, "by": by, "note": note}
        connection.execute(insert(changes).values(**row, at=self._clock(), undoes=undoes))

    def list(self, limit: int = 100, area: str | None = None) -> list[ChangeRow]:
        """Newest first."""
        query = select(changes).order_by(changes.c.seq.desc()).limit(limit)
        if area is not None:
            query = query.where(changes.c.area == area)
        with self._database.read() as connection:
            rows = connection.execute(query).all()
            undone = set(connection.execute(select(changes.c.undoes).where(changes.c.undoes.is_not(None))).scalars())
        return [ChangeRow.model_validate({**row._mapping, "undone": row.seq in undone}) for row in rows]

    def undo(self, seq: int, *, by: str, restore: Restore | None = None) -> ChangeRow:
        """Take one change back, once. `restore` does it for areas other than settings. Raises CannotUndo."""
        with self._database.write() as connection:
            row = connection.execute(select(changes).where(changes.c.seq == seq).with_for_update()).first()
            taken = connection.execute(select(changes.c.seq).where(changes.c.undoes == seq)).first()
            if row is None or taken is not None or row.undoes is not None:
                raise CannotUndo("这一步不在，或者已经撤销过")
            change = ChangeRow.model_validate(dict(row._mapping))
            put_back = self._restore_setting if change.area == SETTING else restore
            if put_back is None or not put_back(connection, change):
                raise CannotUndo("后来又改过，先撤销后面的改动")
            self.record(
                connection, change.area, change.subject, change.after, change.before,
                by=by, note=f"撤销：{change.note}", undoes=seq,
            )  # fmt: skip
        return change

    def _restore_setting(self, connection: Connection, change: ChangeRow) -> bool:
        if json.loads(hold_meta(self._database, connection, change.subject)) != change.after:
            return False
        if change.before is None:
            connection.execute(delete(meta).where(meta.c.key == change.subject))
        else:
            keep_meta(self._database, connection, change.subject, _stored(change.before))
        return True


def _stored(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _setting(connection: Connection, key: str) -> Any:
    kept = read_meta(connection, key)
    return None if kept is None else json.loads(kept)
