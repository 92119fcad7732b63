"""The OpenAI-style chat format, as far as it means something here, and what rides along."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from agent.turn import PendingAction, ToolCall, Turn
from models.types import Title
from ui.api.schemas import Id

MAX_MESSAGE, MAX_MESSAGES = 4_000, 400
Text = Annotated[str, Field(max_length=20_000, pattern=r"^[^\x00]*$")]


class TextPart(BaseModel):
    type: Literal["text"]
    text: Text


class ChatMessage(BaseModel):
    """One message; parts other than text are refused."""

    role: Literal["system", "developer", "user", "assistant", "tool", "function"]
    content: Text | Annotated[list[TextPart], Field(max_length=50)] | None = None

    @property
    def text(self) -> str:
        if isinstance(self.content, list):
            return "".join(part.text for part in self.content)
        return self.content or ""


class Extra(BaseModel):
    """Our own field of a request: an account, or a conversation to go on in whatever the messages are."""

    model_config = ConfigDict(extra="forbid")

    advertiser_id: Id | None = None
    thread_id: Id | None = None


class ChatRequest(BaseModel):
    """Other fields of the format (temperature, tools and so on) are accepted and mean nothing here."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"model": "miaoti", "messages": [{"role": "user", "content": "来3条标题，20字以内"}]}]
        }
    )

    model: Annotated[str, Field(max_length=200)] = Field(
        default="miaoti", description="`miaoti`, or `miaoti:<account>` to name the account."
    )
    messages: Annotated[list[ChatMessage], Field(min_length=1, max_length=MAX_MESSAGES)]
    stream: Annotated[bool, Field(strict=True)] = False
    miaoti: Extra | None = None


class TurnExtra(BaseModel):
    """What an answer holds besides its text."""

    thread_id: str
    advertiser_id: str
    intent: str
    titles: list[Title]
    tool_calls: list[ToolCall]
    pending: list[PendingAction]
    notices: list[str]
    timings: dict[str, float]


class AssistantMessage(BaseModel):
    role: Literal["assistant"] = "assistant"
    content: str


class Choice(BaseModel):
    index: Literal[0] = 0
    message: AssistantMessage
    finish_reason: Literal["stop"] = "stop"


class ChatReply(BaseModel):
    id: str
    object: Literal["chat.completion"] = "chat.completion"
    created: int
    model: str
    choices: list[Choice]
    miaoti: TurnExtra


class ModelItem(BaseModel):
    id: str
    object: Literal["model"] = "model"
    created: int = 0
    owned_by: Literal["miaoti"] = "miaoti"


class ModelsReply(BaseModel):
    object: Literal["list"] = "list"
    data: list[ModelItem]


def extra_of(turn: Turn, advertiser_id: str) -> TurnExtra:
    return TurnExtra(
        thread_id=turn.thread_id,
        advertiser_id=advertiser_id,
        intent=turn.intent.value,
        titles=turn.titles,
        tool_calls=turn.tool_calls,
        pending=turn.pending,
        notices=turn.notices,
        timings=turn.timings,
    )


def after_reply(turn: Turn) -> str:
    """What follows the reply in the text of an answer: the titles as a list, notices, what awaits approval."""
    blocks = [
        "\n".join(f"{number}. {title.text}" for number, title in enumerate(turn.titles, 1)),
        "\n".join(turn.notices),
        "\n".join(f"待确认：{action.summary}（{action.id}）" for action in turn.pending),
    ]
    return "".join(f"\n\n{block}" for block in blocks if block)


def chunk(base: dict[str, Any], delta: dict[str, Any], *, finish: str | None = None, **extra: Any) -> dict[str, Any]:
    """One piece of a streamed answer; `extra` is our own field."""
    piece = {**base, "choices": [{"index": 0, "delta": delta, "finish_reason": finish}]}
    return {**piece, "miaoti": extra} if extra else piece
