"""Stands before Gradio: only the addresses that the page uses answer, each only for what is the caller's own.

Gradio serves any file of its folder, any session's events and much that is for developers to whoever signed in.
"""

from __future__ import annotations

import asyncio
import json
import re
import time
from collections.abc import Iterator, Sequence
from typing import Any

from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.body import read_body, replayed
from ui.page.door.claims import Claims
from ui.page.door.keeper import keeper_of, token_of
from ui.page.door.shelf import Shelf
from ui.page.door.site import ELSEWHERE, is_asked_from_here

UPLOAD = "/gradio_api/upload"
_READ = re.compile(
    r"/|/config|/theme\.css|/favicon\.ico|/manifest\.json|/robots\.txt|/logout|/(assets|static)/.+"
    r"|/gradio_api/(theme\.css|app_id|startup-events|queue/data|heartbeat/[^/]+)"
)
_WRITE = re.compile(rf"/login|{UPLOAD}|/gradio_api/(queue/join|run/predict)")
_CALLS = frozenset({"/gradio_api/queue/join", "/gradio_api/run/predict"})
_STREAM, _HEARTBEAT = "/gradio_api/queue/data", "/gradio_api/heartbeat/"
_CALL = frozenset({"data", "fn_index", "trigger_id", "session_hash"})
"""What the page says in a call beside the event's data. What else Gradio would understand is for other clients."""
CALL_AT_MOST = 1 << 20
LOOK_SECONDS = 0.25
"""Between two looks at whether a stream's sign-in lasts: each asks the tables."""


class Guard:
    """Middleware. `spared` are beginnings of addresses that have keys of their own; others are told of no reason."""

    def __init__(self, app: ASGIApp, shelf: Shelf, spared: Sequence[str] = ()) -> None:
        self._app = app
        self._shelf = shelf
        self._spared = tuple(spared)
        self._claims = Claims()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan" or (self._spared and scope.get("path", "").startswith(self._spared)):
            await self._app(scope, receive, send)
        elif scope["type"] == "http" and _answers(scope):
            await self._let_in(Request(scope, receive), send)
        else:
            await _not_found(scope, receive, send)

    async def _let_in(self, request: Request, send: Send) -> None:
        scope, receive = request.scope, request.receive
        if not is_asked_from_here(request):
            await JSONResponse({"detail": ELSEWHERE}, 403)(scope, receive, send)
            return
        session = _session(scope)
        if scope["path"] in _CALLS:
            call = await _read(request)
            mine = call is not None and self._may(request, call.get("session_hash"), _files(call.get("data")))
            if call is None or not mine or not _is_asked_well(request, call):
                await _not_found(scope, receive, send)
                return
            said = {key: call[key] for key in call.keys() & _CALL} | {"event_data": call.get("event_data") or {}}
            receive = replayed(json.dumps(said).encode(), receive)
        elif session is not None and not self._may(request, session):
            await _not_found(scope, receive, send)
            return
        await self._app(scope, receive, _while_signed_in(request, send) if session else send)

    def _may(self, request: Request, session: object, files: Sequence[str] = ()) -> bool:
        """Whether session and files are the caller's; what nobody is signed in for, Gradio refuses itself."""
        keeper = keeper_of(request)
        if keeper is None:
            return not request.url.path.startswith(_HEARTBEAT)
        return self._claims.claim(session, keeper) and all(self._shelf.holds(keeper, one) for one in files)


def _answers(scope: Scope) -> bool:
    known = {"GET": _READ, "HEAD": _READ, "POST": _WRITE}.get(scope["method"])
    return known is not None and bool(known.fullmatch(scope["path"]))


def _session(scope: Scope) -> str | None:
    """The session named in an address; none where an address names none."""
    path: str = scope["path"]
    if path.startswith(_HEARTBEAT):
        return path.removeprefix(_HEARTBEAT)
    return QueryParams(scope["query_string"]).get("session_hash", "") if path == _STREAM else None


async def _read(request: Request) -> dict[str, Any] | None:
    """The call; none when it is too long or no object."""
    body = await read_body(request.receive, CALL_AT_MOST)
    try:
        call = json.loads(body or b"")
    except (ValueError, RecursionError):
        return None
    return call if isinstance(call, dict) else None


def _is_asked_well(request: Request, call: dict[str, Any]) -> bool:
    """Whether it names a handler of the page and gives what this takes; Gradio would stumble over anything else."""
    number, data, event = call.get("fn_index"), call.get("data"), call.get("event_data")
    handler = request.app.get_blocks().fns.get(number) if type(number) is int else None
    given = isinstance(data, list) and handler is not None and len(data) == len(handler.inputs)
    return given and (event is None or isinstance(event, dict)) and isinstance(call.get("trigger_id"), int | None)


def _files(data: object) -> list[str]:
    """Paths of the files that a call brings, however deep they lie."""
    return [str(one["path"]) for one in _inside(data) if isinstance(one, dict) and "path" in one]


def _inside(value: object) -> Iterator[object]:
    waiting = [value]
    while waiting:
        one = waiting.pop()
        yield one
        waiting.extend(one.values() if isinstance(one, dict) else one if isinstance(one, list) else ())


def _while_signed_in(request: Request, send: Send) -> Send:
    """Ends a stream when the sign-in that opened it does. Whoever has none is refused by Gradio, in whole answers."""
    token, ended, looked = token_of(request), False, time.monotonic()
    if request.app.auth is None or not request.app.tokens.lasts(token):
        return send

    async def pass_on(message: Message) -> None:
        nonlocal ended, looked
        if ended:
            return
        if message.get("more_body") and time.monotonic() - looked >= LOOK_SECONDS:
            ended = not await asyncio.to_thread(request.app.tokens.lasts, token)
            looked = time.monotonic()
        await send({"type": "http.response.body", "body": b""} if ended else message)

    return pass_on


async def _not_found(scope: Scope, receive: Receive, send: Send) -> None:
    """In the words for what does not exist."""
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1000})
        return
    await JSONResponse({"detail": "Not Found"}, 404)(scope, receive, send)
