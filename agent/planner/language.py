"""A chat model reading the message under a grammar: examples in context, one compact JSON object out."""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict, ValidationError

from agent.plan import Intent, PlannerContext
from models.llm import LanguageModel, ModelError, Sampling
from prompts import load_prompt

MAX_MESSAGE = 600


class ModelReading(BaseModel):
    """What the model says; `certainty` is the mean log-probability of its tokens, none if not measured."""

    model_config = ConfigDict(frozen=True)

    intent: Intent
    count: int | None = None
    max: int | None = None
    min: int | None = None
    include: tuple[str, ...] = ()
    avoid: tuple[str, ...] = ()
    topic: str | None = None
    tone: str | None = None
    audience: str | None = None
    certainty: float | None = None


@dataclass(frozen=True)
class LanguageReader:
    """Greedy and grammar-bound, so the answer is always one object of the expected shape unless it is cut off."""

    model: LanguageModel

    def read(self, message: str, context: PlannerContext) -> ModelReading | None:
        """The model's reading, or none when the model failed or was cut off: the readers stand alone then."""
        sampling = Sampling(max_tokens=160, temperature=0.0, stop=("\n",), logprobs=True)
        try:
            (completion,) = self.model.complete(
                [prompt_for(message, context)], sampling, grammar=load_prompt("planner/read.gbnf")
            )
            reading = ModelReading.model_validate_json(completion.text)
        except (ModelError, ValidationError):
            return None
        return reading.model_copy(update={"certainty": completion.mean_logprob})


def prompt_for(message: str, context: PlannerContext) -> str:
    """The instructions and examples (a stable prefix, so it is cached), then this message on one line."""
    shown = len(context.shown[-1].title_ids) if context.shown else 0
    line = " ".join(message.split())[:MAX_MESSAGE]
    asked = f"Titles shown before: {shown}. Turn before: {context.last_intent or 'none'}. Message: {line}"
    return f"{load_prompt('planner/read.txt')}\n{asked}\n"
