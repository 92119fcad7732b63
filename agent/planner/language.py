"""A chat model reading the message under a grammar: examples in context, one compact JSON object out."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import Literal, Protocol

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
    ref: tuple[int, ...] | Literal["all", "best", "worst"] | None = None
    pick: int | None = None
    certainty: float | None = None


@dataclass(frozen=True)
class Trust:
    """Which of a model's findings count, field by field, beside the readers'.

    `fills`: it found something, they did not. `drops`: they found something, it did not, and it is believed.
    `prefers`: both found something, and its value is taken. `odds`: its intent stands unless the classifier finds
    another one so many times likelier; `odds_unsure`: the same for a model whose mean log-probability is below
    `certain`.
    """

    fills: frozenset[str]
    drops: frozenset[str] = frozenset()
    prefers: frozenset[str] = frozenset()
    odds: float = 8.0
    odds_unsure: float = 1.0
    certain: float = -0.5

    def odds_of(self, said: ModelReading) -> float:
        """How much likelier than the model's another intent must be to win."""
        return self.odds if said.certainty is None or said.certainty >= self.certain else self.odds_unsure


class ModelReader(Protocol):
    """A language model that reads messages."""

    @property
    def trust(self) -> Trust: ...

    def read(self, message: str, context: PlannerContext, cancel: threading.Event | None = None) -> ModelReading | None:
        """The model's reading, or none when it has none to give or `cancel` came first."""
        ...


# A model nobody has measured here: it may add what the readers missed.
ANY_MODEL = Trust(frozenset({"count", "lengths", "include", "avoid", "topic", "tone", "audience", "ref", "pick"}))


@dataclass(frozen=True)
class LanguageReader:
    """Greedy and grammar-bound, so the answer is always one object of the expected shape unless it is cut off."""

    model: LanguageModel
    trust: Trust = ANY_MODEL

    def read(self, message: str, context: PlannerContext, cancel: threading.Event | None = None) -> ModelReading | None:
        """The model's reading, or none when the model failed or was cut off: the readers stand alone then."""
        sampling = Sampling(max_tokens=160, temperature=0.0, stop=("\n",), logprobs=True)
        try:
            (completion,) = self.model.complete(
                [prompt_for(message, context)], sampling, grammar=load_prompt("planner/read.gbnf"), cancel=cancel
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
