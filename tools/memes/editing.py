"""Memes edited by hand, and how fast all of them cool; every change is logged and can be undone."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, select, update

from models.text import fold
from tools.memes.queue import RISKS
from tools.store import MemeRecord, Stores
from tools.store.changes import ChangeLog, ChangeRow
from tools.store.clock import Clock, utc_now
from tools.store.heat import LEAST_HEAT, MOST_HEAT, SETTING, cooled_at, half_life_of
from tools.store.memes import as_measured
from tools.store.outbox import note as tell_indexes
from tools.store.tables import memes

AREA = "meme-edit"
LONGEST = {"term": 40, "meaning": 200, "pattern": 200, "example": 200, "risk_note": 200}
MOST_TAGS, LONGEST_TAG = 8, 10
SHORTEST_LIFE, LONGEST_LIFE = 7.0, 3650.0
_FIELDS = ("term", "meaning", "pattern", "example", "tags", "heat", "risk", "risk_note", "heat_at")


class WrongMeme(ValueError):
    """A meme that cannot be kept so; the message is Chinese."""


class MemeEditor:
    """Each method is one transaction."""

    def __init__(self, stores: Stores, clock: Clock = utc_now) -> None:
        self._stores = stores
        self._clock = clock
        self._log = ChangeLog(stores.database, clock)

    def find(self, words: str = "", limit: int = 50) -> list[MemeRecord]:
        """Memes whose name, meaning or topics hold `words`, the hottest first, as hot as they are now."""
        wanted = fold(words.strip())
        found = [
            one for one in self._stores.memes.all() if wanted in fold(f"{one.term} {one.meaning} {' '.join(one.tags)}")
        ]
        return sorted(found, key=lambda one: (-one.heat, one.term))[:limit]

    def edit(self, meme_id: str, *, by: str, tags: Sequence[str], heat: float, risk: str, **texts: str) -> bool:
        """Change a meme; false, and nothing is logged, when it was so already. Raises WrongMeme.

        `texts` are any of term, meaning, pattern (how it is used), example, risk_note. A heat that differs from what
        the meme has cooled to is a new measurement.
        """
        values: dict[str, Any] = {name: texts[name].strip() for name in LONGEST if name in texts}
        values |= {"tags": list(dict.fromkeys(tag.strip() for tag in tags if tag.strip())), "risk": risk}
        _require_sound(values, heat)
        half_life = self.half_life  # before the transaction, in which another connection would wait for this one
        with self._stores.database.write() as connection:
            row = connection.execute(select(memes).where(memes.c.id == meme_id).with_for_update()).first()
            if row is None:
                raise WrongMeme("没有这个梗")
            term = values.get("term", row.term)
            same_name = select(memes.c.id).where(memes.c.term == term, memes.c.id != meme_id)
            if connection.execute(same_name).first() is not None:
                raise WrongMeme(f"梗库里已经有“{term}”")
            measured, today = as_measured(row), self._clock().date()
            if heat != cooled_at(measured.heat, measured.heat_at, today, half_life):
                values |= {"heat": heat, "heat_at": today}
            before = _plain(measured)
            after = before | _stored(values)
            if before == after:
                return False
            connection.execute(update(memes).where(memes.c.id == meme_id).values(**values))
            tell_indexes(connection, "meme", [meme_id])
            self._log.record(
                connection, AREA, str(after["term"])[:160], {"id": meme_id, **before}, {"id": meme_id, **after},
                by=by, note="修改梗",
            )  # fmt: skip
        return True

    def restore(self, connection: Connection, change: ChangeRow) -> bool:
        """Take an edit back, for `ChangeLog.undo`."""
        before, after = change.before, change.after
        row = connection.execute(select(memes).where(memes.c.id == after["id"])).first()
        if row is None or {"id": row.id, **_plain(as_measured(row))} != after:
            return False
        values = {name: before[name] for name in _FIELDS}
        day = values["heat_at"]
        values["heat_at"] = datetime.date.fromisoformat(day) if day else None
        connection.execute(update(memes).where(memes.c.id == after["id"]).values(**values))
        tell_indexes(connection, "meme", [after["id"]])
        return True

    @property
    def half_life(self) -> float:
        """Days in which heat above 1 halves."""
        return half_life_of(self._log.get(SETTING))

    def set_half_life(self, days: float, *, by: str) -> bool:
        """False when it was so already. Raises WrongMeme."""
        if not SHORTEST_LIFE <= days <= LONGEST_LIFE:
            raise WrongMeme(f"半衰期在 {SHORTEST_LIFE:g} 到 {LONGEST_LIFE:g} 天之间")
        if days == self.half_life:
            return False
        return self._log.set(SETTING, {"half_life_days": days}, by=by, note=f"热度半衰期 {days:g} 天")


def _require_sound(values: dict[str, Any], heat: float) -> None:
    for name, longest in LONGEST.items():
        if len(values.get(name, "")) > longest:
            raise WrongMeme(f"太长了，最多 {longest} 个字")
    if not values.get("term", "-") or not values.get("meaning", "-"):
        raise WrongMeme("梗的名字和意思都要写")
    if values["risk"] not in RISKS:
        raise WrongMeme("风险要从列表里选")
    if not LEAST_HEAT <= heat <= MOST_HEAT:
        raise WrongMeme(f"热度应当在 {LEAST_HEAT:g} 到 {MOST_HEAT:g} 之间")
    if len(values["tags"]) > MOST_TAGS or any(len(tag) > LONGEST_TAG for tag in values["tags"]):
        raise WrongMeme(f"话题最多 {MOST_TAGS} 个，每个最多 {LONGEST_TAG} 个字")


def _plain(meme: MemeRecord) -> dict[str, Any]:
    return _stored({name: getattr(meme, name) for name in _FIELDS})


def _stored(values: dict[str, Any]) -> dict[str, Any]:
    """As the log keeps it."""
    told = {name: list(value) if isinstance(value, tuple) else value for name, value in values.items()}
    return {name: value.isoformat() if isinstance(value, datetime.date) else value for name, value in told.items()}
