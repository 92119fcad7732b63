"""Bring a database up to date when it is opened. Alembic is loaded only when there is something to do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock
from sqlalchemy import Connection, inspect, text

from tools.store.database import Database
from tools.store.errors import StoreTooNew

HEAD = "0010"
"""The newest revision in migrations/versions; a test holds the two together."""

MIGRATIONS = Path(__file__).parent / "migrations"
_ADVISORY_LOCK = 0x6D69616F  # any number that only this project uses in its PostgreSQL database


def upgrade(database: Database) -> bool:
    """Migrate to `HEAD` under a lock that spans processes; true when there was something to do."""
    if revision(database) == HEAD:
        return False
    with _lock(database):
        if revision(database) == HEAD:
            return False
        _run_alembic(database)
    return True


def revision(database: Database) -> str | None:
    """The revision a database is at, or none when it is empty."""
    with database.read() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        found: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
        return found


@contextmanager
def _lock(database: Database) -> Iterator[None]:
    if database.is_sqlite:
        name = database.url.database
        with FileLock(f"{name}.migrate.lock", timeout=60):
            yield
        return
    with database.engine.connect() as connection:
        connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": _ADVISORY_LOCK})
        try:
            yield
        finally:
            connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": _ADVISORY_LOCK})


def _run_alembic(database: Database) -> None:
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with database.write() as connection:
        config.attributes["connection"] = connection
        try:
            command.upgrade(config, "head")
        except CommandError as error:
            raise StoreTooNew(_stamp(connection)) from error


def _stamp(connection: Connection) -> str:
    return str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar())
