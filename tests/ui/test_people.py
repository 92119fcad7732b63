"""Who comes in: passwords, lockout, roles, sessions that end."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import httpx
import pytest
from double import DoubleAssistant
from sqlalchemy import select, update

from tools.store import open_stores
from tools.store.security import SecurityLog
from ui.page.people import TRIES, People, people
from ui.page.sessions import IDLE_SECONDS, LONGEST_SECONDS, Sessions

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


def test_five_wrong_passwords_lock_a_name_for_a_while(crowd: People) -> None:
    assert not any(crowd.verify("mei", "guess") for _ in range(TRIES))
    assert not crowd.verify("mei", WORD), "the right password opened a locked name"
    assert crowd.verify("admin", WORD * 9), "another name was locked too"
    with crowd._database.write() as connection:
        connection.execute(update(people).values(locked_until=1.0))
    assert crowd.verify("mei", WORD)


def test_guessing_over_many_names_is_slowed(crowd: People) -> None:
    for number in range(60):
        crowd.verify(f"guess{number}", "x")
    assert not crowd.verify("mei", WORD)


def test_roles_decide_what_is_seen(crowd: People) -> None:
    assert crowd.may_see("user:mei", "adv01") and not crowd.may_see("user:mei", "adv02")
    assert crowd.may_see("user:admin", "adv02")
    assert not crowd.may_see("demo", "adv01") and not crowd.may_see("user:gone", "adv01")


@pytest.mark.parametrize(("name", "password"), [("a b", WORD), ("", WORD), ("mei", "short"), ("<b>x</b>", WORD)])
def test_bad_names_and_short_passwords_are_refused(crowd: People, name: str, password: str) -> None:
    with pytest.raises(ValueError):
        crowd.add(name, password, "advertiser")


def test_what_happens_at_the_door_is_logged_without_passwords(crowd: People) -> None:
    crowd.add("mei", WORD, "operator", by="cli:root")
    crowd.verify("mei", WORD)
    crowd.verify("my password typed as a name", "x")
    for _ in range(TRIES + 1):
        crowd.verify("admin", "a wrong guess")
    rows = list(reversed(SecurityLog(crowd._database).list()))
    assert [(row.act, row.by, row.subject) for row in rows[:4]] == [
        ("person_added", "", "user:mei"),
        ("person_added", "", "user:admin"),
        ("person_changed", "cli:root", "user:mei"),
        ("sign_in", "user:mei", ""),
    ]
    assert rows[2].note == "advertiser adv01 -> operator"
    acts = [row.act for row in rows[4:]]
    assert acts == ["sign_in_failed"] * (TRIES + 1) + ["locked", "sign_in_failed"]
    assert rows[-1].note == "locked", "a try at a locked name looked like any other"
    told = " ".join(row.model_dump_json() for row in rows)
    assert WORD not in told and "guess" not in told and "typed as a name" not in told


def test_sessions_end() -> None:
    now = [0.0]
    sessions = Sessions(lambda: now[0])
    sessions["idle"] = sessions["busy"] = "mei"
    while now[0] <= IDLE_SECONDS:
        now[0] += IDLE_SECONDS / 2 + 1
        assert sessions.get("busy") == "mei"
    assert sessions.get("idle") is None and "idle" not in sessions
    while now[0] <= LONGEST_SECONDS:
        now[0] += IDLE_SECONDS / 2
        sessions.get("busy")
    assert sessions.get("busy") is None and not list(sessions)


def test_the_page_asks_who_comes_and_forgets_them_in_time(serve: Any) -> None:
    assistant = DoubleAssistant()
    crowd = People(assistant.stores.database, rounds=4)
    crowd.add("mei", WORD, "advertiser", ("t02",))
    served = serve(assistant, may_see=crowd.may_see, verify=crowd.verify)
    with httpx.Client(base_url=served.url) as client:
        assert client.get("config").status_code == 401
        assert client.post("login", data={"username": "mei", "password": "wrong"}).status_code == 400
        assert client.post("login", data={"username": "mei", "password": WORD}).status_code == 200
        assert client.get("config").status_code == 200
        sessions = served.page.app.tokens
        sessions._clock = lambda: time.monotonic() + LONGEST_SECONDS + 1
        assert client.get("config").status_code == 401, "a sign-in never ended"
