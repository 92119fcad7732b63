"""What the assistant offers besides conversations."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from agent.typeahead import TypeAhead
from models.types import Compliance
from tools.base import Scorer


@dataclass(frozen=True)
class Library:
    """Scores, the law, and titles that are there already; `publish` makes new ones findable."""

    scorer: Scorer
    check: Callable[[str, str | None], Compliance]
    typing: TypeAhead
    similar: Callable[[str, int, str | None], list[str]]
    publish: Callable[[], None]
