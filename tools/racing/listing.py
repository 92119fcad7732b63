"""Races as a list, with the account that each belongs to: that of its titles."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, func, select

from tools.racing.ledger import State, state_of
from tools.racing.naming import Subject, race_name, subjects
from tools.racing.verdict import Language
from tools.store.database import Database
from tools.store.tables import actions, race_arms, races, threads, titles

_HOLDER = (
    select(titles.c.advertiser_id)
    .join(race_arms, race_arms.c.arm_id == titles.c.id)
    .where(race_arms.c.race_id == races.c.id)
    .limit(1)
    .scalar_subquery()
)


@dataclass(frozen=True)
class RaceEntry:
    """`advertiser_id` and `owner` (of the conversation it was begun in) are none for races made elsewhere."""

    id: str
    advertiser_id: str | None
    owner: str | None
    subject: Subject | None
    state: State
    arms: int
    impressions: int
    clicks: int
    created_at: datetime.datetime

    def name(self, language: Language) -> str:
        """What people call it; see `race_name`."""
        return race_name(self.id, self.subject, self.created_at, language)


def list_races(database: Database, race_id: str | None = None) -> list[RaceEntry]:
    """Every race, newest first; with `race_id` that one, or none when there is no such race."""
    sums = select(
        race_arms.c.race_id,
        func.count().label("arms"),
        func.sum(race_arms.c.shown).label("shown"),
        func.sum(race_arms.c.clicks).label("clicks"),
    ).group_by(race_arms.c.race_id)
    if race_id is not None:
        sums = sums.where(race_arms.c.race_id == race_id)
    counted = sums.subquery()
    query = (
        select(races.c.id, races.c.stop_reason, races.c.created_at, _HOLDER.label("holder"))
        .add_columns(threads.c.owner, counted.c.arms, counted.c.shown, counted.c.clicks)
        .join(counted, counted.c.race_id == races.c.id)
        .outerjoin(actions, actions.c.id == races.c.id)
        .outerjoin(threads, threads.c.id == actions.c.thread_id)
        .order_by(races.c.created_at.desc(), races.c.id)
    )
    about = subjects(database, race_id)
    with database.read() as connection:
        return [_entry(row, about.get(row.id)) for row in connection.execute(query)]


def _entry(row: Row[Any], subject: Subject | None) -> RaceEntry:
    found = row._mapping
    return RaceEntry(
        id=found["id"],
        advertiser_id=found["holder"],
        owner=found["owner"],
        subject=subject,
        state=state_of(found["stop_reason"]),
        arms=int(found["arms"]),
        impressions=int(found["shown"]),
        clicks=int(found["clicks"]),
        created_at=found["created_at"],
    )
