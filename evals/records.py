"""What a conversation left behind: plain records, saved as JSON lines, from which every figure is computed."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Status = Literal["ok", "crashed", "timeout", "skipped"]


class SeenTitle(BaseModel):
    """A title as it was offered."""

    model_config = ConfigDict(frozen=True)

    id: str
    text: str
    product_id: str | None = None
    keywords: tuple[str, ...] = ()
    parent_id: str | None = None
    source: str = "model"
    scores: dict[str, float] = Field(default_factory=dict)


class SeenCall(BaseModel):
    """A tool that ran in the turn or awaits approval."""

    model_config = ConfigDict(frozen=True)

    name: str
    args: dict[str, Any] = Field(default_factory=dict)
    status: str = "done"
    summary: str = ""
    tokens: int = 0


class Observation(BaseModel):
    """One turn as the user saw it. Times are seconds.

    `tokens` are the language model's in the whole turn, readers and judge included: calls, prompt (each sample's
    counted), written. They and `plan_seconds`, the time the planner took, are empty where the driver does not tell.
    """

    model_config = ConfigDict(frozen=True)

    user: str
    reply: str = ""
    intent: str | None = None
    titles: tuple[SeenTitle, ...] = ()
    tools: tuple[SeenCall, ...] = ()
    brief: dict[str, Any] = Field(default_factory=dict)
    notices: tuple[str, ...] = ()
    seconds: float = 0.0
    first_event: float | None = None
    plan_seconds: float | None = None
    tokens: dict[str, int] = Field(default_factory=dict)
    status: Status = "ok"
    error: str | None = None


class Trajectory(BaseModel):
    """One case run once.

    `infrastructure` says what in the surroundings kept it from beginning, or broke it off: then `turns` are those that
    were whole. Such a run is counted apart.
    """

    model_config = ConfigDict(frozen=True)

    case_id: str
    trial: int
    seed: int
    driver: str
    turns: tuple[Observation, ...] = ()
    infrastructure: str | None = None
