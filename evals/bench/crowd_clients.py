"""One user of a crowd: a client of its own, a key of its own, a conversation over the chat endpoint, streamed."""

from __future__ import annotations

import json
import time
from collections.abc import AsyncIterator
from typing import Any

import httpx
from pydantic import BaseModel, ConfigDict

ADJECTIVES, NOUNS = "青橙墨霁岚汐皓绯黛琥", "鹭鲸杏桐棠鸢鲤榆槿鹤"
LATER = ("第1条再短点", "再来2条", "再活泼一点", "换一批")
"""Every message, like the first one, orders titles."""
SHOWN_REPLY = 80  # characters in a complaint


class SeenTurn(BaseModel):
    """One turn as a client saw it. Times are seconds since the message was sent; `ahead` is the place first told."""

    model_config = ConfigDict(frozen=True)

    user: int
    turn: int
    first_event: float | None = None
    first_title: float | None = None
    whole: float = 0.0
    queued: float = 0.0
    ahead: int | None = None
    titles: tuple[str, ...] = ()
    error: str | None = None
    mixed: bool = False


def marker(user: int) -> str:
    """A made-up word that every title for this user must hold, and no other's; different for a hundred users."""
    return ADJECTIVES[user % 10] + NOUNS[user // 10 % 10]


def message(user: int, turn: int) -> str:
    """What the user says: the first message names the word, later ones lean on the conversation."""
    return f"来2条标题，必须包含“{marker(user)}”" if turn == 0 else LATER[(turn - 1) % len(LATER)]


class Client:
    """A user. `account` is the advertiser that the key may see; `transport` stands in for the network."""

    def __init__(
        self,
        url: str,
        user: int,
        key: str,
        account: str,
        timeout: float,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self._user, self._account, self._thread_id, self._reply = user, account, "", ""
        self._http = httpx.AsyncClient(
            base_url=url,
            headers={"Authorization": f"Bearer {key}"},
            timeout=timeout,
            trust_env=False,
            transport=transport,
        )

    async def say(self, turn: int) -> SeenTurn:
        """Send one message and listen to the end. What goes wrong is in `error`, also an order that got no title."""
        started, self._reply = time.perf_counter(), ""
        seen: dict[str, Any] = {"user": self._user, "turn": turn}
        try:
            async for piece in self._pieces(message(self._user, turn)):
                self._take(piece, seen, time.perf_counter() - started)
        except (httpx.HTTPError, ValueError) as error:
            seen["error"] = f"{type(error).__name__}: {error}"[:200]
        seen["whole"] = time.perf_counter() - started
        if "titles" not in seen and "error" not in seen:
            seen["error"] = "the answer broke off"
        return SeenTurn.model_validate(seen)

    async def close(self) -> None:
        await self._http.aclose()

    async def _pieces(self, text: str) -> AsyncIterator[dict[str, Any]]:
        asked: dict[str, Any] = {"messages": [{"role": "user", "content": text}], "stream": True}
        if self._thread_id:
            asked["miaoti"] = {"thread_id": self._thread_id}
        async with self._http.stream("POST", "/v1/chat/completions", json=asked) as answer:
            if answer.status_code != 200:
                raise ValueError(f"{answer.status_code} {(await answer.aread())[:150].decode(errors='replace')}")
            async for line in answer.aiter_lines():
                if line.startswith("data: {"):
                    yield json.loads(line.removeprefix("data: "))

    def _take(self, piece: dict[str, Any], seen: dict[str, Any], now: float) -> None:
        extra = piece.get("miaoti", {})
        self._reply += "".join(one["delta"].get("content") or "" for one in piece.get("choices", ()))
        kind = extra.get("type")
        if kind == "queued":
            seen.setdefault("ahead", extra["ahead"])
        if kind == "title":
            seen.setdefault("first_title", now)
        if kind:
            seen.setdefault("first_event", now)
        if "titles" in extra:
            self._settle(extra, seen)
        self._thread_id = self._thread_id or extra.get("thread_id", "")

    def _settle(self, extra: dict[str, Any], seen: dict[str, Any]) -> None:
        """The end of the turn: are these this conversation's titles?"""
        texts = tuple(title["text"] for title in extra["titles"])
        seen["titles"] = texts
        if not texts:
            seen["error"] = f"ordered titles and got none: {self._reply[:SHOWN_REPLY]!r}"
        seen["queued"] = extra["timings"].get("queue", 0.0)
        seen["mixed"] = (
            extra["thread_id"] != (self._thread_id or extra["thread_id"])
            or extra["advertiser_id"] != self._account
            or any(marker(self._user) not in text for text in texts)
        )
