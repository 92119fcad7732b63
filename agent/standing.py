"""How a title stands among those it was shown with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from agent.plan import Intent, ShownList, TitleRef
from agent.references import UnknownReference, resolve
from models.types import Title
from tools.worth import standing


@dataclass(frozen=True)
class Place:
    """A title's number in the list that messages point into, and its rank, 1 the best, among `among` titles.

    `number` is none where no number means this title any more; `better` is the best title of its list, if another.
    """

    number: int | None = None
    rank: int = 1
    among: int = 1
    better: Title | None = None


def place_of(title: Title, shown: Sequence[ShownList], titles: Mapping[str, Title]) -> Place:
    """Where the title stands; alone where it was never shown."""
    ids = _table(title.id, shown)
    number = number_of(title.id, shown, titles)
    ranked = sorted((titles[one] for one in ids if one in titles), key=standing, reverse=True)
    places = [one.id for one in ranked]
    if title.id not in places:
        return Place(number)
    rank = places.index(title.id) + 1
    return Place(number, rank, len(places), ranked[0] if rank > 1 else None)


def number_of(title_id: str, shown: Sequence[ShownList], titles: Mapping[str, Title]) -> int | None:
    """The number by which a message would mean this title now."""
    for one in reversed(shown):
        if title_id in one.title_ids:
            number = one.title_ids.index(title_id) + 1
            try:
                meant = resolve(TitleRef(numbers=(number,)), shown, titles)
            except UnknownReference:
                return None
            return number if meant == (title_id,) else None
    return None


def _table(title_id: str, shown: Sequence[ShownList]) -> tuple[str, ...]:
    """The titles it was shown with: finals are compared with those they were picked from."""
    lists = [one for one in reversed(shown) if title_id in one.title_ids]
    written = [one for one in lists if one.intent is not Intent.RACE and len(one.title_ids) > 1]
    return (written or lists)[0].title_ids if lists else ()
