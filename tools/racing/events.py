"""Events of a race: what is accepted, and why the rest is not."""

from __future__ import annotations

import json
import math
from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

KINDS = frozenset({"impression", "click", "adoption", "spend"})
MAX_ID = 128
MAX_CONTEXT = 2_000
CONTEXT = ("placement", "device", "audience", "line")
"""Circumstances that events may name; `line` is the business line."""


class Event(NamedTuple):
    """`times` (in mappings: count) impressions, clicks or adoptions of an arm, and the `amount` (yuan) spent with them.

    `at` is when it happened, in seconds since 1970, where the sender knows; `id` makes it count once.
    """

    id: str
    kind: str
    arm_id: str
    times: int = 1
    amount: float = 0.0
    at: float | None = None
    decision_id: str | None = None
    context: str | None = None
    """The circumstances (placement, hour, device, audience, business line) as a JSON object."""


class Receipt(NamedTuple):
    """What became of a batch; `reasons` counts the quarantined by reason."""

    accepted: int
    duplicates: int
    quarantined: int
    reasons: dict[str, int]


def read_event(raw: Any, arms: Collection[str]) -> Event | str:
    """The event, or the reason why it cannot be counted."""
    if type(raw) is Event:
        event = raw
    elif type(raw) is dict or isinstance(raw, Mapping):  # the first test is much the quicker
        get = raw.get
        event = Event(
            get("id"),  # type: ignore[arg-type]  # checked below
            get("kind"),  # type: ignore[arg-type]
            get("arm_id"),  # type: ignore[arg-type]
            get("count", 1),
            get("amount", 0.0),
            get("at"),
            get("decision_id"),
            _context(get("context")),
        )
    else:
        return "not an object"
    return _fault(event, arms) or event


def _context(raw: Any) -> Any:
    """A mapping as JSON text; anything else as it came, for `_fault` to judge."""
    return (
        json.dumps(raw, ensure_ascii=False, sort_keys=True, default=repr)
        if raw is not None and isinstance(raw, Mapping)
        else raw
    )


def _fault(event: Event, arms: Collection[str]) -> str | None:
    if type(event.id) is not str or not 0 < len(event.id) <= MAX_ID:
        return "no usable id"
    if type(event.kind) is not str or event.kind not in KINDS:
        return "unknown kind"
    if type(event.arm_id) is not str or event.arm_id not in arms:
        return "unknown arm"
    if type(event.times) is not int or not 0 < event.times < 10**9:
        return "bad count"
    if type(event.amount) not in (int, float) or not math.isfinite(event.amount) or event.amount < 0:
        return "bad amount"
    if event.at is not None and (type(event.at) not in (int, float) or not math.isfinite(event.at)):
        return "bad time"
    if event.decision_id is not None and (type(event.decision_id) is not str or len(event.decision_id) > MAX_ID):
        return "bad decision id"
    if event.context is not None and (type(event.context) is not str or len(event.context) > MAX_CONTEXT):
        return "bad context"
    return None
