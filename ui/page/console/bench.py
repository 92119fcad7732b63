"""What the console works on, and one operator's visit to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from markupsafe import Markup
from sqlalchemy import Connection

from models.types import Scores
from tools.compliance.lawbook import Lawbook
from tools.library import MaterialLibrary
from tools.library.library import Tagging
from tools.library.placements import Placements
from tools.memes import editing
from tools.memes.editing import MemeEditor
from tools.memes.queue import ProposalQueue
from tools.phrases.custom import CustomPhrases
from tools.store import Stores
from tools.store.changes import ChangeLog, ChangeRow
from ui.page.console.form import Form
from ui.page.console.words import Say
from ui.page.desk import Desk
from ui.page.text import Words

NOTHING = Markup("")


class Bench:
    """The stores of one assistant as an operator uses them."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.stores: Stores = desk.assistant.stores
        self.log = ChangeLog(self.stores.database)
        self.queue = ProposalQueue(self.stores)
        self.memes = MemeEditor(self.stores)
        self.placements = Placements(self.log)
        self.phrases = CustomPhrases(self.log)
        self.library = MaterialLibrary(self.stores, lambda: _Scorer(desk), _tagger, Lawbook(self.stores).judge_texts)

    def restore(self, connection: Connection, change: ChangeRow) -> bool:
        """Put back what a change of memes did, for the undo."""
        return (self.memes if change.area == editing.AREA else self.queue).restore(connection, change)

    def accounts(self) -> dict[str, str]:
        """Names by id."""
        return {one.id: one.name for one in self.desk.assistant.advertisers.list()}


class _Scorer:
    """The assistant's own scorers: no second copy of the models is loaded."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def scores(self, titles: Sequence[str]) -> list[Scores]:
        return self._desk.assistant.score(list(titles))


def _tagger() -> Tagging:
    from models.tagger import load_tagger

    return load_tagger()


@dataclass(frozen=True)
class Visit:
    """One event of one operator: who it is, and in which language they read."""

    bench: Bench
    by: str
    say: Say
    words: Words


class Shown(NamedTuple):
    """A section: its form, what follows the typing, and what stands below."""

    form: Markup
    live: Markup = NOTHING
    below: Markup = NOTHING


Act = Callable[[Visit, Form], str]
"""Does something and says what came of it."""


def _no_live(_visit: Visit, _form: Form) -> Markup:
    return NOTHING


@dataclass(frozen=True)
class Section:
    """One page of the console."""

    name: str
    show: Callable[[Visit, Form], Shown]
    acts: Mapping[str, Act] = field(default_factory=dict)
    live: Callable[[Visit, Form], Markup] = _no_live
    count: Callable[[Bench], int] | None = None
    """How much waits there, for the number beside its name."""
