"""How a race shared out its traffic over time."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import BigInteger, Connection, cast, func, select

from tools.store.database import Database
from tools.store.tables import race_decisions, race_events

WINDOW = 5_000
"""Decisions read for one point at most, so that a long race is drawn as quickly as a short one."""


@dataclass(frozen=True)
class Traffic:
    """`shares[point, arm]` sums to 1 over the arms; `ends[point]` is where a point's stretch ends.

    `over` says what is counted: decisions, impressions of the feed in the order of their times (seconds since 1970),
    or nothing yet.
    """

    over: Literal["decisions", "time", "nothing"]
    arm_ids: tuple[str, ...]
    ends: NDArray[np.float64]
    shares: NDArray[np.float64]


def traffic(database: Database, race_id: str, arm_ids: Sequence[str], points: int = 40) -> Traffic:
    """Shares by decisions where the race decided, else by impressions with a time."""
    with database.read() as connection:
        last = connection.execute(
            select(func.max(race_decisions.c.number)).where(race_decisions.c.race_id == race_id)
        ).scalar()
        if last is not None:
            return _by_decisions(connection, race_id, arm_ids, last + 1, points)
        return _by_time(connection, race_id, arm_ids, points)


def _by_decisions(connection: Connection, race_id: str, arm_ids: Sequence[str], total: int, points: int) -> Traffic:
    edges = np.unique(np.linspace(0, total, points + 1).astype(int))
    ends, counts = [], []
    for start, end in zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True):
        query = select(race_decisions.c.arm_id, func.count()).where(
            race_decisions.c.race_id == race_id,
            race_decisions.c.number >= max(start, end - WINDOW),
            race_decisions.c.number < end,
        )
        row = _row(connection.execute(query.group_by(race_decisions.c.arm_id)).all(), arm_ids)
        if row.sum():
            ends.append(float(end))
            counts.append(row)
    return _shares("decisions", arm_ids, ends, counts)


def _by_time(connection: Connection, race_id: str, arm_ids: Sequence[str], points: int) -> Traffic:
    mine = (race_events.c.race_id == race_id, race_events.c.kind == "impression", race_events.c.at.is_not(None))
    first, last = connection.execute(select(func.min(race_events.c.at), func.max(race_events.c.at)).where(*mine)).one()
    if first is None:
        return Traffic("nothing", tuple(arm_ids), np.zeros(0), np.zeros((0, len(arm_ids))))
    span = max(math.ceil(last - first), 1)
    place = (cast(race_events.c.at - first, BigInteger) * points // span).label("place")
    query = select(place, race_events.c.arm_id, func.sum(race_events.c.times)).where(*mine)
    bins: dict[int, list[tuple[str, int]]] = {}
    for at, arm_id, times in connection.execute(query.group_by(place, race_events.c.arm_id)):
        bins.setdefault(min(at, points - 1), []).append((arm_id, times))
    rows = {place: _row(found, arm_ids) for place, found in sorted(bins.items())}
    ends = [first + (place + 1) * span / points for place in rows]
    return _shares("time", arm_ids, ends, list(rows.values()))


def _row(found: Iterable[Sequence[object]], arm_ids: Sequence[str]) -> NDArray[np.float64]:
    places = {arm_id: place for place, arm_id in enumerate(arm_ids)}
    row = np.zeros(len(arm_ids))
    for arm_id, count in found:
        if arm_id in places:
            row[places[str(arm_id)]] += int(count)  # type: ignore[call-overload]  # a count of rows
    return row


def _shares(
    over: Literal["decisions", "time"],
    arm_ids: Sequence[str],
    ends: Sequence[float],
    counts: Sequence[NDArray[np.float64]],
) -> Traffic:
    table = np.array(counts)
    return Traffic(over, tuple(arm_ids), np.array(ends), table / table.sum(axis=1, keepdims=True))
