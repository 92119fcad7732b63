"""The way in: guesses are counted by account and address, and nothing tells whether somebody has an account."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from typing import Any

import bcrypt
import httpx
import pytest
from double import DoubleAssistant
from raw import RawVisitor, handler
from sqlalchemy.event import listen

from ui.origin import address_of, is_here
from ui.page.door.guard import LOOK_SECONDS
from ui.page.door.tries import ACCOUNT, ADDRESS, PAIR, WINDOW_SECONDS, Tries
from ui.page.people import People

WORD = "correct horse 正确"


class Way:
    """A served page and its sign-in, as it is asked from any address: a proxy on this machine says from which."""

    def __init__(self, serve: Any) -> None:
        assistant = DoubleAssistant()
        self.people = People(assistant.stores.database, rounds=4)
        self.people.add("mei", WORD, "advertiser", ("t01",))
        self.people.add("lan", WORD, "advertiser", ("t02",))
        self.served = serve(assistant, people=self.people, may_see=self.people.may_see)

    def client(self, address: str = "203.0.113.1", **headers: str) -> httpx.Client:
        told = {"X-Forwarded-For": address, **{name.replace("_", "-"): value for name, value in headers.items()}}
        return httpx.Client(base_url=self.served.url, headers=told, trust_env=False)

    def enters(self, name: str, password: str = WORD, address: str = "203.0.113.1") -> bool:
        with self.client(address) as client:
            return client.post("login", data={"username": name, "password": password}).status_code == 200


@pytest.fixture
def way(serve: Any) -> Iterator[Way]:
    yield Way(serve)


def test_guessing_shuts_out_who_guesses_and_nobody_else(way: Way) -> None:
    assert way.enters("mei", address="198.51.100.7")
    assert not any(way.enters("mei", "guess") for _ in range(PAIR))
    assert not way.enters("mei"), "the right password opened after five wrong ones"
    assert way.enters("lan"), "another account was shut out at that address"
    assert way.enters("mei", address="198.51.100.7"), "a guesser shut out the person"
    assert way.enters("mei", address="198.51.100.8")


def test_one_address_guesses_at_many_accounts_in_vain(way: Way) -> None:
    for number in range(ADDRESS):
        way.enters(f"guess{number}", "x")
    assert not way.enters("mei") and not way.enters("lan")
    assert way.enters("mei", address="198.51.100.7"), "one attacker locked everybody out"


def test_what_a_visitor_says_before_the_proxy_does_not_count(way: Way) -> None:
    for number in range(ADDRESS):
        way.enters(f"guess{number}", "x", address=f"192.0.2.{number}, 203.0.113.1")
    assert not way.enters("mei"), "an invented address was believed"
    assert way.enters("mei", address="192.0.2.7")


def test_wrong_unknown_and_shut_out_are_told_in_the_same_words(way: Way) -> None:
    told = set()
    with way.client() as client:
        for name, password in [
            ("mei", "x"),
            ("nobody", "x"),
            ("", ""),
            ("mei\x00", "x"),
            ("x" * 5_000, "x"),
            *[("mei", "x")] * 6,
        ]:
            answer = client.post("login", data={"username": name, "password": password})
            told.add((answer.status_code, answer.text, tuple(sorted(set(answer.headers) - {"date"}))))
    assert len(told) == 1 and "set-cookie" not in next(iter(told))[2]
    assert way.enters("lan")


def test_a_wrong_name_takes_the_same_work_as_a_wrong_password(way: Way, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work is counted, not timed: as many passwords hashed at the same cost, the same statements to the tables."""
    done: list[str] = []
    check = bcrypt.checkpw

    def checked(password: bytes, hashed: bytes) -> bool:
        done.append(f"bcrypt {hashed[:7].decode()}")
        return check(password, hashed)

    def asked(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        done.append(statement)

    monkeypatch.setattr(bcrypt, "checkpw", checked)
    listen(way.people._database.engine, "before_cursor_execute", asked)
    works = []
    for name in ("mei", "nobody"):
        done.clear()
        assert not way.enters(name, "wrong")
        works.append(list(done))
    assert works[0] == works[1] and sum(one.startswith("bcrypt") for one in works[0]) == 1


def test_tries_forget_in_time_and_are_bounded() -> None:
    now = [0.0]
    tries = Tries(lambda: now[0], most=100)
    assert [tries.begin("mei", "a") for _ in range(PAIR + 1)] == [True] * PAIR + [False]
    assert tries.full("mei", "a") and not tries.full("mei", "b")
    now[0] = WINDOW_SECONDS
    assert tries.begin("mei", "a")
    for number in range(1_000):
        tries.begin(f"name{number}", f"address{number}")
        tries.right(f"name{number}", f"address{number}")
    assert len(tries) <= 100 and len(tries._homes) <= 100


def test_refused_tries_under_new_names_push_out_no_count() -> None:
    tries = Tries(lambda: 0.0, most=100)
    while tries.begin("mei", "a"):
        pass
    number = 0
    while tries.begin(f"name{number}", "a"):
        number += 1
    for number in range(1_000):
        assert not tries.begin(f"other{number}", "a")
    assert tries.full("mei", "a") and len(tries) < 100


def test_a_crowd_of_addresses_guesses_at_one_account_in_vain_and_does_not_shut_out_its_person() -> None:
    tries = Tries(lambda: 0.0)
    assert tries.begin("mei", "home")
    tries.right("mei", "home")
    assert sum(tries.begin("mei", f"address{number}") for number in range(500)) == ACCOUNT
    assert tries.begin("mei", "home")


def test_right_passwords_are_no_tries() -> None:
    tries = Tries(lambda: 0.0)
    for _ in range(ADDRESS * 3):
        assert tries.begin("mei", "office")
        tries.right("mei", "office")


def test_what_happens_at_the_door_is_logged_without_passwords(way: Way) -> None:
    way.enters("my password typed as a name", "x")
    for _ in range(PAIR + 3):
        way.enters("mei", "a wrong guess")
    with way.client("198.51.100.7") as client:
        client.post("login", data={"username": "lan", "password": WORD})
        client.get("logout", headers={"Referer": way.served.url})
    rows = [(row.act, row.by, row.note) for row in reversed(way.people.log.list()) if row.by]
    assert rows == [
        *[("sign_in_failed", "user:mei", "from 203.0.113.1")] * PAIR,
        ("locked", "user:mei", "from 203.0.113.1"),
        ("sign_in", "user:lan", "from 198.51.100.7"),
        ("sign_out", "user:lan", ""),
    ], "refused tries fill the log, or something is missing"
    told = " ".join(row.model_dump_json() for row in way.people.log.list())
    assert WORD not in told and "guess" not in told and "typed as a name" not in told


def test_the_cookie_is_for_this_site_and_no_script(way: Way) -> None:
    for scheme, secure in (("http", False), ("https", True)):
        with way.client(X_Forwarded_Proto=scheme) as client:
            answer = client.post("login", data={"username": "mei", "password": WORD})
            (cookie,) = answer.headers.get_list("set-cookie")
            assert "HttpOnly" in cookie and "SameSite=lax" in cookie and ("Secure" in cookie) is secure
            assert client.get("gradio_api/token").status_code == 404, "a script could read the token"


def test_a_sign_in_begins_a_session_of_its_own(way: Way) -> None:
    """A token that somebody planted in the browser is worth nothing after the sign-in, nor is the one before it."""
    app = way.served.page.app
    cookie = f"access-token-unsecure-{app.cookie_id}"
    with way.client() as client:
        client.cookies.set(cookie, "planted")
        client.post("login", data={"username": "mei", "password": WORD})
        assert "planted" not in app.tokens
        first = next(iter(app.tokens))
        assert len(first) >= 43
        client.post("login", data={"username": "mei", "password": WORD})
        assert first not in app.tokens and len(app.tokens) == 1


def test_signing_out_ends_every_session_of_the_person(way: Way) -> None:
    with way.client() as one, way.client() as two, way.client() as other:
        for client, name in ((one, "mei"), (two, "mei"), (other, "lan")):
            client.post("login", data={"username": name, "password": WORD})
        assert one.get("logout", headers={"Referer": way.served.url}).status_code == 303
        assert [client.get("config").status_code for client in (one, two, other)] == [401, 401, 200]


def test_who_is_removed_is_out_at_once(way: Way) -> None:
    with way.client() as client:
        client.post("login", data={"username": "mei", "password": WORD})
        assert client.get("config").status_code == 200
        with client.stream("GET", "gradio_api/heartbeat/abcdefgh") as beat:
            assert beat.status_code == 200
        way.people.remove("mei")
        assert client.get("config").status_code == 401
        assert client.get("gradio_api/heartbeat/abcdefgh").status_code == 404


def test_a_stream_ends_with_the_sign_in(serve: Any) -> None:
    assistant = DoubleAssistant(pause=0.3)
    people = People(assistant.stores.database, rounds=4)
    people.add("mei", WORD, "advertiser", ("t01",))
    served = serve(assistant, people=people, may_see=people.may_see)
    mei = RawVisitor(served.url, "mei", WORD)
    assert mei.join(handler(mei.config(), "message", "submit"), ["来几条便签标题", None]).status_code == 200
    told = []
    with mei.client.stream("GET", "gradio_api/queue/data", params={"session_hash": mei.session}) as answer:
        for line in answer.iter_lines():
            told.append(line)
            if "process_generating" in line:
                people.remove("mei")
    assert any("process_generating" in line for line in told)
    assert not any("process_completed" in line for line in told), "the turn of somebody removed was told to its end"


def test_a_stream_looks_after_its_sign_in_a_few_times_a_second_and_beside_the_event_loop(
    serve: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    assistant = DoubleAssistant(pause=0.1)
    people = People(assistant.stores.database, rounds=4)
    people.add("mei", WORD, "advertiser", ("t01",))
    served = serve(assistant, people=people, may_see=people.may_see)
    mei = RawVisitor(served.url, "mei", WORD)
    assert mei.join(handler(mei.config(), "message", "submit"), ["来几条便签标题", None]).status_code == 200
    looks: list[bool] = []

    def stamp(name: str) -> str | None:
        try:
            asyncio.get_running_loop()
            looks.append(False)
        except RuntimeError:
            looks.append(True)
        return people.stamp(name)

    with mei.client.stream("GET", "gradio_api/queue/data", params={"session_hash": mei.session}) as answer:
        monkeypatch.setattr(served.page.app.tokens, "_stamp", stamp)
        began = time.monotonic()
        assert any("process_completed" in line for line in answer.iter_lines())
        lasted = time.monotonic() - began
    assert all(looks), "everybody waited for the tables"
    assert 1 <= len(looks) <= lasted / LOOK_SECONDS + 1


@pytest.mark.parametrize(
    ("host", "headers", "here"),
    [
        ("127.0.0.1", {"Host": "127.0.0.1:7860"}, True),
        ("::1", {"host": "[::1]:7860", "origin": "http://localhost:7860"}, True),
        ("127.0.0.1", {"Host": "evil.example:7860"}, False),
        ("127.0.0.1", {"Host": "localhost:7860", "Origin": "https://evil.example"}, False),
        ("127.0.0.1", {"Host": "localhost", "Origin": "null"}, False),
        ("127.0.0.1", {"Host": "[::1", "Origin": ""}, False),
        ("127.0.0.1", {"Host": "localhost", "X-Real-IP": "127.0.0.1"}, False),
        ("203.0.113.9", {"Host": "localhost"}, False),
    ],
)
def test_who_is_at_this_machine(host: str, headers: dict[str, str], here: bool) -> None:
    assert is_here(host, headers) is here


@pytest.mark.parametrize(
    ("host", "forwarded", "counted"),
    [
        ("203.0.113.9", "", "203.0.113.9"),
        ("203.0.113.9", "192.0.2.1", "203.0.113.9"),
        ("::1", "192.0.2.1, 203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2:3::4", "", "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.9", "", "203.0.113.9"),
        ("::1", "nonsense", "::1"),
        ("", "", ""),
    ],
)
def test_whom_an_address_stands_for(host: str, forwarded: str, counted: str) -> None:
    assert address_of(host, {"X-Forwarded-For": forwarded} if forwarded else {}) == counted
