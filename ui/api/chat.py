"""The agent behind an OpenAI-style chat endpoint."""

from __future__ import annotations

import json
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from fastapi import APIRouter, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import StreamingResponse

from agent.session import Thread
from agent.turn import Event, QueuedEvent, TitleEvent, TokenEvent, ToolFinishedEvent, ToolStartedEvent, Turn, TurnEvent
from tools.store import NotFound
from ui.api.access import Authenticated, Caller
from ui.api.chat_schemas import (
    MAX_MESSAGE,
    AssistantMessage,
    ChatReply,
    ChatRequest,
    Choice,
    ModelItem,
    ModelsReply,
    after_reply,
    chunk,
    extra_of,
)
from ui.api.conversations import Said
from ui.api.errors import ApiError
from ui.api.running import TurnFeed

router = APIRouter(prefix="/v1", tags=["chat"])
MODEL = "miaoti"
NAME_LENGTH = 20
# Readers of the document hold a stream to it as text or event by event, so it names no type.
EVENTS = {"description": "Server-sent events: `data` of each is a chat.completion.chunk as JSON, of the last [DONE]."}


@dataclass(frozen=True)
class Talk:
    """A conversation found or begun for a request, and what was said in it before."""

    caller: Caller
    thread: Thread
    scope: str
    before: list[Said]
    message: str

    def settle(self, answer: str) -> None:
        """Remember the state that the client will send again."""
        said = [*self.before, ("user", self.message), ("assistant", answer)]
        self.caller.services.conversations.keep(self.scope, said, self.thread.id)

    def give_back(self) -> None:
        """The turn did not happen: the conversation stays where it was."""
        if self.before:
            self.caller.services.conversations.keep(self.scope, self.before, self.thread.id)


@router.get("/models")
def models(caller: Authenticated) -> ModelsReply:
    """`miaoti` talks for the key's first account, `miaoti:<account>` for that one."""
    names = [MODEL, *(f"{MODEL}:{one}" for one in caller.key.advertisers)]
    return ModelsReply(data=[ModelItem(id=name) for name in names])


@router.post(
    "/chat/completions",
    response_model=ChatReply,
    responses={200: {"content": {"text/event-stream": {"schema": EVENTS}}}},
)
async def completions(asked: ChatRequest, caller: Authenticated) -> Response | ChatReply:
    """One turn. The last message is the user's; those before it say which conversation goes on."""
    talk = await run_in_threadpool(_find, asked, caller)
    feed = TurnFeed(talk.thread, talk.message)
    try:
        first = await feed.next()
    except BaseException:
        feed.stop()
        talk.give_back()
        raise
    base: dict[str, Any] = {"id": f"chatcmpl-{uuid4().hex}", "created": int(time.time()), "model": asked.model}
    if asked.stream:
        pieces = _stream(talk, feed, first, {"object": "chat.completion.chunk", **base})
        return StreamingResponse(pieces, media_type="text/event-stream", headers={"Cache-Control": "no-store"})
    turn = await _finish(talk, feed, first)
    content = turn.reply + after_reply(turn)
    await run_in_threadpool(talk.settle, content)
    choice = Choice(message=AssistantMessage(content=content))
    return ChatReply(**base, choices=[choice], miaoti=extra_of(turn, talk.thread.advertiser_id))


def _find(asked: ChatRequest, caller: Caller) -> Talk:
    *before, last = asked.messages
    if last.role != "user":
        raise ApiError("invalid", details="messages[-1].role != user")
    if len(last.text) > MAX_MESSAGE:
        raise ApiError("invalid", details=f"messages[-1].content > {MAX_MESSAGE}")
    said: list[Said] = [(one.role, one.text) for one in before]
    advertiser_id = _account(asked, caller)
    scope = f"{caller.key.id}/{advertiser_id}"
    if asked.miaoti and asked.miaoti.thread_id is not None:
        thread = caller.thread(asked.miaoti.thread_id)
        if thread.advertiser_id != advertiser_id:
            raise ApiError("not_found")
    else:
        thread = _continued(caller, advertiser_id, scope, said) or _begun(caller, advertiser_id, last.text)
    return Talk(caller, thread, scope, said, last.text)


def _account(asked: ChatRequest, caller: Caller) -> str:
    name, _, account = asked.model.partition(":")
    if name != MODEL:
        raise ApiError("model_not_found")
    named = asked.miaoti.advertiser_id if asked.miaoti else None
    return caller.advertiser_id(named or account or None)


def _continued(caller: Caller, advertiser_id: str, scope: str, said: list[Said]) -> Thread | None:
    if not any(role == "assistant" for role, _text in said):
        return None
    thread_id = caller.services.conversations.take(scope, said)
    try:
        return caller.assistant.open(advertiser_id, thread_id, caller.key.owner) if thread_id else None
    except NotFound:
        return None  # deleted since


def _begun(caller: Caller, advertiser_id: str, message: str) -> Thread:
    thread = caller.assistant.open(advertiser_id, owner=caller.key.owner)
    name = " ".join(message.split())[:NAME_LENGTH]
    if name:
        thread.rename(name)
    return thread


async def _finish(talk: Talk, feed: TurnFeed, first: Event) -> Turn:
    """Run the turn to its end. A caller that hangs up stops it."""
    event: Event = first
    try:
        while not isinstance(event, TurnEvent):
            event = await feed.next()
    except BaseException:
        talk.give_back()
        raise
    finally:
        feed.stop()
    return event.turn


async def _stream(talk: Talk, feed: TurnFeed, first: Event, base: dict[str, Any]) -> AsyncIterator[str]:
    event, streamed, settled = first, "", False
    try:
        yield _line(chunk(base, {"role": "assistant", "content": ""}, thread_id=talk.thread.id))
        while not isinstance(event, TurnEvent):
            if isinstance(event, TokenEvent):
                streamed += event.text
            yield _line(_piece(base, event))
            event = await feed.next()
        turn = event.turn
        missing = turn.reply.removeprefix(streamed) if streamed != turn.reply else ""
        rest = missing + after_reply(turn)
        # Before the last pieces are out, so that the next message finds its conversation.
        await run_in_threadpool(talk.settle, streamed + rest)
        settled = True
        if rest:
            yield _line(chunk(base, {"content": rest}))
        extra = extra_of(turn, talk.thread.advertiser_id).model_dump(mode="json")
        yield _line(chunk(base, {}, finish="stop", **extra))
        yield "data: [DONE]\n\n"
    finally:
        feed.stop()
        if not settled:
            talk.give_back()


def _piece(base: dict[str, Any], event: Event) -> dict[str, Any]:
    """Tokens are text; the place in the line, tool steps and titles ride along in our own field."""
    if isinstance(event, TokenEvent):
        return chunk(base, {"content": event.text})
    if isinstance(event, QueuedEvent | ToolStartedEvent | ToolFinishedEvent | TitleEvent):
        return chunk(base, {}, **event.model_dump(mode="json"))
    return chunk(base, {})


def _line(piece: dict[str, Any]) -> str:
    return f"data: {json.dumps(piece, ensure_ascii=False)}\n\n"
