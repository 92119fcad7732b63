"""Accounts of people: hashed passwords and roles, in a table of the page's own."""

from __future__ import annotations

import base64
import datetime
import hashlib
import re
from typing import Any, Literal

import bcrypt
from pydantic import BaseModel, ConfigDict
from sqlalchemy import JSON, Column, MetaData, String, Table, delete, select

from tools.store.database import Database
from tools.store.security import Act, SecurityLog

Role = Literal["advertiser", "operator"]
SHORTEST_PASSWORD = 10
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{1,39}")

metadata = MetaData()
people = Table(
    "page_people",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("password", String(80), nullable=False),
    Column("role", String(16), nullable=False),
    Column("advertisers", JSON, nullable=False),
    Column("created_at", String(40), nullable=False),
)


class Person(BaseModel):
    """Somebody who may sign in; `advertisers` are the accounts that an advertiser may work for."""

    model_config = ConfigDict(frozen=True)

    name: str
    role: Role
    advertisers: tuple[str, ...]
    created_at: datetime.datetime


class People:
    """Who may sign in. An operator sees every account of an advertiser, an advertiser those named for them."""

    def __init__(self, database: Database, rounds: int = 12) -> None:
        self._database = database
        self._rounds = rounds
        self.log = SecurityLog(database)
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
            "created_at": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
        }
        before = self._row(name)
        upsert = self._database.insert(people).values(name=name, **values)
        with self._database.write() as connection:
            connection.execute(upsert.on_conflict_do_update(index_elements=["name"], set_=values))
        was = f"{before['role']} {','.join(before['advertisers'])} -> " if before else ""
        act: Act = "person_changed" if before else "person_added"
        self.log.note(act, by, f"user:{name}", f"{was}{role} {','.join(advertisers)}".strip())

    def remove(self, name: str, *, by: str = "") -> bool:
        """Take a person away; false where there is none. Their sessions end with the next request of each."""
        with self._database.write() as connection:
            if not connection.execute(delete(people).where(people.c.name == name)).rowcount:
                return False
        self.log.note("person_removed", by, f"user:{name}")
        return True

    def all(self) -> list[Person]:
        """Everybody, by name."""
        columns = (people.c.name, people.c.role, people.c.advertisers, people.c.created_at)
        with self._database.read() as connection:
            rows = connection.execute(select(*columns).order_by(people.c.name)).mappings()
            return [Person.model_validate(dict(row)) for row in rows]

    def verify(self, name: str, password: str) -> bool:
        """Whether it is their password. A wrong name takes as long as a wrong password."""
        row = self._row(name)
        return _matches(password, str(row["password"]) if row else self._nobody) and row is not None

    def stamp(self, name: str) -> str | None:
        """What changes whenever a person is given a password; none for who may not sign in."""
        row = self._row(name)
        return str(row["password"]) if row else None

    def may_see(self, owner: str, advertiser_id: str) -> bool:
        """Whether the signed-in owner, `user:<name>`, may work for an account."""
        row = self._row(owner.removeprefix("user:")) if owner.startswith("user:") else None
        return row is not None and (row["role"] == "operator" or advertiser_id in row["advertisers"])

    def operates(self, owner: str) -> bool:
        """Whether the signed-in owner is an operator."""
        row = self._row(owner.removeprefix("user:")) if owner.startswith("user:") else None
        return row is not None and row["role"] == "operator"

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
