"""Conversations: their turns, the titles written in them, actions that wait for approval, and what people thought."""

from __future__ import annotations

from sqlalchemy import JSON, Column, Integer, String, Table, Text

from tools.store.tables.base import UtcDateTime, metadata, owner

titles = Table(
    "titles",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("id", String(64), nullable=False, unique=True),
    Column("advertiser_id", String(128), owner("advertisers"), nullable=False, index=True),
    Column("thread_id", String(64), index=True),
    Column("text", Text, nullable=False),
    Column("payload", JSON, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
)

threads = Table(
    "threads",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("advertiser_id", String(128), owner("advertisers"), nullable=False, index=True),
    Column("owner", String(128), index=True),
    Column("name", Text, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("updated_at", UtcDateTime, nullable=False),
)

turns = Table(
    "turns",
    metadata,
    Column("thread_id", String(64), owner("threads"), primary_key=True),
    Column("index", Integer, primary_key=True, autoincrement=False),
    Column("user", Text, nullable=False),
    Column("status", String(16), nullable=False),
    Column("payload", JSON),
    Column("started_at", UtcDateTime, nullable=False),
    Column("finished_at", UtcDateTime),
)

actions = Table(
    "actions",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("thread_id", String(64), owner("threads"), nullable=False, index=True),
    Column("kind", String(16), nullable=False),
    Column("title_ids", JSON, nullable=False),
    Column("summary", Text, nullable=False),
    Column("status", String(16), nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("resolved_at", UtcDateTime),
)

library = Table(
    "library",
    metadata,
    Column("advertiser_id", String(128), owner("advertisers"), primary_key=True),
    Column("title_id", String(64), owner("titles"), primary_key=True),
    Column("saved_at", UtcDateTime, nullable=False),
)

feedback = Table(
    "feedback",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("title_id", String(64), nullable=False, index=True),
    Column("kind", String(32), nullable=False),
    Column("advertiser_id", String(128), index=True),
    Column("thread_id", String(64)),
    Column("note", Text, nullable=False),
    Column("data", JSON, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
)
