"""The tray: titles picked for one account, in an order, each with a note; the last steps can be undone."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import BaseModel, ConfigDict

from models.types import Title
from ui.page.keeping import Notes

STEPS_KEPT = 20
NOTE_LENGTH = 200
PICKS_AT_MOST = 100


class Pick(BaseModel):
    """A picked title and what its owner noted about it."""

    model_config = ConfigDict(frozen=True)

    title: Title
    note: str = ""


Picks = tuple[Pick, ...]


class Tray(BaseModel):
    """`past` are earlier contents, the newest last. Every change returns a new tray."""

    model_config = ConfigDict(frozen=True)

    picks: Picks = ()
    past: tuple[Picks, ...] = ()

    @property
    def ids(self) -> frozenset[str]:
        return frozenset(pick.title.id for pick in self.picks)

    def chosen(self, ids: Sequence[str] = ()) -> Picks:
        """The picks in order; only those of `ids` when some are named."""
        return tuple(pick for pick in self.picks if not ids or pick.title.id in ids)

    def titles(self, ids: Sequence[str] = ()) -> list[Title]:
        """The titles of the picks chosen."""
        return [pick.title for pick in self.chosen(ids)]

    def toggle(self, title: Title) -> Tray:
        if title.id in self.ids:
            return self.drop(title.id)
        return self._to((*self.picks, Pick(title=title))) if len(self.picks) < PICKS_AT_MOST else self

    def drop(self, title_id: str) -> Tray:
        return self._to(tuple(pick for pick in self.picks if pick.title.id != title_id))

    def note(self, title_id: str, text: str) -> Tray:
        changed = {"note": text.strip()[:NOTE_LENGTH]}
        return self._to(
            tuple(pick.model_copy(update=changed) if pick.title.id == title_id else pick for pick in self.picks)
        )

    def replace(self, title_id: str, title: Title) -> Tray:
        """The edited version in the place of the one picked."""
        changed = {"title": title}
        return self._to(
            tuple(pick.model_copy(update=changed) if pick.title.id == title_id else pick for pick in self.picks)
        )

    def move(self, title_id: str, steps: int) -> Tray:
        """Move a title up (negative) or down."""
        picks = list(self.picks)
        at = next((index for index, pick in enumerate(picks) if pick.title.id == title_id), None)
        if at is None:
            return self
        picks.insert(max(0, min(len(picks) - 1, at + steps)), picks.pop(at))
        return self._to(tuple(picks))

    def undo(self) -> Tray:
        return Tray(picks=self.past[-1], past=self.past[:-1]) if self.past else self

    def _to(self, picks: Picks) -> Tray:
        return self if picks == self.picks else Tray(picks=picks, past=(*self.past, self.picks)[-STEPS_KEPT:])


def read_tray(notes: Notes, owner: str, advertiser_id: str) -> Tray:
    return Tray.model_validate(notes.get(owner, f"tray:{advertiser_id}"))


def write_tray(notes: Notes, owner: str, advertiser_id: str, tray: Tray) -> None:
    notes.put(owner, f"tray:{advertiser_id}", tray.model_dump(mode="json"))
