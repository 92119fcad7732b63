"""Materials as rows: a state, who put them there and when, and a log from which every change can be undone."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Any
from uuid import uuid4

from pydantic import BaseModel, ConfigDict
from sqlalchemy import Connection, Row, delete, func, insert, select, update

from models.types import Provenance, Title
from tools.library.admission import Judgement
from tools.store.clock import Clock, utc_now
from tools.store.database import Database
from tools.store.hashing import content_id
from tools.store.outbox import note as tell_indexes
from tools.store.tables import material_log, materials

_IN_ONE_QUERY = 500


class State(StrEnum):
    """Where a material stands: only `admitted` ones are used."""

    CANDIDATE = "candidate"
    ADMITTED = "admitted"
    REJECTED = "rejected"
    RETIRED = "retired"


class WrongMaterial(ValueError):
    """A material or a batch of changes that is not there; the message is Chinese."""


class Material(BaseModel):
    """A title, or another creative element (`kind`). `version` counts its changes; `by` made the last one, at `at`."""

    model_config = ConfigDict(frozen=True)

    id: str
    kind: str
    text: str
    advertiser_id: str | None
    state: State
    judgements: tuple[Judgement, ...] = ()
    tags: dict[str, float] = {}
    version: int
    by: str
    at: datetime.datetime


class LogRow(BaseModel):
    """One change of one material. Changes made together share a `batch`, which is undone as a whole."""

    model_config = ConfigDict(frozen=True)

    batch: str
    material_id: str
    before: State | None
    after: State | None
    by: str
    note: str
    at: datetime.datetime
    undoes: str | None


class Batch(BaseModel):
    """Changes made together; `undone` when another batch took them back, `undoes` when it is such a batch."""

    model_config = ConfigDict(frozen=True)

    batch: str
    materials: int
    by: str
    note: str
    at: datetime.datetime
    undoes: str | None
    undone: bool


class Change(BaseModel):
    """What a material becomes; `judgements` are kept with it when given."""

    model_config = ConfigDict(frozen=True)

    material_id: str
    before: State
    after: State
    judgements: tuple[Judgement, ...] | None = None


def material_id(advertiser_id: str | None, kind: str, text: str) -> str:
    """The same words of the same account are the same material."""
    return "m" + content_id(advertiser_id or "", kind, text)


class MaterialStore:
    """Every method is one transaction: a process that dies leaves all of a batch or nothing of it."""

    def __init__(self, database: Database, clock: Clock = utc_now) -> None:
        self._database = database
        self._clock = clock

    def put(self, new: Sequence[tuple[str, dict[str, float]]], *, advertiser_id: str | None, kind: str, by: str) -> int:
        """Add (text, tags) as candidates; those already there stay as they are. Returns how many were new."""
        at, batch = self._clock(), uuid4().hex
        by_id = {material_id(advertiser_id, kind, text): (text, tags) for text, tags in new}
        with self._database.write() as connection:
            known = {row.id for row in _rows(connection, list(by_id))}
            fresh = {found: one for found, one in by_id.items() if found not in known}
            common: dict[str, Any] = {
                "kind": kind,
                "advertiser_id": advertiser_id,
                "state": State.CANDIDATE.value,
                "judgements": [],
            }
            rows = [
                {"id": found, "text": text, "tags": tags, "version": 1, "by": by, "at": at, **common}
                for found, (text, tags) in fresh.items()
            ]
            if rows:
                connection.execute(insert(materials), rows)
                _log(connection, batch, [(found, None, State.CANDIDATE) for found in fresh], by, "导入", at)
        return len(fresh)

    def many(self, ids: Sequence[str]) -> list[Material]:
        """In the order asked for. Raises WrongMaterial naming the first that is missing."""
        with self._database.read() as connection:
            found = {row.id: _material(row) for row in _rows(connection, ids)}
        for wanted in ids:
            if wanted not in found:
                raise WrongMaterial(f"没有素材 {wanted}")
        return [found[wanted] for wanted in ids]

    def find(
        self,
        *,
        state: State | None = None,
        advertiser_id: str | None = None,
        unowned: bool = False,
        containing: str = "",
        limit: int | None = None,
    ) -> list[Material]:
        """The latest changed first; `containing` is text as it stands in them, `unowned` are those of no account."""
        query = select(materials).order_by(materials.c.at.desc(), materials.c.id)
        if unowned:
            query = query.where(materials.c.advertiser_id.is_(None))
        if containing:
            query = query.where(materials.c.text.contains(containing, autoescape=True))
        if state is not None:
            query = query.where(materials.c.state == state.value)
        if advertiser_id is not None:
            query = query.where(materials.c.advertiser_id == advertiser_id)
        with self._database.read() as connection:
            return [_material(row) for row in connection.execute(query.limit(limit) if limit else query)]

    def admitted_titles(self, advertiser_id: str | None, limit: int) -> list[Title]:
        """Titles in use of this account, or with None those of nobody; the latest changed first."""
        found = self.find(state=State.ADMITTED, advertiser_id=advertiser_id, unowned=advertiser_id is None, limit=limit)
        return [
            Title(id=one.id, text=one.text, provenance=Provenance(source="library"))
            for one in found
            if one.kind == "title"
        ]

    def change(self, changes: Sequence[Change], *, by: str, note: str) -> list[str]:
        """Move materials that are still in the state they are thought to be in; returns the ids that moved."""
        at, moved = self._clock(), []
        with self._database.write() as connection:
            for one in changes:
                values: dict[str, Any] = {"state": one.after.value, "by": by, "at": at}
                if one.judgements is not None:
                    values["judgements"] = [judgement.model_dump() for judgement in one.judgements]
                if _compare_and_set(connection, one.material_id, one.before, values):
                    moved.append(one)
            batch = uuid4().hex
            tell_indexes(connection, "material", [one.material_id for one in moved])
            _log(connection, batch, [(one.material_id, one.before, one.after) for one in moved], by, note, at)
        return [one.material_id for one in moved]

    def undo(self, *, by: str, batch: str | None = None) -> tuple[int, int]:
        """Take back a batch, or else the newest, that is not undone: (materials put back, materials changed since
        and left).

        Raises WrongMaterial when there is nothing to take back.
        """
        at = self._clock()
        with self._database.write() as connection:
            undone = select(material_log.c.undoes).where(material_log.c.undoes.is_not(None))
            newest = select(material_log.c.batch).where(
                material_log.c.undoes.is_(None), material_log.c.batch.not_in(undone)
            )
            if batch is not None:
                newest = newest.where(material_log.c.batch == batch)
            batch = connection.execute(newest.order_by(material_log.c.seq.desc()).limit(1)).scalar()
            if batch is None:
                raise WrongMaterial("没有可以撤销的操作")
            rows = connection.execute(select(material_log).where(material_log.c.batch == batch)).all()
            back = [row for row in rows if _put_back(connection, row, by, at)]
            tell_indexes(connection, "material", [row.material_id for row in back])
            steps = [(row.material_id, row.after, row.before) for row in back]
            # A batch whose every material changed since must still be marked, or it would be the newest for ever.
            steps = steps or [(rows[0].material_id, None, None)]
            _log(connection, uuid4().hex, steps, by, f"撤销：{rows[0].note}", at, undoes=batch)
        return len(back), len(rows) - len(back)

    def batches(self, limit: int = 100) -> list[Batch]:
        """What was done together, newest first."""
        taken = select(material_log.c.undoes).where(material_log.c.undoes.is_not(None))
        rows = (
            select(
                material_log.c.batch,
                func.count().label("materials"),
                *(func.min(material_log.c[name]).label(name) for name in ("by", "note", "at", "undoes")),
                func.max(material_log.c.seq).label("last"),
            )
            .group_by(material_log.c.batch)
            .order_by(func.max(material_log.c.seq).desc())
            .limit(limit)
        )
        with self._database.read() as connection:
            undone = set(connection.execute(taken).scalars())
            found = connection.execute(rows).all()
        return [Batch.model_validate({**row._mapping, "undone": row.batch in undone}) for row in found]

    def log(self, limit: int = 100) -> list[LogRow]:
        """Newest first."""
        query = select(material_log).order_by(material_log.c.seq.desc()).limit(limit)
        with self._database.read() as connection:
            return [LogRow.model_validate(row._mapping) for row in connection.execute(query)]


def _put_back(connection: Connection, row: Row[Any], by: str, at: datetime.datetime) -> bool:
    if row.before is None:
        gone = delete(materials).where(materials.c.id == row.material_id, materials.c.state == row.after)
        return connection.execute(gone).rowcount == 1
    return _compare_and_set(connection, row.material_id, State(row.after), {"state": row.before, "by": by, "at": at})


def _compare_and_set(connection: Connection, found: str, before: State, values: dict[str, Any]) -> bool:
    change = update(materials).where(materials.c.id == found, materials.c.state == before.value)
    return connection.execute(change.values(version=materials.c.version + 1, **values)).rowcount == 1


def _log(
    connection: Connection,
    batch: str,
    steps: Iterable[tuple[str, str | None, str | None]],
    by: str,
    note: str,
    at: datetime.datetime,
    undoes: str | None = None,
) -> None:
    common = {"batch": batch, "by": by, "note": note, "at": at, "undoes": undoes}
    rows = [{"material_id": found, "before": before, "after": after, **common} for found, before, after in steps]
    if rows:
        connection.execute(insert(material_log), rows)


def _rows(connection: Connection, ids: Sequence[str]) -> list[Row[Any]]:
    found: list[Row[Any]] = []
    for start in range(0, len(ids), _IN_ONE_QUERY):
        query = select(materials).where(materials.c.id.in_(ids[start : start + _IN_ONE_QUERY]))
        found += connection.execute(query).all()
    return found


def _material(row: Row[Any]) -> Material:
    return Material.model_validate(dict(row._mapping))
