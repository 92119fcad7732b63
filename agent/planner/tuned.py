"""The small local model reading the message: tuned to answer with one line of fields, bound to a grammar.

    refine|max=18|include=周末|ref=2,-1

The line is the intent, then what the message says, field by field; what it does not say is left out.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from agent.plan import PlannerContext
from agent.planner.language import MAX_MESSAGE, ModelReading, Trust
from models.llm import LanguageModel, ModelError, Sampling
from prompts import load_prompt

ADAPTER = Path(__file__).parent / "adapter"
CONTEXT = 1024  # tokens; MAX_MESSAGE characters and the line fit in
REMEMBERED = 32  # MiB: the accounts of fifteen conversations or so, 18 kB a token
NUMBERS = ("count", "max", "min", "pick")
WORDS = ("include", "avoid")
FIELDS = ("count", "max", "min", "include", "avoid", "topic", "tone", "audience", "ref", "pick")
_WHOLE = ("all", "best", "worst")
_SEPARATOR = "；"
_RESERVED = str.maketrans("|=\n", "｜＝ ")
_MAX_TOKENS = 96
_MAX_FACTS = 160  # characters
# By the last table of `miaoti eval planner` on accounts left out of training: who is right where they differ. What is
# avoided without need does no harm, what slips in though forbidden does: whoever hears a ban is believed.
MEASURED = Trust(
    fills=frozenset({"count", "avoid", "topic", "tone", "ref", "pick"}),
    drops=frozenset({"count", "topic", "pick"}),
    prefers=frozenset({"topic"}),
    odds=55.0,
    odds_unsure=12.0,
    certain=-0.08,
)


@dataclass(frozen=True)
class TunedReader:
    """`model` must carry the adapter of this folder: any other model has never seen the line's form."""

    model: LanguageModel
    trust: Trust = MEASURED

    def read(self, message: str, context: PlannerContext, cancel: threading.Event | None = None) -> ModelReading | None:
        """The model's reading, or none when it failed or was cut off: the readers stand alone then."""
        sampling = Sampling(max_tokens=_MAX_TOKENS, temperature=0.0, stop=("\n",), logprobs=True)
        try:
            (completion,) = self.model.complete(
                [prompt_for(message, context)], sampling, grammar=load_prompt("planner/line.gbnf"), cancel=cancel
            )
            return parse(completion.text).model_copy(update={"certainty": completion.mean_logprob})
        except (ModelError, ValidationError, ValueError):
            return None


def prompt_for(message: str, context: PlannerContext) -> str:
    """The account's products and facts, where the conversation stands, and the message on one line.

    What stays the same all through a conversation comes first: the model keeps it from one message to the next.
    """
    offered = context.advertiser.products[:6]
    products = "、".join(product.name for product in offered)
    facts = "；".join(fact for product in offered for fact in product.facts)[:_MAX_FACTS]
    shown = len(context.shown[-1].title_ids) if context.shown else 0
    state = f"列表:{shown} 上轮:{context.last_intent or '无'} 赛马:{'是' if context.racing else '否'}"
    return f"产品:{products}\n资料:{facts}\n{state}\n消息:{' '.join(message.split())[:MAX_MESSAGE]}\n解读:"


def line_of(reading: ModelReading) -> str:
    """The line that says what `reading` holds."""
    parts = [str(reading.intent)]
    for name in FIELDS:
        value = getattr(reading, name)
        if value is None or value == ():
            continue
        if isinstance(value, tuple):
            value = ("," if name == "ref" else _SEPARATOR).join(map(str, value))
        parts.append(f"{name}={str(value).translate(_RESERVED)}")
    return "|".join(parts)


def parse(line: str) -> ModelReading:
    """What a line says. Raises ValueError for a line of another form."""
    intent, *parts = line.strip().split("|")
    fields: dict[str, object] = {"intent": intent}
    for part in parts:
        name, equals, value = part.partition("=")
        if name not in FIELDS or not equals or not value:
            raise ValueError(f"{part!r} is no field with a value")
        fields[name] = _value(name, value)
    return ModelReading.model_validate(fields)


def _value(name: str, value: str) -> object:
    if name in NUMBERS:
        return int(value)
    if name in WORDS:
        return tuple(word for word in value.split(_SEPARATOR) if word)
    if name == "ref" and value not in _WHOLE:
        return tuple(int(number) for number in value.split(","))
    return value
