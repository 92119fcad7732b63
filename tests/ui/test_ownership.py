"""Ids are worth nothing without the right owner; every handler is asked directly, as a raw request would."""

from __future__ import annotations

from typing import Any

import gradio as gr
import pytest
from double import DoubleAssistant
from starlette.datastructures import Headers

from ui.page.desk import DEMO_USER, Desk, Seat, owner_of
from ui.page.handlers import Handlers
from ui.page.thread_handlers import ThreadHandlers
from ui.page.title_handlers import TitleHandlers


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


def test_a_search_finds_only_what_is_ones_own(assistant: DoubleAssistant) -> None:
    def found(who: str | None, **roles: Any) -> str:
        handlers = ThreadHandlers(Handlers(Desk(assistant, **roles)))
        return handlers.seek(Seat("t01"), event(text="安的秘密"), request(who))

    assert "thread-0" in found("ann")
    assert "thread-0" not in found("bob") and "thread-0" not in found(None)
    assert "thread-0" not in found("ann", may_see=lambda *_: False), "an account taken away was searched"


def test_rights_are_asked_once_an_account_however_many_conversations_there_are(assistant: DoubleAssistant) -> None:
    for number in range(30):
        assistant.open(f"t0{number % 2 + 1}", owner="user:ann").rename(f"便签{number}")
    asked: list[str] = []

    def may_see(_owner: str, account: str) -> bool:
        asked.append(account)
        return account == "t01"

    desk = Desk(assistant, may_see=may_see)
    assert len(desk.entries("user:ann")) == 16 and sorted(asked) == ["t01", "t02"]
    asked.clear()
    ThreadHandlers(Handlers(desk)).seek(Seat("t01"), event(text="便签"), request("ann"))
    assert asked == ["t01"], "a search asks at every letter"


HEADERS = Headers({"X-Forwarded-For": "203.0.113.9"})


def test_who_comes_through_a_proxy_is_not_at_this_machine() -> None:
    client = type("Client", (), {"host": "127.0.0.1"})()
    passed_on = gr.Request(username=None, session_hash="s1", client=client, headers=HEADERS)
    assert owner_of(passed_on) == "session:s1"


@pytest.mark.filterwarnings("ignore")
def test_an_account_taken_away_is_written_for_no_more(assistant: DoubleAssistant) -> None:
    allowed = {"t01", "t02"}
    handlers = Handlers(Desk(assistant, may_see=lambda _owner, account: account in allowed))
    assert list(handlers.send("来几条便签标题", Seat("t01"), request("ann")))[-1][0].thread_id
    allowed.remove("t01")
    after = list(handlers.send("来几条便签标题", Seat("t01"), request("ann")))[-1][0]
    assert (after.advertiser_id, after.thread_id) == ("t02", None)
    allowed.clear()
    with pytest.raises(gr.Error) as told:
        list(handlers.send("来几条便签标题", Seat("t01"), request("ann")))
    assert "没有做成" in told.value.message and not told.value.print_exception, "told in English, or logged as a fault"


def test_nothing_is_offered_or_counted_for_an_account_that_is_not_theirs(assistant: DoubleAssistant) -> None:
    handlers, bob = Handlers(Desk(assistant, may_see=lambda _owner, account: account == "t02")), request("bob")
    hints = {seat: handlers.hint(Seat(seat), event(text="便签真的"), bob) for seat in ("", "t01", "t02")}
    assert hints[""] == hints["t01"] == "" and "霁橙" in hints["t02"] and "青鹭" not in hints["t02"]
    for seat in ("", "t01"):
        handlers.took(Seat(seat), event(text="便签真的，一天写完"), bob)
        handlers.taken(Seat(seat), event(idea="title-901"), bob)
    handlers.taken(Seat("t02"), event(idea="title-1"), bob)
    assert not [
        one for name in ("title-901", "便签真的，一天写完", "title-1") for one in assistant.stores.feedback.of(name)
    ]
    handlers.taken(Seat("t02"), event(idea="title-901"), bob)
    assert assistant.stores.feedback.of("title-901")


def test_the_owner_sees_the_conversation(assistant: DoubleAssistant) -> None:
    values = ThreadHandlers(Handlers(Desk(assistant))).open(Seat("t01"), event(id="thread-0"), request("ann"))
    assert "安的秘密" in values[1] and "安的秘密" in values[4]


@pytest.mark.filterwarnings("ignore")
def test_another_gets_nothing_by_guessing(assistant: DoubleAssistant) -> None:
    handlers, bob, seat = Handlers(Desk(assistant)), request("bob"), Seat("t01")
    guessed, threads, titles = Seat("t01", "thread-0"), ThreadHandlers(handlers), TitleHandlers(handlers)
    seen = [
        *list(handlers.arrive(seat, request("bob", t="thread-0"))),
        threads.open(seat, event(id="thread-0"), bob),
        threads.rename(seat, event(id="thread-0", name="x"), bob),
        threads.pin(seat, event(id="thread-0"), bob),
        threads.back(guessed, event(index="1"), bob),
        *list(threads.branch(guessed, event(index="1", text="x"), bob)),
        *[titles.act(guessed, event(what=what, id="title-1", text="x"), bob) for what in titles._acts],
        titles.look(guessed, event(id="title-1", why=True), bob),
        titles.look(guessed, event(id="title-1", text="x"), bob),
        threads.delete(guessed, event(id="thread-0"), bob),
        handlers.answer(guessed, event(id="act-thread-0", approve=True), bob),
    ]
    handlers.stop(guessed, bob)
    assert not any("安的秘密" in str(values) for values in seen)
    entry = assistant.entries["thread-0"]
    assert entry.name.startswith("安的秘密") and len(entry.waiting) == 1 and not entry.cancel.is_set()
    assert not assistant.stores.feedback.of("title-1"), "an event about another's title"
    list(handlers.send("鲍勃的话", guessed, bob))
    assert len(entry.turns) == 1, "a message went into another's conversation"


def test_exports_and_deletions_are_logged_with_who_did_them(assistant: DoubleAssistant) -> None:
    handlers, ann, seat = Handlers(Desk(assistant)), request("ann"), Seat("t01", "thread-0")
    titles = TitleHandlers(handlers)
    titles.act(seat, event(what="csv"), ann)
    assert not assistant.stores.security.list(), "nothing was picked, so nothing was taken away"
    titles.act(seat, event(what="pick", id="title-1"), ann)
    titles.act(seat, event(what="csv"), ann)
    ThreadHandlers(handlers).delete(seat, event(id="thread-0"), request("bob"))
    ThreadHandlers(handlers).delete(seat, event(id="thread-0"), ann)
    rows = [(row.act, row.by, row.subject) for row in assistant.stores.security.list()]
    assert rows == [("conversation_deleted", "user:ann", "thread-0"), ("exported", "user:ann", "t01")]


def test_events_with_odd_data_do_no_harm(assistant: DoubleAssistant) -> None:
    handlers, ann, seat = Handlers(Desk(assistant)), request("ann"), Seat("t01", "thread-0")
    ThreadHandlers(handlers).rename(seat, event(id=["thread-0"], name={"a": 1}), ann)
    handlers.answer(seat, event(id="act-thread-0", approve="yes"), ann)
    assert not assistant.entries["thread-0"].waiting
    assert assistant.entries["thread-0"].turns[-1].reply == "好的，没有存。", "only a true `approve` approves"


def test_an_advertiser_sees_only_the_accounts_named_for_them(assistant: DoubleAssistant) -> None:
    desk = Desk(assistant, may_see=lambda owner, advertiser_id: (owner, advertiser_id) == ("user:bob", "t02"))
    handlers, bob = Handlers(desk), request("bob")
    assert list(handlers.arrive(Seat(), bob))[-1][0].advertiser_id == "t02"
    assert list(handlers.choose("t01", Seat("t02"), bob))[-1][0].advertiser_id == "t02"
    opened = ThreadHandlers(handlers).open(Seat("t02"), event(id="thread-0"), bob)
    assert opened[0] == Seat("t02")
    with pytest.raises(gr.Error):
        ThreadHandlers(handlers).open(Seat("t02"), event(id="thread-0"), request("ann"))


def test_a_message_before_the_page_is_ready_is_answered(assistant: DoubleAssistant) -> None:
    handlers, visitor = Handlers(Desk(assistant)), request("bob")
    arriving = handlers.arrive(Seat(), visitor)
    assert "t01" in str(next(arriving)[-2])
    sent = list(handlers.send("来几条便签标题", Seat(), visitor))
    assert sent[-1][0].thread_id and sent[-1][0].advertiser_id and "便签" in sent[-1][1]
    screen = next(arriving)[:-2]
    assert all(value == gr.skip() for value in screen), "the first screen covers the answer"
    handlers.gone(visitor)
    assert next(handlers.arrive(Seat(), visitor))[0].advertiser_id
