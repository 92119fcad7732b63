"""Races in the database."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import ColumnElement, select, true, update

from tools.racing.arms import ArmCounts
from tools.racing.sql_ledger import SqlLedger
from tools.store.clock import Clock, utc_now
from tools.store.database import Database
from tools.store.schema import upgrade
from tools.store.tables import race_arms, races, titles


class RaceStore:
    """All races of one database (SQLite, or PostgreSQL by its URL)."""

    def __init__(self, database: Database, clock: Clock = utc_now) -> None:
        self._database = database
        self._clock = clock

    @classmethod
    def at(cls, where: Path | str) -> RaceStore:
        """Races in an SQLite file or in the database of a URL, made or migrated if need be."""
        if "://" not in str(where):
            Path(where).parent.mkdir(parents=True, exist_ok=True)
        database = Database(str(where) if "://" in str(where) else f"sqlite:///{where}")
        upgrade(database)
        return cls(database)

    def open(self, race_id: str, arms: Sequence[ArmCounts]) -> SqlLedger:
        """The race of that id, made if there is none; unknown arms join it, known ones stay as they are."""
        row = {"id": race_id, "decisions": 0, "quarantined": 0, "created_at": self._clock()}
        ledger = SqlLedger(self._database, race_id, self._clock)
        with self._database.write() as connection:
            connection.execute(self._database.insert(races).values(**row).on_conflict_do_nothing())
            for arm in arms:
                ledger.add(connection, arm)
        return ledger

    def rules(self, race_id: str) -> str | None:
        """The rules of a race as JSON; none where it was begun without."""
        with self._database.read() as connection:
            return connection.execute(select(races.c.rules).where(races.c.id == race_id)).scalar()

    def set_rules(self, race_id: str, rules: str) -> None:
        """Keep a race's rules: whoever opens it later is bound by them."""
        with self._database.write() as connection:
            connection.execute(update(races).where(races.c.id == race_id).values(rules=rules))

    def ids(self, accounts: Sequence[str] | None = None, among: Sequence[str] | None = None) -> list[str]:
        """Every race (of those `among`, if given), oldest first; with `accounts` those with a title of theirs."""
        query = select(races.c.id).where(_held_by(accounts)).order_by(races.c.created_at, races.c.id)
        if among is not None:
            query = query.where(races.c.id.in_(among))
        with self._database.read() as connection:
            return list(connection.execute(query).scalars())

    def arm_ids(self, race_id: str) -> list[str]:
        """Arms of a race in their order, those taken out too; none for an unknown race."""
        query = select(race_arms.c.arm_id).where(race_arms.c.race_id == race_id).order_by(race_arms.c.position)
        with self._database.read() as connection:
            return list(connection.execute(query).scalars())

    def newest_of(self, arm_ids: Sequence[str], accounts: Sequence[str] | None = None) -> dict[str, str]:
        """The newest race of each of these arms, by arm id; those in none are left out. For `accounts` see `ids`."""
        query = select(race_arms.c.arm_id, races.c.id).join(races, races.c.id == race_arms.c.race_id)
        query = query.where(race_arms.c.arm_id.in_(arm_ids), _held_by(accounts))
        with self._database.read() as connection:
            rows = connection.execute(query.order_by(races.c.created_at, races.c.id)).all()
        return {row.arm_id: row.id for row in rows}

    def close(self) -> None:
        self._database.close()


def _held_by(accounts: Sequence[str] | None) -> ColumnElement[bool]:
    """Of `races`: those with a title of one of these advertisers; all without any named."""
    if accounts is None:
        return true()
    theirs = select(race_arms.c.race_id).join(titles, titles.c.id == race_arms.c.arm_id)
    return races.c.id.in_(theirs.where(titles.c.advertiser_id.in_(accounts)))
