"""Events of a race: what is accepted, and why the rest is not."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

KINDS = frozenset({"impression", "click", "adoption", "spend"})
MAX_ID = 128
MAX_CONTEXT = 2_000
MOST, LATEST = 10**9, 10**11
"""Bounds of counts and amounts, and of times: seconds until the year 5138, so that milliseconds are noticed."""
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
    """A mapping as JSON text, escaped, as no database takes every character; else what `_fault` refuses."""
    if raw is None:
        return None
    return (
        json.dumps({str(name): value for name, value in raw.items()}, default=repr) if isinstance(raw, Mapping) else 0
    )


def _fault(event: Event, arms: Collection[str]) -> str | None:
    if not _is_name(event.id):
        return "no usable id"
    if type(event.kind) is not str or event.kind not in KINDS:
        return "unknown kind"
    if type(event.arm_id) is not str or event.arm_id not in arms:
        return "unknown arm"
    if type(event.times) is not int or not 0 < event.times < MOST:
        return "bad count"
    if type(event.amount) not in (int, float) or not 0 <= event.amount < MOST:
        return "bad amount"
    if event.at is not None and (type(event.at) not in (int, float) or not -LATEST < event.at < LATEST):
        return "bad time"
    if event.decision_id is not None and not _is_name(event.decision_id):
        return "bad decision id"
    if event.context is not None and (type(event.context) is not str or len(event.context) > MAX_CONTEXT):
        return "bad context"
    return None


def _is_name(value: Any) -> bool:
    """A text of 1 to 128 characters, none of which a database refuses (NUL, lone surrogates) or hides."""
    return type(value) is str and 0 < len(value) <= MAX_ID and value.isprintable()
