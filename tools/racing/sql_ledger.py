"""One race's rows: events, decisions and their counts in one transaction; a kill loses and doubles nothing."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, bindparam, func, insert, select, update

from tools.racing.arms import ArmCounts, Picks
from tools.racing.bulk import held_ids, insert_many
from tools.racing.contextual import CellCounts, cell_sums
from tools.racing.counting import Deltas, kept_share, summed, tallied, unseen
from tools.racing.drift import followed
from tools.racing.events import Event
from tools.racing.ledger import DECLARED, PAUSED, Deed, RaceStopped
from tools.racing.maturing import Parted, parted
from tools.racing.sql_waiting import WaitingRoom
from tools.store.clock import Clock
from tools.store.database import Database
from tools.store.tables import (
    race_arms,
    race_audit,
    race_cells,
    race_decisions,
    race_events,
    race_quarantine,
    races,
)

EVENT_COLUMNS = ("race_id", *Event._fields)
DECISION_COLUMNS = ("race_id", "number", "arm_id", "propensity", "holdout", "snapshot", "context")


class SqlLedger:
    """One race's rows. A writer locks the race's row first, so that writers of one race take turns."""

    def __init__(self, database: Database, race_id: str, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self.race_id = race_id
        self._room = WaitingRoom(database, race_id)
        self._arms = race_arms.c.race_id == race_id
        self._race = races.c.id == race_id

    def arms(self) -> list[ArmCounts]:
        query = select(race_arms).where(self._arms).order_by(race_arms.c.position)
        with self._database.read() as connection:
            rows = connection.execute(query).mappings().all()
        return [ArmCounts(**{k: v for k, v in row.items() if k not in ("race_id", "position")}) for row in rows]

    def join(self, arm: ArmCounts, by: str = "") -> None:
        with self._database.write() as connection:
            self.add(connection, arm)
            this = self._arms & (race_arms.c.arm_id == arm.arm_id)
            connection.execute(update(race_arms).where(this).values(active=True))
            self._note(connection, "join", arm.arm_id, by=by)

    def add(self, connection: Connection, arm: ArmCounts) -> None:
        """Insert an arm that is not known yet, within a transaction."""
        self._lock(connection)
        last = connection.execute(select(func.max(race_arms.c.position)).where(self._arms)).scalar()
        row = asdict(arm) | {"race_id": self.race_id, "position": 0 if last is None else int(last) + 1}
        connection.execute(self._database.insert(race_arms).values(**row).on_conflict_do_nothing())

    def leave(self, arm_id: str, by: str = "") -> None:
        this = self._arms & (race_arms.c.arm_id == arm_id)
        with self._database.write() as connection:
            connection.execute(update(race_arms).where(this).values(active=False))
            self._note(connection, "leave", arm_id, by=by)

    def log(self, picks: Picks) -> int:
        count = len(picks.index)
        rows = zip(picks.index.tolist(), picks.propensity.tolist(), picks.holdout.tolist(), strict=True)
        with self._database.write() as connection:
            first, stopped = self._lock(connection)
            if stopped is not None:
                raise RaceStopped(stopped)
            connection.execute(update(races).where(self._race).values(decisions=first + count))
            numbered = enumerate(rows, first)
            who: Sequence[str | None] = picks.contexts or [None] * count
            chosen = [
                (self.race_id, n, picks.arm_ids[i], p, held, picks.snapshot, who[n - first])
                for n, (i, p, held) in numbered
            ]
            insert_many(connection, race_decisions, DECISION_COLUMNS, chosen)
            totals = {arm: {"decided": decided, "expected": share} for arm, decided, share in tallied(picks)}
            self._add(connection, totals)
        return first

    def record(
        self, events: Sequence[Event], rejected: Sequence[tuple[Any, str]], half_life: float, maturation: float = 0.0
    ) -> int:
        with self._database.write() as connection:
            self._lock(connection)
            fresh = unseen(events, held_ids(connection, race_events, self.race_id, [event.id for event in events]))
            if fresh:
                insert_many(connection, race_events, EVENT_COLUMNS, [(self.race_id, *event) for event in fresh])
            batch = self._parted(connection, fresh, maturation)
            ripened = self._room.take(connection, self._now())
            if fresh or ripened:
                deltas = summed(fresh, [one.event for one in batch.waiting], ripened)
                self._count(connection, deltas, [*batch.ripe, *ripened], half_life)
            if rejected:
                self._quarantine(connection, rejected)
        return len(fresh)

    def ripen(self, half_life: float) -> None:
        with self._database.write() as connection:
            self._lock(connection)
            if ripened := self._room.take(connection, self._now()):
                self._count(connection, summed([], ripened=ripened), ripened, half_life)

    def _parted(self, connection: Connection, fresh: Sequence[Event], maturation: float) -> Parted:
        """What counts at once; the rest is put where it waits."""
        held = []
        if maturation > 0:
            named = {event.decision_id for event in fresh if event.decision_id}
            held = self._room.held(connection, sorted(named))
        batch = parted(fresh, maturation, self._now(), held)
        self._room.put(connection, [*batch.waiting, *batch.moved])
        return batch

    def _now(self) -> float:
        return self._clock().timestamp()

    def stop(self, reason: str, by: str = "") -> None:
        with self._database.write() as connection:
            self._stop(connection, reason, by)

    def _stop(self, connection: Connection, reason: str, by: str) -> None:
        query = update(races).where(self._race, races.c.stop_reason.is_(None) | (races.c.stop_reason == PAUSED))
        if connection.execute(query.values(stop_reason=reason, stopped_at=self._clock())).rowcount:
            self._note(connection, "stop", note=reason, by=by)

    def pause(self, by: str = "") -> None:
        query = update(races).where(self._race, races.c.stop_reason.is_(None))
        with self._database.write() as connection:
            if connection.execute(query.values(stop_reason=PAUSED, stopped_at=self._clock())).rowcount:
                self._note(connection, "pause", by=by)

    def resume(self, by: str = "") -> None:
        query = update(races).where(self._race, races.c.stop_reason == PAUSED)
        with self._database.write() as connection:
            if connection.execute(query.values(stop_reason=None, stopped_at=None)).rowcount:
                self._note(connection, "resume", by=by)

    def pin(self, arm_id: str | None, by: str = "") -> None:
        with self._database.write() as connection:
            connection.execute(update(races).where(self._race).values(pinned=arm_id))
            self._note(connection, "pin" if arm_id else "unpin", arm_id, by=by)

    def declare(self, arm_id: str, by: str = "") -> None:
        with self._database.write() as connection:
            connection.execute(update(races).where(self._race).values(declared=arm_id))
            self._note(connection, "declare", arm_id, by=by)
            self._stop(connection, DECLARED, by)

    def bind(self, rules: str, note: str, by: str = "") -> None:
        with self._database.write() as connection:
            connection.execute(update(races).where(self._race).values(rules=rules))
            self._note(connection, "rules", note=note, by=by)

    def pinned(self) -> str | None:
        return _text(self._value(races.c.pinned))

    def declared(self) -> str | None:
        return _text(self._value(races.c.declared))

    def audit(self) -> list[Deed]:
        query = select(race_audit).where(race_audit.c.race_id == self.race_id).order_by(race_audit.c.seq)
        with self._database.read() as connection:
            return [Deed(row.what, row.arm_id, row.note, row.at, row.by) for row in connection.execute(query)]

    def _note(self, connection: Connection, what: str, arm_id: str | None = None, note: str = "", by: str = "") -> None:
        row = {"race_id": self.race_id, "at": self._clock(), "what": what, "arm_id": arm_id, "note": note, "by": by}
        connection.execute(insert(race_audit).values(**row))

    def stopped(self) -> str | None:
        return _text(self._value(races.c.stop_reason))

    def decisions(self) -> int:
        return int(self._value(races.c.decisions))

    def quarantined(self) -> int:
        return int(self._value(races.c.quarantined))

    def propensities(self) -> Iterator[tuple[int, str, float]]:
        """(number, arm id, propensity) of every decision, in order."""
        columns = (race_decisions.c.number, race_decisions.c.arm_id, race_decisions.c.propensity)
        query = select(*columns).where(race_decisions.c.race_id == self.race_id).order_by(race_decisions.c.number)
        with self._database.read() as connection:
            for row in connection.execute(query):
                yield row.number, row.arm_id, row.propensity

    def _value(self, column: Any) -> Any:
        with self._database.read() as connection:
            return connection.execute(select(column).where(self._race)).scalar()

    def _lock(self, connection: Connection) -> tuple[int, str | None]:
        """Wait for other writers of this race; returns its number of decisions and why it stopped."""
        query = select(races.c.decisions, races.c.stop_reason).where(self._race).with_for_update()
        row = connection.execute(query).one()
        return row.decisions, row.stop_reason

    def _count(self, connection: Connection, deltas: Deltas, evidence: Sequence[Event], half_life: float) -> None:
        kept = kept_share(deltas, half_life)
        faded = {name: race_arms.c[name] * kept for name in ("recent_shown", "recent_clicks")}
        connection.execute(update(race_arms).where(self._arms).values(**faded))
        self._add(connection, deltas)
        self._follow(connection, deltas)
        self._add_cells(connection, cell_sums(evidence))

    def _follow(self, connection: Connection, deltas: Deltas) -> None:
        """Keep the arms' rates over time; where one has changed, what was before is forgotten for choices."""
        rows = connection.execute(select(race_arms.c.arm_id, race_arms.c.history).where(self._arms))
        changes = list(followed({row.arm_id: row.history for row in rows}, deltas))
        this = update(race_arms).where(self._arms, race_arms.c.arm_id == bindparam("which"))
        kept = [{"which": change.arm_id, "kept": change.history} for change in changes]
        connection.execute(this.values(history=bindparam("kept")), kept)
        for change in changes:
            if change.what:
                connection.execute(this.values(**change.columns()), {"which": change.arm_id})
                self._note(connection, change.what, change.arm_id, change.note)

    def _add_cells(self, connection: Connection, sums: CellCounts) -> None:
        if not sums:
            return
        upsert = self._database.insert(race_cells)
        more = {name: race_cells.c[name] + upsert.excluded[name] for name in ("shown", "clicks")}
        keys = ["race_id", "arm_id", "context"]
        rows = [
            {"race_id": self.race_id, "arm_id": arm, "context": context, "shown": shown, "clicks": clicks}
            for (arm, context), (shown, clicks) in sums.items()
        ]
        connection.execute(upsert.on_conflict_do_update(index_elements=keys, set_=more), rows)

    def cells(self) -> CellCounts:
        with self._database.read() as connection:
            rows = connection.execute(select(race_cells).where(race_cells.c.race_id == self.race_id)).all()
        return {(row.arm_id, row.context): (row.shown, row.clicks) for row in rows}

    def _add(self, connection: Connection, deltas: Deltas) -> None:
        """Add to the counts of arms; all deltas name the same counts."""
        names = next(iter(deltas.values()))
        query = update(race_arms).where(self._arms, race_arms.c.arm_id == bindparam("which"))
        query = query.values(**{name: race_arms.c[name] + bindparam(f"d_{name}") for name in names})
        rows = [{"which": arm} | {f"d_{name}": value for name, value in delta.items()} for arm, delta in deltas.items()]
        connection.execute(query, rows)

    def _quarantine(self, connection: Connection, rejected: Sequence[tuple[Any, str]]) -> None:
        """Keep each bad event once, as it came."""
        rows = {}
        for raw, reason in rejected:
            payload = json.dumps(raw, ensure_ascii=True, default=repr)
            digest = hashlib.sha1(payload.encode(), usedforsecurity=False).hexdigest()
            rows[digest] = {"digest": digest, "reason": reason, "payload": payload}
        shared = {"race_id": self.race_id, "received_at": self._clock()}
        connection.execute(
            self._database.insert(race_quarantine).on_conflict_do_nothing(), [row | shared for row in rows.values()]
        )
        held = select(func.count()).select_from(race_quarantine).where(race_quarantine.c.race_id == self.race_id)
        connection.execute(update(races).where(self._race).values(quarantined=held.scalar_subquery()))


def _text(value: Any) -> str | None:
    return None if value is None else str(value)
