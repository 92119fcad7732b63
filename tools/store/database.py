"""One database: an engine with the pragmas that SQLite needs, and two ways in, `read` and `write`."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, create_engine, event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Engine, make_url

BUSY_TIMEOUT_MS = 10_000
_PAUSE = 0.02  # seconds


def default_url(home: Path) -> str:
    """The SQLite file of a home folder."""
    return f"sqlite:///{home / 'miaoti.db'}"


class Database:
    """SQLite in WAL mode, or PostgreSQL by URL. Safe to share between threads.

    On SQLite a write takes the write lock when it begins (BEGIN IMMEDIATE): a transaction that reads
    first and writes later would otherwise fail at once when another writer came in between.
    """

    def __init__(self, url: str) -> None:
        self.url = make_url(url)
        if self.url.drivername in ("postgresql", "postgres"):
            self.url = self.url.set(drivername="postgresql+psycopg")  # psycopg 3, whatever SQLAlchemy would take
        self.engine: Engine = create_engine(self.url)
        self.is_sqlite = self.engine.dialect.name == "sqlite"
        if self.is_sqlite:
            event.listen(self.engine, "connect", _set_pragmas)
            event.listen(self.engine, "begin", _begin)
        self._writer = self.engine.execution_options(miaoti_write=True)
        self.writes = 0
        """Transactions that this process has committed: who saw the same number before has nothing new to read."""
        self._counting = threading.Lock()
        snapshot = {} if self.is_sqlite else {"isolation_level": "REPEATABLE READ"}
        self._reader = self.engine.execution_options(**snapshot)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection on one consistent snapshot."""
        with self._reader.begin() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A connection in a transaction that commits when the block ends, and rolls back on an error."""
        with self._writer.begin() as connection:
            yield connection
        with self._counting:
            self.writes += 1

    def insert(self, table: Any) -> Any:
        """An INSERT that knows ON CONFLICT in this database's dialect."""
        return sqlite.insert(table) if self.is_sqlite else postgresql.insert(table)

    def close(self) -> None:
        self.engine.dispose()


def _set_pragmas(connection: Any, _record: Any) -> None:
    # The driver's own transaction handling would begin late and never IMMEDIATE; `_begin` does it instead.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
    _use_wal(cursor)
    for pragma in ("synchronous = NORMAL", "foreign_keys = ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _use_wal(cursor: Any) -> None:
    """The busy timeout does not hold for this change: of two that make it on a new file at once, one is refused."""
    end = time.monotonic() + BUSY_TIMEOUT_MS / 1000
    while True:
        try:
            cursor.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > end:
                raise
            time.sleep(_PAUSE)


def _begin(connection: Connection) -> None:
    write = connection.get_execution_options().get("miaoti_write")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")
