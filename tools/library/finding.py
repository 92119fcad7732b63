"""Materials by what they are and how they performed."""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Sequence
from typing import Any, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import Select, and_, or_, select

from tools.library.counters import NOTHING, Counters, counters
from tools.library.materials import Material, State
from tools.store.database import Database
from tools.store.tables import materials, titles

LIKELY = 0.5
"""Probability from which a material counts as having a tag."""
_IN_ONE_QUERY = 500

Sort = Literal["at", "impressions", "clicks", "adoptions", "rate"]


class Counted(NamedTuple):
    """A material with its counters."""

    material: Material
    counters: Counters


class Wanted(BaseModel):
    """What must hold of a material; an empty field asks for nothing.

    `product` are its name and words, one of which the text names; `source` is who wrote a title of these words (model,
    pattern, edit, library, ...), or `import` for words that came from a file or the console alone. `since` and `until`
    are days of the last change, both included (UTC). `impressions` is the least number of them.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    state: State | None = None
    advertiser_id: str | None = None
    containing: str = ""
    tag: str = ""
    product: tuple[str, ...] = ()
    source: str = ""
    since: datetime.date | None = None
    until: datetime.date | None = None
    impressions: int = Field(default=0, ge=0)
    sort: Sort = "at"


def find(database: Database, wanted: Wanted, limit: int) -> list[Counted]:
    """At most `limit` materials in the order asked for: the latest changed, or the greatest counter, first.

    Those without any event follow the others, the latest changed first.
    """
    counts = counters(database)
    if wanted.sort == "at" and not wanted.impressions:
        return [Counted(one, counts.get(one.id, NOTHING)) for one in _read(database, wanted, limit=limit)]
    busy = [one for one, count in counts.items() if count.impressions >= wanted.impressions]
    found = [Counted(one, counts[one.id]) for one in _among(database, wanted, busy)]
    found.sort(key=lambda one: (_order(one, wanted.sort), one.material.at, one.material.id), reverse=True)
    if len(found) < limit and not wanted.impressions:
        held = {one.material.id for one in found}
        rest = _read(database, wanted, limit=limit)
        found += [Counted(one, NOTHING) for one in rest if one.id not in held]
    return found[:limit]


def tags_in(database: Database, limit: int = 1_000) -> list[str]:
    """Tags that the latest materials have, by name."""
    latest = _read(database, Wanted(), limit=limit)
    return sorted({tag for one in latest for tag, chance in one.tags.items() if chance >= LIKELY})


def _order(one: Counted, sort: Sort) -> float:
    if sort == "at":
        return one.material.at.timestamp()
    return float(getattr(one.counters, sort) or 0)


def _query(wanted: Wanted) -> Select[Any]:
    query = select(materials).order_by(materials.c.at.desc(), materials.c.id)
    if wanted.state is not None:
        query = query.where(materials.c.state == wanted.state.value)
    if wanted.advertiser_id is not None:
        query = query.where(materials.c.advertiser_id == wanted.advertiser_id)
    if wanted.containing:
        query = query.where(materials.c.text.contains(wanted.containing, autoescape=True))
    if wanted.product:
        query = query.where(or_(*(materials.c.text.contains(word, autoescape=True) for word in wanted.product)))
    if wanted.source:
        query = query.where(_from(wanted.source))
    if wanted.since is not None:
        query = query.where(materials.c.at >= _midnight(wanted.since))
    if wanted.until is not None:
        query = query.where(materials.c.at < _midnight(wanted.until + datetime.timedelta(days=1)))
    return query


def _from(source: str) -> Any:
    """Words that a title of the same account (or, for shared ones, of any) has from this source."""
    same = and_(
        titles.c.text == materials.c.text,
        or_(materials.c.advertiser_id.is_(None), titles.c.advertiser_id == materials.c.advertiser_id),
    )
    if source == "import":
        return ~select(titles.c.id).where(same).exists()
    written = titles.c.payload["provenance"]["source"].as_string()
    named = or_(written == source, written.is_(None)) if source == "model" else written == source
    return select(titles.c.id).where(same, named).exists()  # `model` is the default, which is not stored


def _midnight(day: datetime.date) -> datetime.datetime:
    return datetime.datetime.combine(day, datetime.time(), datetime.UTC)


def _read(
    database: Database, wanted: Wanted, ids: Sequence[str] | None = None, limit: int | None = None
) -> list[Material]:
    """Tags are looked at here: SQLite finds no key in JSON whose characters were written as escapes."""
    query = _query(wanted)
    if ids is not None:
        query = query.where(materials.c.id.in_(ids))
    with database.read() as connection:
        rows = (Material.model_validate(dict(row._mapping)) for row in connection.execute(query))
        tagged = (one for one in rows if not wanted.tag or one.tags.get(wanted.tag, 0.0) >= LIKELY)
        return list(itertools.islice(tagged, limit))


def _among(database: Database, wanted: Wanted, ids: Sequence[str]) -> list[Material]:
    chunks = (ids[start : start + _IN_ONE_QUERY] for start in range(0, len(ids), _IN_ONE_QUERY))
    return [one for some in chunks for one in _read(database, wanted, some)]
