"""Who may come in: passwords, roles, sessions that end, people who leave."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import httpx
import pytest
from double import DoubleAssistant
from sqlalchemy import inspect, select, text

from tools.store import open_stores
from ui.page.keeping import Notes
from ui.page.leaving import leave
from ui.page.people import People, people
from ui.page.sessions import IDLE_SECONDS, LONGEST_SECONDS, SESSIONS_EACH, Sessions

WORD = "correct horse 正确"


@pytest.fixture
def crowd(tmp_path: Path) -> People:
    made = People(open_stores(tmp_path).database, rounds=4)
    made.add("mei", WORD, "advertiser", ("adv01",))
    made.add("admin", WORD * 9, "operator")
    return made


def test_passwords_are_hashed_and_checked_whole(crowd: People) -> None:
    assert crowd.verify("mei", WORD) and crowd.verify("admin", WORD * 9)
    assert not crowd.verify("admin", WORD * 8 + "x"), "only the beginning of a long password was compared"
    assert not crowd.verify("nobody", WORD) and not crowd.verify("mei", "")
    with crowd._database.read() as connection:
        assert all(row.password.startswith("$2b$") for row in connection.execute(select(people)))


def test_roles_decide_what_is_seen(crowd: People) -> None:
    assert crowd.may_see("user:mei", "adv01") and not crowd.may_see("user:mei", "adv02")
    assert crowd.may_see("user:admin", "adv02")
    assert not crowd.may_see("demo", "adv01") and not crowd.may_see("user:gone", "adv01")


@pytest.mark.parametrize(("name", "password"), [("a b", WORD), ("", WORD), ("mei", "short"), ("<b>x</b>", WORD)])
def test_bad_names_and_short_passwords_are_refused(crowd: People, name: str, password: str) -> None:
    with pytest.raises(ValueError):
        crowd.add(name, password, "advertiser")


def test_who_is_changed_and_removed_is_logged(crowd: People) -> None:
    crowd.add("mei", WORD, "operator", by="cli:root")
    assert crowd.remove("mei", by="cli:root") and not crowd.remove("mei")
    rows = [(row.act, row.by, row.subject, row.note) for row in reversed(crowd.log.list())]
    assert rows == [
        ("person_added", "", "user:mei", "advertiser adv01"),
        ("person_added", "", "user:admin", "operator"),
        ("person_changed", "cli:root", "user:mei", "advertiser adv01 -> operator"),
        ("person_removed", "cli:root", "user:mei", ""),
    ]


def test_sessions_end() -> None:
    now = [0.0]
    sessions = Sessions(clock=lambda: now[0])
    sessions["idle"] = sessions["busy"] = "mei"
    while now[0] <= IDLE_SECONDS:
        now[0] += IDLE_SECONDS / 2 + 1
        assert sessions.get("busy") == "mei"
    assert sessions.get("idle") is None and "idle" not in sessions
    while now[0] <= LONGEST_SECONDS:
        now[0] += IDLE_SECONDS / 2
        sessions.get("busy")
    assert sessions.get("busy") is None and not list(sessions)


def test_sessions_end_with_the_password_they_began_with(crowd: People) -> None:
    sessions = Sessions(crowd.stamp)
    sessions["mine"], sessions["other"] = "mei", "admin"
    assert sessions.get("mine") == "mei"
    crowd.add("mei", WORD + "2", "advertiser", ("adv01",))
    assert sessions.get("mine") is None and "mine" not in list(sessions), "a new password left the old session open"
    crowd.remove("admin")
    assert not sessions.lasts("other")
    crowd.add("admin", WORD * 9, "operator")
    assert sessions.get("other") is None, "who took the name of somebody removed got their session"


def test_one_person_has_so_many_sessions() -> None:
    sessions = Sessions()
    sessions["other"] = "lan"
    for number in range(SESSIONS_EACH + 5):
        sessions[f"t{number}"] = "mei"
    assert len(sessions) == SESSIONS_EACH + 1 and "t4" not in sessions and "t5" in sessions and "other" in sessions


@pytest.mark.parametrize("to", [None, "lan"])
def test_what_somebody_said_stays_when_they_leave(tmp_path: Path, to: str | None) -> None:
    stores = open_stores(tmp_path)
    crowd, notes = People(stores.database, rounds=4), Notes(stores.database)
    crowd.add("mei", WORD, "advertiser", ("a1", "a2"))
    crowd.add("lan", WORD, "advertiser", ("a1",))
    for account in ("a1", "a2"):
        stores.advertisers.put({"id": account, "name": account, "products": [{"name": "灯"}]})
    one, two = (stores.threads.create(account, owner="user:mei").id for account in ("a1", "a2"))
    for key in (f"thread:{one}", f"thread:{two}", "pins", "tray:a1"):
        notes.put("user:mei", key, {"of": "mei"})
    assert leave(stores, crowd, "mei", to) == (1 if to else 0)
    crowd.add("mei", WORD, "advertiser", ("a1", "a2"))
    assert not stores.threads.list(owner="user:mei"), "a namesake came into another's conversations"
    assert not any(notes.get("user:mei", key) for key in (f"thread:{one}", f"thread:{two}", "pins", "tray:a1"))
    assert {found.id for found in stores.threads.list()} == {one, two}, "a conversation was lost"
    assert [found.id for found in stores.threads.list(owner="user:lan")] == ([one] if to else [])
    assert bool(notes.get("user:lan", f"thread:{one}")) is bool(to) and not notes.get("user:lan", "tray:a1")


@pytest.mark.parametrize(("name", "to"), [("nobody", None), ("mei", "nobody"), ("mei", "mei")])
def test_nobody_leaves_by_mistake(tmp_path: Path, name: str, to: str | None) -> None:
    stores = open_stores(tmp_path)
    crowd = People(stores.database, rounds=4)
    crowd.add("mei", WORD, "advertiser")
    with pytest.raises(ValueError):
        leave(stores, crowd, name, to)
    assert [one.name for one in crowd.all()] == ["mei"]


def test_an_older_table_of_people_is_taken_over(tmp_path: Path) -> None:
    """Where wrong passwords were counted in the table, people go on signing in and can be added."""
    stores = open_stores(tmp_path)
    People(stores.database, rounds=4).add("mei", WORD, "advertiser", ("a1",))
    with stores.database.write() as connection:
        for column in ("failed INTEGER", "locked_until FLOAT"):
            connection.execute(text(f"ALTER TABLE page_people ADD COLUMN {column} NOT NULL DEFAULT 0"))
        connection.execute(text("UPDATE alembic_version SET version_num = '0009'"))
    stores.close()
    crowd = People(open_stores(tmp_path).database, rounds=4)
    crowd.add("lan", WORD, "operator")
    assert crowd.verify("mei", WORD) and [one.name for one in crowd.all()] == ["lan", "mei"]
    assert "failed" not in {one["name"] for one in inspect(crowd._database.engine).get_columns("page_people")}


def test_the_page_asks_who_comes_and_forgets_them_in_time(serve: Any) -> None:
    assistant = DoubleAssistant()
    crowd = People(assistant.stores.database, rounds=4)
    crowd.add("mei", WORD, "advertiser", ("t02",))
    served = serve(assistant, may_see=crowd.may_see, people=crowd)
    with httpx.Client(base_url=served.url) as client:
        assert client.get("config").status_code == 401
        assert client.post("login", data={"username": "mei", "password": "wrong"}).status_code == 400
        assert client.post("login", data={"username": "mei", "password": WORD}).status_code == 200
        assert client.get("config").status_code == 200
        sessions = served.page.app.tokens
        sessions._clock = lambda: time.monotonic() + LONGEST_SECONDS + 1
        assert client.get("config").status_code == 401, "a sign-in never ended"
