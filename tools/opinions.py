"""What people last said of titles: picked, liked, disliked, adopted, saved, edited; what was taken back is gone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from models.types import Title
from tools.store import Stores
from tools.store.tables import feedback

GOOD = frozenset({"like", "pick", "adopt", "save"})
BAD = frozenset({"dislike"})
_EDITED = ("user", "edit")  # sources of a title that may stand in the place of one that was picked


@dataclass
class Opinions:
    """What was last said of a title, and the ids of what it was edited to."""

    said: set[str] = field(default_factory=set)
    reason: str = ""
    became: list[str] = field(default_factory=list)

    @property
    def preferred(self) -> bool | None:
        good, bad = self.said & GOOD, self.said & BAD
        return None if bool(good) == bool(bad) else bool(good)

    @property
    def is_disliked(self) -> bool:
        return "dislike" in self.said

    @property
    def rank(self) -> int:
        """How far it goes before others when finals are taken: picked 2, liked 1, else 0."""
        return 2 if "pick" in self.said else 1 if "like" in self.said else 0


def opinions_of(stores: Stores, titles: Sequence[Title], thread_id: str | None = None) -> dict[str, Opinions]:
    """Opinions of these titles by id, those without any left out. A pick goes on to what the title was edited to.

    With a `thread_id` only what was said in that conversation counts: a title may be shown to several people.
    """
    ids = [*(title.id for title in titles), *_originals(stores, titles)]
    found: dict[str, Opinions] = {}
    with stores.database.read() as connection:
        for start in range(0, len(ids), 500):
            query = select(feedback).where(feedback.c.title_id.in_(ids[start : start + 500])).order_by(feedback.c.seq)
            if thread_id is not None:
                query = query.where(feedback.c.thread_id == thread_id)
            for row in connection.execute(query):
                take(found, row.title_id, row.kind, row.note, row.data or {})
                if row.kind == "edit":
                    _hand_on(found, row.title_id)
    wanted = {title.id for title in titles}
    return {title_id: one for title_id, one in found.items() if title_id in wanted and one.said}


def take(found: dict[str, Opinions], title_id: str, kind: str, note: str, data: Mapping[str, Any]) -> None:
    """Put one event, the next in time, into what was `found` so far."""
    undone = kind.removeprefix("un")
    if kind in GOOD | BAD:
        one = found.setdefault(title_id, Opinions())
        one.said -= {"like", "dislike"} if kind in ("like", "dislike") else set()
        one.said.add(kind)
        one.reason = note if kind in BAD else one.reason
    elif undone in GOOD | BAD and title_id in found:
        found[title_id].said.discard(undone)
    elif kind == "edit" and isinstance(data.get("to_id"), str):
        found.setdefault(title_id, Opinions()).became.append(data["to_id"])


def _hand_on(found: dict[str, Opinions], title_id: str) -> None:
    """The tray holds the edited title in the place of the one picked."""
    one = found.get(title_id)
    if one and one.became and "pick" in one.said:
        one.said.discard("pick")
        found.setdefault(one.became[-1], Opinions()).said.add("pick")


def _originals(stores: Stores, titles: Sequence[Title]) -> list[str]:
    """Ids of what these titles were edited from, as far back as it goes."""
    found: dict[str, None] = {}
    while titles:
        parents = [one.provenance.parent_id for one in titles if one.provenance.source in _EDITED]
        fresh = [one for one in dict.fromkeys(parents) if one is not None and one not in found]
        found |= dict.fromkeys(fresh)
        titles = stores.titles.existing(fresh) if fresh else []
    return list(found)
