"""What titles are made of and measured against: materials with their log, memes and those proposed."""

from __future__ import annotations

from sqlalchemy import JSON, Column, Date, Float, Integer, String, Table, Text

from tools.store.tables.base import UtcDateTime, metadata, owner

materials = Table(
    "materials",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("advertiser_id", String(128), owner("advertisers"), index=True),
    Column("kind", String(16), nullable=False),
    Column("text", Text, nullable=False),
    Column("state", String(16), nullable=False, index=True),
    Column("judgements", JSON, nullable=False),
    Column("tags", JSON, nullable=False),
    Column("version", Integer, nullable=False),
    Column("by", String(128), nullable=False),
    Column("at", UtcDateTime, nullable=False),
)

material_log = Table(
    "material_log",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("batch", String(64), nullable=False, index=True),
    Column("material_id", String(64), nullable=False, index=True),
    Column("before", String(16)),
    Column("after", String(16)),
    Column("by", String(128), nullable=False),
    Column("note", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("undoes", String(64)),
)

memes = Table(
    "memes",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("term", Text, nullable=False),
    Column("meaning", Text, nullable=False),
    Column("pattern", Text, nullable=False),
    Column("example", Text, nullable=False),
    Column("tags", JSON, nullable=False),
    Column("kind", String(32), nullable=False),
    Column("year", Integer),
    Column("heat", Float, nullable=False),
    Column("risk", String(16), nullable=False),
    Column("risk_note", Text, nullable=False),
    Column("heat_at", Date),
)

meme_proposals = Table(
    "meme_proposals",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("proposal", JSON, nullable=False),
    Column("state", String(16), nullable=False, index=True),
    Column("by", String(128), nullable=False),
    Column("at", UtcDateTime, nullable=False),
)
