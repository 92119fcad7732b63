"""Acts that matter to security, in the order they happened; rows are only ever added."""

from __future__ import annotations

import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict
from sqlalchemy import insert, select

from tools.store.clock import Clock, utc_now
from tools.store.database import Database
from tools.store.tables import security_log

Act = Literal[
    "sign_in",
    "sign_in_failed",
    "sign_out",
    "locked",
    "person_added",
    "person_changed",
    "person_removed",
    "key_made",
    "key_revoked",
    "exported",
    "uploaded",
    "approved",
    "declined",
    "conversation_deleted",
]
LONGEST = 160


class SecurityRow(BaseModel):
    """`by` is who did it, an owner as conversations have them or `cli:<login>`; `subject` is what it was done to."""

    model_config = ConfigDict(frozen=True)

    seq: int
    act: Act
    by: str
    subject: str
    note: str
    at: datetime.datetime


class SecurityLog:
    """The log. Never give it a password, a key, or anything that was said."""

    def __init__(self, database: Database, clock: Clock = utc_now) -> None:
        self._database = database
        self._clock = clock

    def note(self, act: Act, by: str, subject: str = "", note: str = "") -> None:
        """Add one act; what is too long for its column is cut."""
        row = {"act": act, "by": by[:LONGEST], "subject": subject[:LONGEST], "note": note, "at": self._clock()}
        with self._database.write() as connection:
            connection.execute(insert(security_log).values(**row))

    def list(self, *, act: str | None = None, by: str | None = None, most: int = 200) -> list[SecurityRow]:
        """The latest acts, newest first; of one kind, or of one who did them."""
        query = select(security_log).order_by(security_log.c.seq.desc()).limit(most)
        if act is not None:
            query = query.where(security_log.c.act == act)
        if by is not None:
            query = query.where(security_log.c.by == by)
        with self._database.read() as connection:
            return [SecurityRow.model_validate(dict(row)) for row in connection.execute(query).mappings()]
