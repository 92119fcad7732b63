"""Which conversation a list of chat messages continues.

Chat clients name no conversation: they send all messages again. So after each answer the digest of everything said is
kept with the key, and the next request, whose messages begin with just that, goes on there. A conversation is known
by its latest state only: going back to an earlier message starts a new one.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import threading
import time
from collections.abc import Sequence
from pathlib import Path

FILE_NAME = "api.db"
KEPT_SECONDS = 30 * 24 * 3600.0

Said = tuple[str, str]
"""(role, text) of one message."""


def digest(said: Sequence[Said]) -> str:
    """One name for a list of messages; space around a text does not count, clients trim it."""
    plain = json.dumps([[role, text.strip()] for role, text in said], ensure_ascii=True)
    return hashlib.sha256(plain.encode()).hexdigest()


class Conversations:
    """A small table in the home folder. Safe for use from several threads."""

    def __init__(self, home: Path) -> None:
        self._guard = threading.Lock()
        self._database = sqlite3.connect(home / FILE_NAME, check_same_thread=False, isolation_level=None)
        self._database.execute("PRAGMA journal_mode=WAL")
        self._database.execute(
            "CREATE TABLE IF NOT EXISTS conversations ("
            "seq INTEGER PRIMARY KEY, scope TEXT NOT NULL, digest TEXT NOT NULL, "
            "thread_id TEXT NOT NULL, at REAL NOT NULL)"
        )
        self._database.execute("CREATE INDEX IF NOT EXISTS by_digest ON conversations (scope, digest)")

    def take(self, scope: str, said: Sequence[Said]) -> str | None:
        """The thread whose latest state this is; the state is spent, so two requests never share a thread."""
        query = (
            "DELETE FROM conversations WHERE seq = (SELECT max(seq) FROM conversations WHERE scope = ? AND digest = ?)"
            " RETURNING thread_id"
        )
        with self._guard:
            row = self._database.execute(query, (scope, digest(said))).fetchone()
        return row[0] if row else None

    def keep(self, scope: str, said: Sequence[Said], thread_id: str) -> None:
        """Remember where these messages lead on; what was not continued for a month is forgotten."""
        now = time.time()
        with self._guard:
            self._database.execute("DELETE FROM conversations WHERE at < ?", (now - KEPT_SECONDS,))
            self._database.execute(
                "INSERT INTO conversations (scope, digest, thread_id, at) VALUES (?, ?, ?, ?)",
                (scope, digest(said), thread_id, now),
            )

    def close(self) -> None:
        with self._guard:
            self._database.close()
