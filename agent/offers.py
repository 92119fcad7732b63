"""What the assistant offers besides conversations."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from agent.typeahead import TypeAhead
from tools.base import Estimate, Scorer
from tools.compliance.lawbook import Lawbook


@dataclass(frozen=True)
class Library:
    """Scores, predicted rates, the law, and titles that are there already; `publish` makes new ones findable."""

    scorer: Scorer
    estimated: Estimate
    law: Lawbook
    typing: TypeAhead
    similar: Callable[[str, int, str | None], list[str]]
    publish: Callable[[], None]
