"""What a turn came to: all that a reply is composed of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from agent.reasons import Remarks
from agent.turn_view import TurnView
from agent.verdicts import ReasonsOf
from models.types import Title


@dataclass(frozen=True)
class Outcome:
    """What the turn came to, for the reply.

    `carried` are offered titles that needed no change, `groups` the words of each group of titles ordered, with how
    many of it are offered. `saved` are the titles of the library, newest first, where these were asked for; `memes`
    says what those in the title asked about mean.
    """

    view: TurnView
    offered: Sequence[Title] = ()
    carried: Sequence[Title] = ()
    conflict: str | None = None
    question: str | None = None
    failures: Sequence[str] = ()
    wanted: int = 0
    groups: Sequence[tuple[str, int]] = ()
    stopped: bool = False
    pending: Sequence[str] = ()
    notes: Sequence[str] = ()
    reasons: ReasonsOf = field(default=lambda _title: Remarks())
    saved: Sequence[Title] = ()
    memes: Mapping[str, str] = field(default_factory=dict)
