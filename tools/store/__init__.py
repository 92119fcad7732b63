"""The tables everything stands on: accounts, titles, threads, pending actions, memes, and the outbox of the indexes."""

from tools.store.errors import NotFound, StoreError, StoreTooNew
from tools.store.records import ActionRecord, FeedbackRecord, MemeRecord, OutboxRow, ThreadRecord, TurnRecord
from tools.store.searching import ThreadHit, find_in_threads
from tools.store.stores import Stores, open_stores

__all__ = [
    "ActionRecord",
    "FeedbackRecord",
    "MemeRecord",
    "NotFound",
    "OutboxRow",
    "StoreError",
    "StoreTooNew",
    "Stores",
    "ThreadHit",
    "ThreadRecord",
    "TurnRecord",
    "find_in_threads",
    "open_stores",
]
