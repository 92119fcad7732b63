"""What a message means: the planner's output, and the context it reads the message in."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import Literal, Protocol

from pydantic import BaseModel, ConfigDict, Field

from agent.brief import Brief, BriefEdit
from models.catalog import Advertiser
from models.types import Compliance, Title
from tools.compliance import check


class Intent(StrEnum):
    """How a turn is handled; a turn always has one."""

    GENERATE = "generate"
    REFINE = "refine"
    ASSOCIATE = "associate"
    MEME = "meme"
    ENTITY = "entity"
    SCORE = "score"
    COMPLIANCE = "compliance"
    RACE = "race"
    SAVE = "save"
    EXPLAIN = "explain"
    CLARIFY = "clarify"
    REFUSE = "refuse"
    SMALLTALK = "smalltalk"


WRITING = (Intent.GENERATE, Intent.REFINE, Intent.ASSOCIATE)
"""Intents that may end in new titles."""


class TitleRef(BaseModel):
    """Which titles shown earlier a message points at.

    `numbers` count from 1 in the list meant; negative ones count from its end (-1 is the last).
    `which` names the list: the latest shown, the first of the conversation, the one before the latest, or the title
    that the user handed in.
    `size` asks for the list that had so many titles (“一开始那4条”). `by` picks by score instead of number.
    """

    model_config = ConfigDict(frozen=True)

    numbers: tuple[int, ...] = ()
    which: Literal["latest", "first", "previous", "own"] = "latest"
    size: int | None = None
    by: Literal["best", "worst"] | None = None
    metric: Literal["fluency", "style", "quality", "ctr"] | None = None
    take: int | None = Field(default=None, description="with `by`: so many (前三 -> best, 3)")
    all: bool = False


class Change(BaseModel):
    """How to rewrite the titles referred to. `replace` pairs are exact; an empty second part deletes."""

    model_config = ConfigDict(frozen=True)

    kind: Literal["shorter", "longer", "livelier", "softer", "other"] | None = None
    instruction: str | None = None
    replace: tuple[tuple[str, str], ...] = ()
    head: str | None = Field(default=None, description="words to put before a title as it is")
    tail: str | None = Field(default=None, description="words to put behind it")
    keeps: Literal["head", "tail"] | None = Field(default=None, description="the half of a title that stays")
    joins: bool = Field(default=False, description="one title is to be made of those referred to")


class Group(BaseModel):
    """Some of the titles ordered: what its words are (搞笑, 给情侣), and what they change in the Brief for it alone."""

    model_config = ConfigDict(frozen=True)

    label: str
    edit: BriefEdit


class Plan(BaseModel):
    """One message, read. `then` holds further intents asked for in the same breath (“打分，前三进赛马”)."""

    model_config = ConfigDict(frozen=True)

    intent: Intent
    edit: BriefEdit = BriefEdit()
    ref: TitleRef | None = None
    change: Change | None = None
    anew: bool = Field(default=False, description="refine: others are to stand in the place of the titles pointed at")
    on_new: bool = Field(default=False, description="generate: what follows is done with the titles written now")
    back: bool = Field(default=False, description="refine: the titles as they were before the last change are wanted")
    liked: TitleRef | None = Field(default=None, description="titles that the message praises, whatever it wants")
    disliked: TitleRef | None = Field(default=None, description="titles that it turns down")
    given: str | None = Field(default=None, description="a title of the user's own that is to be changed")
    query: str | None = Field(default=None, description="text to continue, look up, check or score")
    pick: int | None = Field(default=None, ge=1, le=50, description="how many finals a race or a save takes")
    status: bool = Field(default=False, description="the user asks how a running race stands")
    similar: bool = Field(default=False, description="associate: look for like-minded titles, not continuations")
    order: Literal["ctr"] | None = Field(default=None, description="score: put the titles in this order, best first")
    fact_questions: tuple[str, ...] = Field(default=(), description="facts to look up, or wanted in a title")
    know_how: str | None = Field(default=None, description="explain: what is asked about titles in general")
    groups: tuple[Group, ...] = Field(default=(), description="generate: titles ordered in groups; `edit` is of all")
    conflict: str | None = Field(default=None, description="what in the message cannot hold together, in Chinese")
    then: tuple[Intent, ...] = ()
    confidence: float = Field(default=1.0, ge=0, le=1)
    sources: dict[str, str] = Field(default_factory=dict, description="field -> reader | model | both")

    @property
    def is_for_whole_list(self) -> bool:
        """Whether no single title is pointed at."""
        return self.ref is None or (self.ref.all and not self.ref.numbers)


class ShownList(BaseModel):
    """Titles offered together in one turn, in the order shown."""

    model_config = ConfigDict(frozen=True)

    turn: int
    intent: Intent
    title_ids: tuple[str, ...]
    texts: tuple[str, ...]

    @classmethod
    def of(cls, turn: int, intent: Intent, titles: Sequence[Title]) -> ShownList:
        """These titles, offered in turn number `turn`."""
        ids, texts = tuple(title.id for title in titles), tuple(title.text for title in titles)
        return cls(turn=turn, intent=intent, title_ids=ids, texts=texts)


class PlannerContext(BaseModel):
    """What the planner may know besides the message."""

    model_config = ConfigDict(frozen=True)

    advertiser: Advertiser
    brief: Brief = Brief()
    shown: tuple[ShownList, ...] = ()
    last_intent: Intent | None = None
    asked: str | None = Field(default=None, description="the message before, when it asked for a fact")
    memes_shown: tuple[str, ...] = ()
    own: str | None = Field(default=None, description="the user's own title that the message before had judged")
    racing: bool = False
    check: Callable[[str, str | None], Compliance] = Field(
        default=check, exclude=True, repr=False, description="the verdict on a wording, in an industry"
    )


class Planner(Protocol):
    """Reads one message in its context."""

    name: str

    def plan(self, message: str, context: PlannerContext, cancel: threading.Event | None = None) -> Plan:
        """The message as a plan; one that is not understood is a plan to ask. `cancel` makes it end soon."""
        ...
