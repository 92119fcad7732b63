"""What decisions and events add to the counts of arms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from tools.racing.arms import COUNTED, Picks
from tools.racing.events import Event
from tools.racing.maturing import EVIDENCE

Deltas = dict[str, dict[str, float]]
"""By arm, what to add to each count."""


def tallied(picks: Picks) -> Iterable[tuple[str, int, float]]:
    """(arm id, decisions, sum of propensities) for each arm that could be chosen."""
    counts = np.bincount(picks.index, minlength=len(picks.arm_ids))
    expected = picks.chances.sum(axis=0) if picks.chances.ndim == 2 else picks.chances * len(picks.index)
    return zip(picks.arm_ids, counts.tolist(), expected.tolist(), strict=True)


def unseen(events: Sequence[Event], seen: set[str]) -> list[Event]:
    """Events whose id is not in `seen`, the first of each id."""
    return list({event.id: event for event in reversed(events) if event.id not in seen}.values())[::-1]


def summed(fresh: Sequence[Event], waiting: Sequence[Event] = (), ripened: Sequence[Event] = ()) -> Deltas:
    """`waiting` are those of the `fresh` events that are too young to tell of rates, `ripened` were so until now."""
    totals: Deltas = {}
    for _id, kind, arm_id, count, amount, _at, decision_id, _context in fresh:
        delta = totals.get(arm_id)
        if delta is None:
            delta = totals[arm_id] = dict.fromkeys(COUNTED, 0)
        if kind == "impression":
            delta["shown"] += count
            if decision_id is not None:
                delta["answered"] += count
                if decision_id[-1:] == "h":
                    delta["holdout_shown"] += count
        elif kind == "click":
            delta["clicks"] += count
            if decision_id is not None and decision_id[-1:] == "h":
                delta["holdout_clicks"] += count
        elif kind == "adoption":
            delta["adoptions"] += count
        if amount:
            delta["spend"] += amount
    for sign, events in ((1, waiting), (-1, ripened)):
        for event in events:
            totals.setdefault(event.arm_id, dict.fromkeys(COUNTED, 0))[EVIDENCE[event.kind]] += sign * event.times
    for delta in totals.values():
        delta["recent_shown"] = float(delta["shown"] - delta["waiting_shown"])
        delta["recent_clicks"] = float(delta["clicks"] - delta["waiting_clicks"])
    return totals


def kept_share(deltas: Mapping[str, Mapping[str, float]], half_life: float) -> float:
    """What is left of older evidence after these impressions, 0..1."""
    return float(0.5 ** (sum(delta["recent_shown"] for delta in deltas.values()) / half_life))
