"""The route by which impressions, clicks, adoptions and spend come in."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Body
from pydantic import BaseModel

from tools.racing import RaceStore, take_events
from ui.api.access import Authenticated

MAX_EVENTS = 5_000
router = APIRouter(prefix="/api/v1", tags=["races"])


class EventsReply(BaseModel):
    """`quarantined` events were set aside, `reasons` counts them by reason; send those again once put right."""

    accepted: int
    duplicates: int
    quarantined: int
    reasons: dict[str, int]


@router.post("/events")
def events(batch: Annotated[list[dict[str, Any]], Body(max_length=MAX_EVENTS)], caller: Authenticated) -> EventsReply:
    """Count events of the key's own races; safe to send again, as each id counts once.

    Each has id, kind (impression, click, adoption, spend) and arm_id (the title's id); count, amount (yuan), at
    (seconds since 1970), decision_id, race_id and context (placement, device, audience, line) may be absent.
    """
    races = RaceStore(caller.assistant.stores.database)
    receipt = take_events(races, batch, caller.services.settings.seed, accounts=caller.key.advertisers)
    return EventsReply(**receipt._asdict())
