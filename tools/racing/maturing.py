"""Impressions wait for their clicks: the newest have had no time for any, and would count as if nobody wanted them.

Until an impression is as old as the race's window, it and its click count as traffic and in the totals but tell nothing
of click rates. Both then begin to count together: to take the early clicks at once would flatter the newest arm.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from tools.racing.events import Event

EVIDENCE = {"impression": "waiting_shown", "click": "waiting_clicks"}
"""Kinds of events that wait, and the count of an arm that says how many do."""


class Waiting(NamedTuple):
    """An event that begins to tell of its arm's rate at `due`, in seconds since 1970."""

    event: Event
    due: float


class Parted(NamedTuple):
    """A batch: what counts at once, what waits, and waiting clicks of before whose impression has come only now."""

    ripe: list[Event]
    waiting: list[Waiting]
    moved: list[Waiting]


def parted(events: Sequence[Event], window: float, now: float, held: Sequence[Waiting]) -> Parted:
    """`window` and `now` are in seconds; `held` waits already and shares a decision with one of the `events`.

    A click is due with the impression that names its decision. One that names none, or none that still waits, is taken
    to belong to an impression of its own moment: right for reports that book clicks in their impressions' hour.
    What has no time of its own happened when it came; a feed's clock that runs ahead is not believed.
    """
    if window <= 0:
        return Parted(list(events), [], [])
    shown = {one.event.decision_id: one.due for one in held if one.event.kind == "impression"}
    shown |= {
        event.decision_id: _due(event, window, now)
        for event in events
        if event.kind == "impression" and event.decision_id
    }
    ripe: list[Event] = []
    waiting: list[Waiting] = []
    for event in events:
        due = _due_with(event, shown, window, now) if event.kind in EVIDENCE else now
        if due > now:
            waiting.append(Waiting(event, due))
        else:
            ripe.append(event)
    moved = [Waiting(one.event, _due_with(one.event, shown, window, now)) for one in held if one.event.kind == "click"]
    return Parted(ripe, waiting, [one for one in moved if one.event.decision_id in shown])


def _due_with(event: Event, shown: Mapping[str | None, float], window: float, now: float) -> float:
    own = _due(event, window, now)
    return shown.get(event.decision_id, own) if event.decision_id else own


def _due(event: Event, window: float, now: float) -> float:
    return (now if event.at is None else min(event.at, now)) + window
