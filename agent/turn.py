"""What a caller gets back from a message: the `Turn`, and the events on the way to it."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from agent.brief import Brief
from agent.plan import Intent
from models.types import Title
from tools.racing.report import RaceChart


class ToolCall(BaseModel):
    """A tool that ran in this turn, or that awaits approval."""

    model_config = ConfigDict(frozen=True)

    name: str
    args: dict[str, Any] = Field(default_factory=dict)
    status: Literal["done", "failed", "pending"] = "done"
    summary: str = ""
    seconds: float = 0.0
    tokens: int = Field(default=0, ge=0, description="drawn from the language model by this call")


class PendingAction(BaseModel):
    """Something that waits for the user's approval: starting a race, or saving finals."""

    model_config = ConfigDict(frozen=True)

    id: str
    kind: Literal["race", "save"]
    title_ids: tuple[str, ...]
    summary: str


class Turn(BaseModel):
    """One message and everything it led to. `titles` holds only titles offered in this turn.

    `timings` are seconds: queue (where it had to wait), first_event, plan, tools, total. `notices` name fallbacks and
    limits that were met. `tokens` are the language model's: calls, prompt (each sample's counted), written.
    `model_errors` names the class of the error of each call of it that failed (EndpointUnreachable ...).
    """

    model_config = ConfigDict(frozen=True)

    thread_id: str
    index: int
    user: str
    reply: str
    intent: Intent
    titles: list[Title] = Field(default_factory=list)
    tool_calls: list[ToolCall] = Field(default_factory=list)
    brief: Brief = Brief()
    pending: list[PendingAction] = Field(default_factory=list)
    race: RaceChart | None = Field(default=None, description="as it stood when asked for")
    timings: dict[str, float] = Field(default_factory=dict)
    tokens: dict[str, int] = Field(default_factory=dict)
    model_errors: list[str] = Field(default_factory=list)
    notices: list[str] = Field(default_factory=list)
    status: Literal["done", "cut_off"] = "done"


class QueuedEvent(BaseModel):
    """Other turns go first: `ahead` is how many of them still wait; told again whenever it changes."""

    type: Literal["queued"] = "queued"
    ahead: int


class TokenEvent(BaseModel):
    """A few characters more of the reply."""

    type: Literal["token"] = "token"
    text: str


class ToolStartedEvent(BaseModel):
    """A tool begins, with the arguments it was given."""

    type: Literal["tool_started"] = "tool_started"
    name: str
    args: dict[str, Any] = Field(default_factory=dict)


class ToolFinishedEvent(BaseModel):
    """A tool is done, or failed, or left an action that waits for approval."""

    type: Literal["tool_finished"] = "tool_finished"
    call: ToolCall


class TitleEvent(BaseModel):
    """A title that passed its compliance check."""

    type: Literal["title"] = "title"
    title: Title


class TurnEvent(BaseModel):
    """The whole turn, as it was stored; always the last event."""

    type: Literal["turn"] = "turn"
    turn: Turn


Event = Annotated[
    QueuedEvent | TokenEvent | ToolStartedEvent | ToolFinishedEvent | TitleEvent | TurnEvent,
    Field(discriminator="type"),
]
