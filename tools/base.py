"""What every tool is: a name, typed arguments, and a result that an advertiser can read."""

from __future__ import annotations

import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, Generic, Protocol, TypeVar

from pydantic import BaseModel

from models.catalog import Advertiser
from models.types import Compliance, Scores, Title

ArgsT = TypeVar("ArgsT", bound=BaseModel)


class ToolError(Exception):
    """A tool could not do its work; the message is for the advertiser, in Chinese."""


class Scorer(Protocol):
    """The part of the scorers that tools use."""

    def scores(self, titles: Sequence[str], keywords: Sequence[Sequence[str]] | None = None) -> list[Scores]:
        """One for each title, each score 0..1."""
        ...


JudgeTexts = Callable[[Sequence[str], Advertiser | None], list[Compliance]]
"""Judges texts of one account, or of nobody: by the law for its industry, and by its own words."""

JudgeTitles = Callable[[Sequence[Title], Advertiser], list[Compliance]]
"""The same for titles of one account, each by the words of its product."""


Estimate = Callable[[Sequence[Title], str | None], list[Title]]
"""Titles of an account with their predicted click-through rates, where a model may tell any."""


def unestimated(titles: Sequence[Title], _advertiser_id: str | None = None) -> list[Title]:
    """The titles as they are: for a house without a click-through model."""
    return list(titles)


@dataclass(frozen=True)
class ToolContext:
    """What a tool may know of the conversation it runs in.

    `shown` are the titles offered before, oldest first; `user_text` is everything the user wrote so far,
    which numbers in a title may come from; `deadline` is in seconds of `time.monotonic()`.
    """

    advertiser: Advertiser
    thread_id: str
    shown: tuple[Title, ...] = ()
    user_text: str = ""
    cancel: threading.Event = field(default_factory=threading.Event)
    deadline: float = float("inf")

    @property
    def stopped(self) -> bool:
        """Whether to end now: the user stopped the turn, or its time is up."""
        return self.cancel.is_set() or time.monotonic() > self.deadline


@dataclass(frozen=True)
class ToolResult:
    """`summary` is one Chinese line for the folded step; `data` is plain and feeds the reply."""

    summary: str
    titles: tuple[Title, ...] = ()
    data: dict[str, Any] = field(default_factory=dict)


class Tool(ABC, Generic[ArgsT]):
    """One thing the agent can do. Subclasses name themselves and their arguments."""

    name: ClassVar[str]
    description: ClassVar[str]
    args: type[ArgsT]

    @abstractmethod
    def run(self, args: ArgsT, context: ToolContext) -> ToolResult: ...
