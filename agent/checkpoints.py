"""LangGraph's SQLite checkpointer, kept small: only the newest checkpoint of a conversation is ever read."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING

from langgraph.checkpoint.sqlite import SqliteSaver

if TYPE_CHECKING:
    from langchain_core.runnables import RunnableConfig


def open_checkpoints(path: Path) -> SqliteSaver:
    """A saver on its own database file, created when missing."""
    connection = sqlite3.connect(path, check_same_thread=False)
    connection.execute("PRAGMA busy_timeout = 5000")
    saver = SqliteSaver(connection)
    saver.setup()
    return saver


def address(thread_id: str) -> RunnableConfig:
    """Where the graph finds a conversation."""
    return {"configurable": {"thread_id": thread_id}}


def prune(saver: SqliteSaver, thread_id: str) -> None:
    """Drop a conversation's superseded checkpoints; the saver itself keeps them all."""
    newest = "(SELECT max(checkpoint_id) FROM checkpoints WHERE thread_id = ?)"
    with saver.cursor() as cursor:
        for table in ("checkpoints", "writes"):
            cursor.execute(
                f"DELETE FROM {table} WHERE thread_id = ? AND checkpoint_id < {newest}", (thread_id, thread_id)
            )
