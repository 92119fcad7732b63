"""The house's notes to itself: values by key, in the transaction of whoever keeps them."""

from __future__ import annotations

from sqlalchemy import Connection, select

from tools.store.database import Database
from tools.store.tables import meta


def read_meta(connection: Connection, key: str) -> str | None:
    """The value, or None where none was kept."""
    value: str | None = connection.execute(select(meta.c.value).where(meta.c.key == key)).scalar()
    return value


def keep_meta(database: Database, connection: Connection, key: str, value: str) -> None:
    """Keep a value in place of the one before."""
    upsert = database.insert(meta).values(key=key, value=value)
    connection.execute(upsert.on_conflict_do_update(index_elements=["key"], set_={"value": value}))


def hold_meta(database: Database, connection: Connection, key: str) -> str:
    """The value, which nobody else changes until this transaction ends; where none was kept, `null` is, to be held."""
    empty = database.insert(meta).values(key=key, value="null")
    connection.execute(empty.on_conflict_do_nothing(index_elements=["key"]))
    held: str = connection.execute(select(meta.c.value).where(meta.c.key == key).with_for_update()).scalar_one()
    return held
