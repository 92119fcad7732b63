"""What the page itself keeps, in tables of its own beside the assistant's: small documents of one owner."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, Column, ColumnElement, MetaData, String, Table, select, update

from tools.store.database import Database

metadata = MetaData()
notes = Table(
    "page_notes",
    metadata,
    Column("owner", String(160), primary_key=True),
    Column("key", String(160), primary_key=True),
    Column("value", JSON, nullable=False),
)


class Notes:
    """Documents by owner and key; the owner is always part of the question, so nobody reads another's."""

    def __init__(self, database: Database) -> None:
        self._database = database
        metadata.create_all(database.engine)

    def get(self, owner: str, key: str) -> dict[str, Any]:
        """The document, empty when there is none."""
        query = select(notes.c.value).where(notes.c.owner == owner, notes.c.key == key)
        with self._database.read() as connection:
            found: dict[str, Any] = connection.execute(query).scalar() or {}
        return found

    def put(self, owner: str, key: str, value: dict[str, Any]) -> None:
        upsert = self._database.insert(notes).values(owner=owner, key=key, value=value)
        upsert = upsert.on_conflict_do_update(index_elements=["owner", "key"], set_={"value": value})
        with self._database.write() as connection:
            connection.execute(upsert)

    def give(self, owner: str, key: str, to: str) -> None:
        """Make one document somebody else's, who has none of this key."""
        self._give(to, notes.c.owner == owner, notes.c.key == key)

    def give_all(self, owner: str, to: str) -> None:
        """Make all documents of an owner those of another, who has none yet."""
        self._give(to, notes.c.owner == owner)

    def _give(self, to: str, *which: ColumnElement[bool]) -> None:
        with self._database.write() as connection:
            connection.execute(update(notes).where(*which).values(owner=to))
