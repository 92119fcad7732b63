"""The route by which impressions, clicks, adoptions and spend come in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Body, Depends
from pydantic import BaseModel

from tools.racing import Receipt

MAX_EVENTS = 5_000
Take = Callable[[Sequence[dict[str, Any]]], Receipt]
"""Counts events; `RaceBook.take`."""


class EventsReply(BaseModel):
    """`quarantined` events were set aside, `reasons` counts them by reason; send those again once put right."""

    accepted: int
    duplicates: int
    quarantined: int
    reasons: dict[str, int]


def events_router(take: Take, *, authenticate: Callable[..., Any]) -> APIRouter:
    """`POST /api/v1/events` with a list of events; safe to send again, as each id counts once.

    `authenticate` is a FastAPI dependency that refuses callers without a key.
    """
    router = APIRouter(prefix="/api/v1", tags=["races"], dependencies=[Depends(authenticate)])

    @router.post("/events")
    def events(batch: Annotated[list[dict[str, Any]], Body(max_length=MAX_EVENTS)]) -> EventsReply:
        """Count events. Each has id, kind (impression, click, adoption, spend) and arm_id (the title's id)."""
        return EventsReply(**take(batch)._asdict())

    return router
