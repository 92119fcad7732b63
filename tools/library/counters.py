"""How materials performed: impressions, clicks and take-ups of their words, counted from the tables at every reading.

Nothing of it is kept. A race's arms hold the sums of its events, written in the events' own transaction, and there are
as many of them as titles that ever raced: reading those is quick, and no second copy can disagree after a kill.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Integer, Select, func, literal, select

from tools.library.materials import material_id
from tools.store.database import Database
from tools.store.indexable import ADOPTED
from tools.store.tables import feedback, library, race_arms, titles


class Counters(NamedTuple):
    """Events of the words of a material. `adoptions`: taken up on the page, saved for good, or reported by races."""

    impressions: int = 0
    clicks: int = 0
    adoptions: int = 0

    @property
    def rate(self) -> float | None:
        """Clicks by impression, 0..1; none before the first impression."""
        return self.clicks / self.impressions if self.impressions else None

    def plus(self, other: Counters) -> Counters:
        return Counters(*(one + more for one, more in zip(self, other, strict=True)))


NOTHING = Counters()


def counters(database: Database) -> dict[str, Counters]:
    """By material id; those without any event are left out.

    An account's material counts the account's events about a title of the same words, a shared one those of everybody.
    Ids of words that are no material are among them.
    """
    found: dict[str, Counters] = defaultdict(Counters)
    with database.read() as connection:
        for account, text, count in _by_words(connection):
            for one in (material_id(account, "title", text), material_id(None, "title", text)):
                found[one] = found[one].plus(count)
        # What the first screen showed of the library itself was logged under the material's id.
        direct = select(feedback.c.title_id, func.count()).where(feedback.c.kind.in_(sorted(ADOPTED)))
        direct = direct.where(feedback.c.title_id.not_in(select(titles.c.id))).group_by(feedback.c.title_id)
        for one, times in connection.execute(direct):
            found[one] = found[one].plus(Counters(adoptions=times))
    return dict(found)


def _by_words(connection: Connection) -> list[tuple[str, str, Counters]]:
    none: ColumnElement[int] = literal(0, Integer)
    arms = race_arms.c
    ran = _summed(func.sum(arms.shown), func.sum(arms.clicks), func.sum(arms.adoptions)).join(
        race_arms, arms.arm_id == titles.c.id
    )
    kept = _summed(none, none, func.count()).join(library, library.c.title_id == titles.c.id)
    taken = _summed(none, none, func.count()).join(feedback, feedback.c.title_id == titles.c.id)
    taken = taken.where(feedback.c.kind.in_(sorted(ADOPTED)))
    return [
        (account, text, Counters(int(shown), int(clicks), int(adoptions)))
        for query in (ran, kept, taken)
        for account, text, shown, clicks, adoptions in connection.execute(query)
    ]


def _summed(*sums: ColumnElement[int]) -> Select[Any]:
    """Sums by account and words of titles."""
    return select(titles.c.advertiser_id, titles.c.text, *sums).group_by(titles.c.advertiser_id, titles.c.text)
