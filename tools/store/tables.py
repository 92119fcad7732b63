"""The tables, as SQLAlchemy Core. A change here needs a migration and a new `HEAD` in schema.py."""

from __future__ import annotations

import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
)


class UtcDateTime(TypeDecorator[datetime.datetime]):
    """Aware UTC datetimes on every database; SQLite alone would hand them back without a zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_result_value(self, value: datetime.datetime | None, dialect: Any) -> datetime.datetime | None:
        if value is None or value.tzinfo is not None:
            return value
        return value.replace(tzinfo=datetime.UTC)


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_label)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _owner(table: str, **kwargs: Any) -> ForeignKey:
    return ForeignKey(f"{table}.id", ondelete="CASCADE", **kwargs)


meta = Table("meta", metadata, Column("key", String(64), primary_key=True), Column("value", Text, nullable=False))

advertisers = Table(
    "advertisers",
    metadata,
    Column("id", String(128), primary_key=True),
    Column("name", Text, nullable=False),
    Column("industry", Text),
    Column("business_line", Text),
    Column("recent_queries", JSON, nullable=False),
    Column("updated_at", UtcDateTime, nullable=False),
)

products = Table(
    "products",
    metadata,
    Column("advertiser_id", String(128), _owner("advertisers"), primary_key=True),
    Column("id", String(160), primary_key=True),
    Column("position", Integer, nullable=False),
    Column("name", Text, nullable=False),
    Column("category", Text),
    Column("price", Text),
    Column("audience", JSON, nullable=False),
    Column("selling_points", JSON, nullable=False),
    Column("forbidden", JSON, nullable=False),
    Column("keywords", JSON, nullable=False),
)

facts = Table(
    "facts",
    metadata,
    Column("advertiser_id", String(128), primary_key=True),
    Column("product_id", String(160), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("text", Text, nullable=False),
    ForeignKeyConstraint(
        ["advertiser_id", "product_id"], ["products.advertiser_id", "products.id"], ondelete="CASCADE"
    ),
)

past_titles = Table(
    "past_titles",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("advertiser_id", String(128), _owner("advertisers"), nullable=False, index=True),
    Column("position", Integer, nullable=False),
    Column("title", Text, nullable=False),
    Column("impressions", Integer, nullable=False),
    Column("clicks", Integer, nullable=False),
    Column("date", Date),
    Column("origin", String(16), nullable=False),
)

titles = Table(
    "titles",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("id", String(64), nullable=False, unique=True),
    Column("advertiser_id", String(128), _owner("advertisers"), nullable=False, index=True),
    Column("thread_id", String(64), index=True),
    Column("text", Text, nullable=False),
    Column("payload", JSON, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
)

threads = Table(
    "threads",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("advertiser_id", String(128), _owner("advertisers"), nullable=False, index=True),
    Column("owner", String(128), index=True),
    Column("name", Text, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("updated_at", UtcDateTime, nullable=False),
)

turns = Table(
    "turns",
    metadata,
    Column("thread_id", String(64), _owner("threads"), primary_key=True),
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
    Column("thread_id", String(64), _owner("threads"), nullable=False, index=True),
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
    Column("advertiser_id", String(128), _owner("advertisers"), primary_key=True),
    Column("title_id", String(64), ForeignKey("titles.id", ondelete="CASCADE"), primary_key=True),
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

races = Table(
    "races",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("decisions", BigInteger, nullable=False),
    Column("quarantined", BigInteger, nullable=False),
    Column("stop_reason", Text),
    Column("created_at", UtcDateTime, nullable=False),
    Column("stopped_at", UtcDateTime),
    Column("pinned", String(128)),
    Column("declared", String(128)),
    Column("rules", Text),
)

race_audit = Table(
    "race_audit",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("race_id", String(64), _owner("races"), nullable=False, index=True),
    Column("at", UtcDateTime, nullable=False),
    Column("what", String(32), nullable=False),
    Column("arm_id", String(128)),
    Column("note", Text, nullable=False),
    Column("by", String(128), nullable=False, server_default=""),
)

race_arms = Table(
    "race_arms",
    metadata,
    Column("race_id", String(64), _owner("races"), primary_key=True),
    Column("arm_id", String(128), primary_key=True),
    Column("position", Integer, nullable=False),
    Column("prior_rate", Float, nullable=False),
    Column("prior_weight", Float, nullable=False),
    Column("active", Boolean, nullable=False),
    Column("shown", BigInteger, nullable=False),
    Column("clicks", BigInteger, nullable=False),
    Column("adoptions", BigInteger, nullable=False),
    Column("recent_shown", Float, nullable=False),
    Column("recent_clicks", Float, nullable=False),
    Column("spend", Float, nullable=False),
    Column("decided", BigInteger, nullable=False),
    Column("expected", Float, nullable=False),
    Column("answered", BigInteger, nullable=False),
    Column("holdout_shown", BigInteger, nullable=False),
    Column("holdout_clicks", BigInteger, nullable=False),
    Column("history", Text, nullable=False, server_default=""),
)

race_cells = Table(
    "race_cells",
    metadata,
    Column("race_id", String(64), _owner("races"), primary_key=True),
    Column("arm_id", String(128), primary_key=True),
    Column("context", String(512), primary_key=True),
    Column("shown", BigInteger, nullable=False),
    Column("clicks", BigInteger, nullable=False),
)

race_decisions = Table(
    "race_decisions",
    metadata,
    Column("race_id", String(64), _owner("races"), primary_key=True),
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("arm_id", String(128), nullable=False),
    Column("propensity", Float, nullable=False),
    Column("holdout", Boolean, nullable=False),
    Column("snapshot", Integer, nullable=False),
    Column("context", Text),
)

race_events = Table(
    "race_events",
    metadata,
    Column("race_id", String(64), _owner("races"), primary_key=True),
    Column("id", String(128), primary_key=True),
    Column("kind", String(16), nullable=False),
    Column("arm_id", String(128), nullable=False),
    Column("times", BigInteger, nullable=False),
    Column("amount", Float, nullable=False),
    Column("at", Float),
    Column("decision_id", String(128)),
    Column("context", Text),
)

race_quarantine = Table(
    "race_quarantine",
    metadata,
    Column("race_id", String(64), _owner("races"), primary_key=True),
    Column("digest", String(40), primary_key=True),
    Column("reason", String(64), nullable=False),
    Column("payload", Text, nullable=False),
    Column("received_at", UtcDateTime, nullable=False),
)

materials = Table(
    "materials",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("advertiser_id", String(128), _owner("advertisers"), index=True),
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

meme_proposals = Table(
    "meme_proposals",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("proposal", JSON, nullable=False),
    Column("state", String(16), nullable=False, index=True),
    Column("by", String(128), nullable=False),
    Column("at", UtcDateTime, nullable=False),
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
