"""What turns cost: tokens of the language model, readers and prompts included, and the planner's seconds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from pydantic import BaseModel, ConfigDict, Field

from evals.records import Observation
from evals.statistics import quantiles

Quantiles = dict[str, float]


class Usage(BaseModel):
    """Quantiles over turns; empty where no turn told, as in runs saved before turns did."""

    model_config = ConfigDict(frozen=True)

    planner_seconds: Quantiles = Field(default_factory=dict, description="of reading a message, waiting included")
    drafts: Quantiles = Field(default_factory=dict, description="tokens that tools drew in a turn that drew any")
    calls: Quantiles = Field(default_factory=dict, description="calls of the model in a turn")
    prompt: Quantiles = Field(default_factory=dict, description="tokens of a turn's prompts, each sample's counted")
    written: Quantiles = Field(default_factory=dict, description="tokens written in a turn, by whichever part")
    beside: Quantiles = Field(
        default_factory=dict, description="tokens written in a turn that are no drafts: by readers and the judge"
    )
    total: dict[str, int] = Field(default_factory=dict, description="calls, prompt and written of all turns that told")
    told: int = Field(default=0, description="turns that told their tokens")


def usage(turns: Sequence[Observation]) -> Usage:
    """Add up what the turns told of themselves."""
    told = [turn for turn in turns if turn.tokens]
    total: Counter[str] = Counter()
    for turn in told:
        total.update(turn.tokens)
    return Usage(
        planner_seconds=quantiles([turn.plan_seconds for turn in turns if turn.plan_seconds is not None]),
        drafts=quantiles([float(drawn) for turn in turns if (drawn := _drafts(turn))]),
        calls=quantiles([float(turn.tokens.get("calls", 0)) for turn in told]),
        prompt=quantiles([float(turn.tokens.get("prompt", 0)) for turn in told]),
        written=quantiles([float(turn.tokens.get("written", 0)) for turn in told]),
        beside=quantiles([float(max(0, turn.tokens.get("written", 0) - _drafts(turn))) for turn in told]),
        total=dict(total),
        told=len(told),
    )


def _drafts(turn: Observation) -> int:
    return sum(call.tokens for call in turn.tools)
