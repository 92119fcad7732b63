"""The events of a stored race that are too young to tell of rates. Only their ids and times: the events are rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, Select, bindparam, delete, select
from sqlalchemy.sql.elements import ColumnElement

from tools.racing.bulk import LOOKUP
from tools.racing.events import Event
from tools.racing.maturing import Waiting
from tools.store.database import Database
from tools.store.tables import race_events, race_waiting

MATURE = ~(
    select(race_waiting.c.id)
    .where(race_waiting.c.race_id == race_events.c.race_id, race_waiting.c.id == race_events.c.id)
    .exists()
)
"""Of `race_events`: those that wait no longer."""
_COLUMNS = tuple(race_events.c[name] for name in Event._fields)


class WaitingRoom:
    """Every method works within the caller's transaction, which holds the race's row."""

    def __init__(self, database: Database, race_id: str) -> None:
        self._database = database
        self._race_id = race_id
        self._mine = race_waiting.c.race_id == race_id
        # Built once: every batch of events asks what is due.
        self._is_due = race_waiting.c.due <= bindparam("now")
        self._due = self._joined(self._is_due)

    def held(self, connection: Connection, decisions: Sequence[str]) -> list[Waiting]:
        """Those that share one of these decisions."""
        found: list[Waiting] = []
        if not self._any(connection):
            return found
        named = race_waiting.c.decision_id.in_(bindparam("named", expanding=True))
        for first in range(0, len(decisions), LOOKUP):
            asked = {"named": list(decisions[first : first + LOOKUP])}
            found += [_read(row) for row in connection.execute(self._joined(named), asked)]
        return found

    def put(self, connection: Connection, waiting: Sequence[Waiting]) -> None:
        """Let them in, or change when they are due."""
        if not waiting:
            return
        upsert = self._database.insert(race_waiting)
        upsert = upsert.on_conflict_do_update(index_elements=["race_id", "id"], set_={"due": upsert.excluded.due})
        rows = [
            {"race_id": self._race_id, "id": one.event.id, "decision_id": one.event.decision_id, "due": one.due}
            for one in waiting
        ]
        connection.execute(upsert, rows)

    def take(self, connection: Connection, now: float) -> list[Event]:
        """Let out what is due by now, in seconds since 1970."""
        events = [_read(row).event for row in connection.execute(self._due, {"now": now})]
        if events:
            connection.execute(delete(race_waiting).where(self._mine, self._is_due), {"now": now})
        return events

    def _any(self, connection: Connection) -> bool:
        return connection.execute(select(race_waiting.c.due).where(self._mine).limit(1)).first() is not None

    def _joined(self, which: ColumnElement[bool]) -> Select[Any]:
        same = (race_events.c.race_id == race_waiting.c.race_id) & (race_events.c.id == race_waiting.c.id)
        query = select(race_waiting.c.due, *_COLUMNS).join_from(race_waiting, race_events, same)
        return query.where(self._mine, which).order_by(race_waiting.c.due, race_waiting.c.id)


def _read(row: Row[Any]) -> Waiting:
    return Waiting(Event._make(row[1:]), float(row[0]))
