"""Races: their arms, decisions, events, and who steered them."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Float, Index, Integer, String, Table, Text

from tools.store.tables.base import UtcDateTime, metadata, owner

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
    Column("race_id", String(64), owner("races"), nullable=False, index=True),
    Column("at", UtcDateTime, nullable=False),
    Column("what", String(32), nullable=False),
    Column("arm_id", String(128)),
    Column("note", Text, nullable=False),
    Column("by", String(128), nullable=False, server_default=""),
)

race_arms = Table(
    "race_arms",
    metadata,
    Column("race_id", String(64), owner("races"), primary_key=True),
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
    Column("waiting_shown", BigInteger, nullable=False, server_default="0"),
    Column("waiting_clicks", BigInteger, nullable=False, server_default="0"),
    Column("history", Text, nullable=False, server_default=""),
)

race_cells = Table(
    "race_cells",
    metadata,
    Column("race_id", String(64), owner("races"), primary_key=True),
    Column("arm_id", String(128), primary_key=True),
    Column("context", String(512), primary_key=True),
    Column("shown", BigInteger, nullable=False),
    Column("clicks", BigInteger, nullable=False),
)

race_decisions = Table(
    "race_decisions",
    metadata,
    Column("race_id", String(64), owner("races"), primary_key=True),
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
    Column("race_id", String(64), owner("races"), primary_key=True),
    Column("id", String(128), primary_key=True),
    Column("kind", String(16), nullable=False),
    Column("arm_id", String(128), nullable=False),
    Column("times", BigInteger, nullable=False),
    Column("amount", Float, nullable=False),
    Column("at", Float),
    Column("decision_id", String(128)),
    Column("context", Text),
)

race_waiting = Table(
    "race_waiting",
    metadata,
    Column("race_id", String(64), owner("races"), primary_key=True),
    Column("id", String(128), primary_key=True),
    Column("decision_id", String(128)),
    Column("due", Float, nullable=False),
    Index("ix_race_waiting_due", "race_id", "due"),
    Index("ix_race_waiting_decision", "race_id", "decision_id"),
)

race_quarantine = Table(
    "race_quarantine",
    metadata,
    Column("race_id", String(64), owner("races"), primary_key=True),
    Column("digest", String(40), primary_key=True),
    Column("reason", String(64), nullable=False),
    Column("payload", Text, nullable=False),
    Column("received_at", UtcDateTime, nullable=False),
)
