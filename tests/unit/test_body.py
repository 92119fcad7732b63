"""A request's body read ahead: whole or not at all, and to be read once more."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import pytest
from starlette.types import Message, Receive

from ui.body import read_body, replayed

T = TypeVar("T")
GONE: Message = {"type": "http.disconnect"}


def finished(work: Coroutine[Any, Any, T]) -> T:
    """Its result, from a thread of its own: the browser tests leave their event loop running in this one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, work).result()


def part(body: bytes, more: bool = False) -> Message:
    return {"type": "http.request", "body": body, "more_body": more}


def caller(messages: Iterable[Message]) -> Receive:
    waiting = iter(messages)

    async def receive() -> Message:
        return next(waiting)

    return receive


@pytest.mark.parametrize(
    ("messages", "body"),
    [
        ([part(b"")], b""),
        ([part(b"abc", True), part(b"de"), part(b"not asked for")], b"abcde"),
        ([part(b"abcde", True), part(b"f")], None),
        ([part(b"abcdef", True)], None),
        ([part(b"ab", True), GONE], b"ab"),
    ],
    ids=["empty", "as long as may be", "longer by a part", "longer at once", "left"],
)
def test_a_body_is_read_up_to_its_limit(messages: list[Message], body: bytes | None) -> None:
    assert finished(read_body(caller(messages), 5)) == body


def test_what_was_read_comes_again_and_then_the_callers_own_messages() -> None:
    async def heard() -> list[Message]:
        receive = caller([part(b"ab", True), part(b"c"), GONE])
        again = replayed(await read_body(receive, 5) or b"", receive)
        return [await again(), await again()]

    assert finished(heard()) == [part(b"abc"), GONE]
