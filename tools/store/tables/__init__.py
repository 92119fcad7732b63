"""The tables, as SQLAlchemy Core, a file a subject. A change here needs a migration and a new `HEAD` in schema.py."""

from tools.store.tables.accounts import advertisers, facts, past_titles, products
from tools.store.tables.base import metadata
from tools.store.tables.conversations import actions, feedback, library, threads, titles, turns
from tools.store.tables.house import changes, meta, outbox, security_log
from tools.store.tables.materials import material_log, materials, meme_proposals, memes
from tools.store.tables.races import (
    race_arms,
    race_audit,
    race_cells,
    race_decisions,
    race_events,
    race_quarantine,
    race_waiting,
    races,
)

__all__ = [
    "actions",
    "advertisers",
    "changes",
    "facts",
    "feedback",
    "library",
    "material_log",
    "materials",
    "meme_proposals",
    "memes",
    "meta",
    "metadata",
    "outbox",
    "past_titles",
    "products",
    "race_arms",
    "race_audit",
    "race_cells",
    "race_decisions",
    "race_events",
    "race_quarantine",
    "race_waiting",
    "races",
    "security_log",
    "threads",
    "titles",
    "turns",
]
