"""A request's body read ahead of the application: up to a limit, and there to be read again."""

from __future__ import annotations

from starlette.types import Message, Receive


async def read_body(receive: Receive, at_most: int) -> bytes | None:
    """The whole body, what came of it where the caller leaves; none when it is longer than `at_most` bytes."""
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return bytes(body)
        body += message.get("body", b"")
        if len(body) > at_most:
            return None
        if not message.get("more_body", False):
            return bytes(body)


def replayed(body: bytes, receive: Receive) -> Receive:
    """`body` is there to be read again; afterwards the caller's own messages follow."""
    given = False

    async def replay() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return replay
