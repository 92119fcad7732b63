"""What an owner did with one conversation: edits that stand in for the originals, and where it branched off."""

from __future__ import annotations

from collections.abc import Iterable

from pydantic import BaseModel, ConfigDict

from agent.turn import Turn
from models.types import Title
from ui.page.keeping import Notes

NO_BRANCH = -1


class Marks(BaseModel):
    """`edits` give the title shown instead of the one of that id.

    `parent` is the conversation this one branched off, before its turn number `at`.
    """

    model_config = ConfigDict(frozen=True)

    edits: dict[str, Title] = {}
    parent: str | None = None
    at: int = NO_BRANCH

    def shown(self, title: Title) -> Title:
        """The latest edit of a title, or the title itself."""
        seen: set[str] = set()
        while title.id in self.edits and title.id not in seen:
            seen.add(title.id)
            title = self.edits[title.id]
        return title

    def turns(self, turns: Iterable[Turn]) -> list[Turn]:
        """The turns with edits in the place of what was edited."""
        return [
            turn.model_copy(update={"titles": [self.shown(one) for one in turn.titles]}) if turn.titles else turn
            for turn in turns
        ]

    def with_edit(self, old_id: str, new: Title) -> Marks:
        return self.model_copy(update={"edits": self.edits | {old_id: new}})


def read_marks(notes: Notes, owner: str, thread_id: str | None) -> Marks:
    return Marks.model_validate(notes.get(owner, f"thread:{thread_id}")) if thread_id else Marks()


def write_marks(notes: Notes, owner: str, thread_id: str, marks: Marks) -> None:
    notes.put(owner, f"thread:{thread_id}", marks.model_dump(mode="json"))


def pinned(notes: Notes, owner: str) -> frozenset[str]:
    """Ids of the conversations that an owner keeps on top."""
    return frozenset(notes.get(owner, "pins").get("ids", ()))


def toggle_pin(notes: Notes, owner: str, thread_id: str) -> None:
    notes.put(owner, "pins", {"ids": sorted(pinned(notes, owner) ^ {thread_id})})
