"""Titles that pages show besides those of their conversations: on first screens, and while an answer is written."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterable

from models.types import Title

TITLES_EACH = 64
OWNERS_AT_MOST = 1_000


class Shown:
    """The latest titles by owner, so that each asks of their own alone. In memory: who comes back sees others."""

    def __init__(self) -> None:
        self._titles: OrderedDict[str, OrderedDict[str, Title]] = OrderedDict()
        self._guard = threading.Lock()

    def add(self, owner: str, titles: Iterable[Title]) -> None:
        with self._guard:
            mine = self._titles.setdefault(owner, OrderedDict())
            self._titles.move_to_end(owner)
            for title in titles:
                mine[title.id] = title
                mine.move_to_end(title.id)
            while len(mine) > TITLES_EACH:
                mine.popitem(last=False)
            while len(self._titles) > OWNERS_AT_MOST:
                self._titles.popitem(last=False)

    def find(self, owner: str, title_id: str) -> Title | None:
        with self._guard:
            return self._titles.get(owner, OrderedDict()).get(title_id)
