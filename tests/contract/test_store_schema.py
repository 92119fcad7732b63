"""Migrations: they make exactly the tables that the code uses, once, and refuse a future they do not know."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from tools.store import StoreTooNew, open_stores
from tools.store.database import Database, default_url
from tools.store.schema import HEAD, MIGRATIONS, upgrade
from tools.store.tables import metadata


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_migrated_database_equals_the_tables_in_code(kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    stores = open_stores(tmp_path, request.getfixturevalue("empty_postgres") if kind == "postgres" else None)
    with stores.database.read() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    stores.close()


def test_head_is_the_newest_migration() -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    assert ScriptDirectory.from_config(config).get_current_head() == HEAD


def test_second_open_changes_nothing_and_is_quick(tmp_path: Path) -> None:
    first = open_stores(tmp_path)
    first.close()
    started = time.perf_counter()
    second = open_stores(tmp_path)
    seconds = time.perf_counter() - started
    assert second.store_id == first.store_id
    assert upgrade(second.database) is False
    second.close()
    assert seconds < 0.5  # measured 0.01; the margin is for a busy machine


def test_an_up_to_date_database_opens_without_loading_alembic(tmp_path: Path) -> None:
    open_stores(tmp_path).close()
    code = (
        "import sys; from pathlib import Path; from tools.store import open_stores;"
        f"open_stores(Path({str(tmp_path)!r})).close(); sys.exit('alembic' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_database_from_the_future_is_refused_with_advice(tmp_path: Path) -> None:
    stores = open_stores(tmp_path)
    with stores.database.write() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    stores.close()
    with pytest.raises(StoreTooNew, match="update the project"):
        open_stores(tmp_path)


def test_sqlite_is_opened_with_wal_and_foreign_keys(tmp_path: Path) -> None:
    database = Database(default_url(tmp_path))
    with database.read() as connection:
        assert connection.execute(text("PRAGMA journal_mode")).scalar() == "wal"
        assert connection.execute(text("PRAGMA foreign_keys")).scalar() == 1
        assert connection.execute(text("PRAGMA busy_timeout")).scalar() == 10_000
    database.close()


def test_two_processes_may_open_an_empty_home_at_once(tmp_path: Path) -> None:
    code = (
        "from pathlib import Path; from tools.store import open_stores;"
        f"print(open_stores(Path({str(tmp_path)!r})).store_id)"
    )
    runs = [subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) for _ in range(2)]
    outputs = [run.communicate(timeout=60)[0] for run in runs]
    assert [run.returncode for run in runs] == [0, 0]
    assert outputs[0] == outputs[1] != ""


def test_a_turn_that_was_begun_survives_a_kill(tmp_path: Path) -> None:
    code = f"""
import time
from pathlib import Path
from tools.store import open_stores
stores = open_stores(Path({str(tmp_path)!r}))
stores.advertisers.put({{"id": "a1", "name": "甲", "products": [{{"name": "乙"}}]}})
thread = stores.threads.create("a1", thread_id="t")
stores.actions.create("t", "save", ["x"])
stores.turns.begin("t", "来5条")
print("begun", flush=True)
time.sleep(60)
"""
    child = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None and child.stdout.readline() == "begun\n"
    os.kill(child.pid, signal.SIGKILL)
    child.wait()
    stores = open_stores(tmp_path)
    assert [turn.status for turn in stores.turns.history("t")] == ["running"]
    assert stores.turns.cut_off("t") == 1
    assert len(stores.actions.pending("t")) == 1
    assert stores.turns.begin("t", "继续") == 1
    stores.close()
