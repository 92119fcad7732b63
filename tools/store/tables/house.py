"""The house's own: settings, what operators changed, acts of security, and what the indexes have yet to learn."""

from __future__ import annotations

from sqlalchemy import JSON, Column, Index, Integer, String, Table, Text

from tools.store.tables.base import UtcDateTime, metadata

meta = Table("meta", metadata, Column("key", String(64), primary_key=True), Column("value", Text, nullable=False))

changes = Table(
    "changes",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("area", String(32), nullable=False, index=True),
    Column("subject", String(160), nullable=False),
    Column("before", JSON),
    Column("after", JSON),
    Column("by", String(128), nullable=False),
    Column("note", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("undoes", Integer),
)

security_log = Table(
    "security_log",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("act", String(32), nullable=False, index=True),
    Column("by", String(160), nullable=False),
    Column("subject", String(160), nullable=False),
    Column("note", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
)

outbox = Table(
    "outbox",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("consumer", String(16), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("ref_id", String(128), nullable=False),
    Index("ix_outbox_consumer_seq", "consumer", "seq"),
    # A number must never be used twice: a late delete of an applied row would take a new one with it.
    sqlite_autoincrement=True,
)
