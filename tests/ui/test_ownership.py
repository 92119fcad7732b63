"""Ids are worth nothing without the right owner; every handler is asked directly, as a raw request would."""

from __future__ import annotations

from typing import Any

import gradio as gr
import pytest
from double import DoubleAssistant

from ui.page.desk import DEMO_USER, Desk, Seat, owner_of
from ui.page.handlers import Handlers


def request(username: str | None = None, host: str = "127.0.0.1", **more: Any) -> gr.Request:
    client = type("Client", (), {"host": host})()
    return gr.Request(username=username, session_hash="s1", client=client, query_params=more)


def event(**data: Any) -> gr.EventData:
    return gr.EventData(None, data)


@pytest.fixture
def assistant() -> DoubleAssistant:
    made = DoubleAssistant()
    thread = made.open("t01", owner="user:ann")
    thread.rename("安的秘密")
    for _ in thread.stream("安的秘密，存一下"):
        pass
    return made


def test_owners_follow_the_request() -> None:
    assert owner_of(request("ann")) == "user:ann"
    assert owner_of(request()) == owner_of(request(host="::1")) == DEMO_USER
    assert owner_of(request(host="203.0.113.9")) == "session:s1"


def test_the_owner_sees_the_conversation(assistant: DoubleAssistant) -> None:
    values = Handlers(Desk(assistant)).open(Seat("t01"), event(id="thread-0"), request("ann"))
    assert "安的秘密" in values[1] and "安的秘密" in values[4]


@pytest.mark.filterwarnings("ignore")
def test_another_gets_nothing_by_guessing(assistant: DoubleAssistant) -> None:
    handlers, bob, seat = Handlers(Desk(assistant)), request("bob"), Seat("t01")
    guessed = Seat("t01", "thread-0")
    seen = [
        *list(handlers.arrive(seat, request("bob", t="thread-0"))),
        handlers.open(seat, event(id="thread-0"), bob),
        handlers.rename(seat, event(id="thread-0", name="x"), bob),
        handlers.delete(guessed, event(id="thread-0"), bob),
        handlers.answer(guessed, event(id="act-thread-0", approve=True), bob),
    ]
    handlers.stop(guessed, bob)
    assert not any("安的秘密" in str(values) for values in seen)
    entry = assistant.entries["thread-0"]
    assert entry.name.startswith("安的秘密") and len(entry.waiting) == 1 and not entry.cancel.is_set()
    list(handlers.send("鲍勃的话", guessed, bob))
    assert len(entry.turns) == 1, "a message went into another's conversation"


def test_events_with_odd_data_do_no_harm(assistant: DoubleAssistant) -> None:
    handlers, ann, seat = Handlers(Desk(assistant)), request("ann"), Seat("t01", "thread-0")
    handlers.rename(seat, event(id=["thread-0"], name={"a": 1}), ann)
    handlers.answer(seat, event(id="act-thread-0", approve="yes"), ann)
    assert not assistant.entries["thread-0"].waiting
    assert assistant.entries["thread-0"].turns[-1].reply == "好的，没有存。", "only a true `approve` approves"
