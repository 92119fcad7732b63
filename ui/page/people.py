"""Accounts of people: hashed passwords, roles, lockout. Names and roles stand in a table of the page's own."""

from __future__ import annotations

import base64
import datetime
import hashlib
import re
import threading
import time
from collections import deque
from typing import Any, Literal

import bcrypt
from sqlalchemy import JSON, Column, Float, Integer, MetaData, String, Table, select, update

from tools.store.database import Database
from tools.store.security import Act, SecurityLog

Role = Literal["advertiser", "operator"]
SHORTEST_PASSWORD = 10
TRIES = 5
LOCKED_SECONDS = 900.0
SIGN_INS_A_MINUTE = 60
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{1,39}")

metadata = MetaData()
people = Table(
    "page_people",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("password", String(80), nullable=False),
    Column("role", String(16), nullable=False),
    Column("advertisers", JSON, nullable=False),
    Column("failed", Integer, nullable=False),
    Column("locked_until", Float, nullable=False),
    Column("created_at", String(40), nullable=False),
)


class People:
    """Who may sign in. An operator sees every account of an advertiser, an advertiser those named for them."""

    def __init__(self, database: Database, rounds: int = 12) -> None:
        self._database = database
        self._rounds = rounds
        self._guard = threading.Lock()
        self._tried: deque[float] = deque(maxlen=SIGN_INS_A_MINUTE)
        self._log = SecurityLog(database)
        self._nobody = _hash("nobody has this password", rounds)
        metadata.create_all(database.engine)

    def add(self, name: str, password: str, role: Role, advertisers: tuple[str, ...] = (), *, by: str = "") -> None:
        """Add a person, or give a new password and role to one.

        Raises:
            ValueError: the name or the password will not do; the message says why.
        """
        if not _NAME.fullmatch(name):
            raise ValueError("a name has 2 to 40 letters, digits, dots, dashes or underscores")
        if len(password) < SHORTEST_PASSWORD:
            raise ValueError(f"a password has at least {SHORTEST_PASSWORD} characters")
        values: dict[str, Any] = {
            "password": _hash(password, self._rounds),
            "role": role,
            "advertisers": list(advertisers),
            "failed": 0,
            "locked_until": 0.0,
            "created_at": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
        }
        before = self._row(name)
        upsert = self._database.insert(people).values(name=name, **values)
        with self._database.write() as connection:
            connection.execute(upsert.on_conflict_do_update(index_elements=["name"], set_=values))
        was = f"{before['role']} {','.join(before['advertisers'])} -> " if before else ""
        act: Act = "person_changed" if before else "person_added"
        self._log.note(act, by, f"user:{name}", f"{was}{role} {','.join(advertisers)}".strip())

    def names(self) -> list[str]:
        with self._database.read() as connection:
            return list(connection.execute(select(people.c.name).order_by(people.c.name)).scalars())

    def verify(self, name: str, password: str) -> bool:
        """Whether they may come in. After five wrong passwords a name is locked for a quarter of an hour.

        A wrong name takes as long as a wrong password, and nothing tells the two apart.
        """
        now = time.time()
        if not self._may_try(now):
            return False
        row = self._row(name)
        right = _matches(password, str(row["password"]) if row else self._nobody)
        if row is None or row["locked_until"] > now:
            # What was typed as an unknown name may be a password: it is not written down.
            self._log.note("sign_in_failed", f"user:{name}" if row else "", note="locked" if row else "no such name")
            return False
        failed = 0 if right else int(row["failed"]) + 1
        locked = now + LOCKED_SECONDS if failed >= TRIES else 0.0
        query = update(people).where(people.c.name == name)
        with self._database.write() as connection:
            connection.execute(query.values(failed=0 if locked else failed, locked_until=locked))
        self._log.note("sign_in" if right else "sign_in_failed", f"user:{name}")
        if locked:
            self._log.note("locked", f"user:{name}", note=f"{LOCKED_SECONDS / 60:.0f} min")
        return right

    def may_see(self, owner: str, advertiser_id: str) -> bool:
        """Whether the signed-in owner, `user:<name>`, may work for an account."""
        row = self._row(owner.removeprefix("user:")) if owner.startswith("user:") else None
        return row is not None and (row["role"] == "operator" or advertiser_id in row["advertisers"])

    def operates(self, owner: str) -> bool:
        """Whether the signed-in owner is an operator."""
        row = self._row(owner.removeprefix("user:")) if owner.startswith("user:") else None
        return row is not None and row["role"] == "operator"

    def _may_try(self, now: float) -> bool:
        """At most sixty tries a minute over all names."""
        with self._guard:
            if len(self._tried) == SIGN_INS_A_MINUTE and now - self._tried[0] < 60.0:
                return False
            self._tried.append(now)
            return True

    def _row(self, name: str) -> dict[str, Any] | None:
        with self._database.read() as connection:
            row = connection.execute(select(people).where(people.c.name == name)).mappings().first()
        return dict(row) if row else None


def _digest(password: str) -> bytes:
    """bcrypt reads 72 bytes and stops at a zero byte; a digest fits and has none."""
    return base64.b64encode(hashlib.sha256(password.encode()).digest())


def _hash(password: str, rounds: int) -> str:
    return bcrypt.hashpw(_digest(password), bcrypt.gensalt(rounds)).decode("ascii")


def _matches(password: str, hashed: str) -> bool:
    return bcrypt.checkpw(_digest(password), hashed.encode("ascii"))
