"""Fine-tune the reader that writes one line of fields: `miaoti train reader --model FOLDER --out FOLDER`.

Every message is learned as typed and, a few times, with other numbers and words in the same places, with slips of the
keyboard and without its punctuation, so that the model reads what is said and does not remember who said it.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from agent.plan import Intent
from agent.planner.classifier import IntentClassifier
from agent.planner.examples import DATA, Example, load_examples
from agent.planner.figures import fields_of, read_wrongly
from agent.planner.language import ModelReading
from agent.planner.learned_planner import LearnedPlanner
from agent.planner.tuned import NUMBERS, WORDS, line_of, prompt_for
from models.corruption import Corrupter
from models.pipeline.pairs import Example as Pair
from models.text import contains
from models.training.handover import hand_over, parser

RECIPE = Path(__file__).parents[2] / "models" / "training" / "recipes" / "reader_cpu.yaml"
_NAMES = {"max_chars": "max", "min_chars": "min"}
_TEXTS = ("topic", "tone", "audience")
_RANGES = {"count": (2, 15), "max": (10, 30), "min": (5, 12), "pick": (1, 6)}
_PUNCTUATION = re.compile(r"[，。！？、；：,!?;:“”\"'~…]")


def labelled(examples: Sequence[Example], planner: LearnedPlanner) -> list[tuple[Example, ModelReading]]:
    """Each example with all that its message says.

    Rows that say only part of it are completed by the readers, where these read rightly what is known of the row.
    """
    pairs = []
    for example in examples:
        if example.whole:
            pairs.append((example, told(example)))
        elif not read_wrongly(plan := planner.plan(example.message, example.context), example):
            found = fields_of(plan, example.context)
            pairs.append((example, _verbatim(reading_of(plan.intent, found), example.message)))
    return pairs


def told(example: Example) -> ModelReading:
    """What a wholly labelled example says, in the model's fields."""
    return reading_of(example.intent, example.expect)


def reading_of(intent: Intent, found: dict[str, Any]) -> ModelReading:
    """Fields in the examples' terms as a model's reading; what the model does not read is left out."""
    named = {_NAMES.get(name, name): value for name, value in found.items() if value is not None}
    return ModelReading.model_validate({"intent": intent} | {k: v for k, v in named.items() if k in _FIELDS})


_FIELDS = set(ModelReading.model_fields) - {"intent", "certainty"}


def _verbatim(reading: ModelReading, message: str) -> ModelReading:
    """Without words that the readers derived: the model copies what it sees."""
    kept = {name: tuple(word for word in getattr(reading, name) if contains(message, word)) for name in WORDS}
    gone = {name: None for name in _TEXTS if not contains(message, getattr(reading, name) or "")}
    return reading.model_copy(update=kept | gone)


def variants(
    example: Example, reading: ModelReading, words: Sequence[str], corrupter: Corrupter, rng: random.Random
) -> Iterator[tuple[str, ModelReading]]:
    """Endless variants of a message with their readings."""
    while True:
        message, changed = _other_numbers(example.message, reading, rng)
        message, changed = _other_words(message, changed, words, rng)
        if rng.random() < 0.3:
            message = _unless_lost(message, changed, _PUNCTUATION.sub(lambda _: rng.choice(("", " ")), message))
        if rng.random() < 0.3:
            slipped = corrupter.corrupt(message, 1, ("homophone", "delete", "repeat")).text
            message = _unless_lost(message, changed, slipped)
        yield message, changed


def _other_numbers(message: str, reading: ModelReading, rng: random.Random) -> tuple[str, ModelReading]:
    """Other values for numbers typed once, in digits."""
    for name in NUMBERS:
        value = getattr(reading, name)
        spot = re.compile(rf"(?<!\d){value}(?!\d)")
        pointed = reading.ref if isinstance(reading.ref, tuple) else ()
        alike = [other for other in NUMBERS if getattr(reading, other) == value]
        if value is None or len(alike) > 1 or len(spot.findall(message)) != 1 or value in pointed:
            continue
        low, high = _RANGES[name]
        other = rng.randint(low, high)
        message = spot.sub(str(other), message)
        reading = reading.model_copy(update={name: other})
    return message, reading


def _other_words(
    message: str, reading: ModelReading, words: Sequence[str], rng: random.Random
) -> tuple[str, ModelReading]:
    """Other words to hold or to avoid, where they stand in the message once and in no other field."""
    for name in WORDS:
        changed = list(getattr(reading, name))
        for place, word in enumerate(changed):
            rest = [getattr(reading, field) or "" for field in _TEXTS]
            if message.count(word) != 1 or any(word in text for text in rest) or rng.random() < 0.3:
                continue
            other = rng.choice(words)
            if other not in message:
                message, changed[place] = message.replace(word, other), other
        reading = reading.model_copy(update={name: tuple(changed)})
    return message, reading


def _unless_lost(message: str, reading: ModelReading, altered: str) -> str:
    """The altered message, unless something that is read from it got lost."""
    pieces = [*reading.include, *reading.avoid, *(getattr(reading, name) or "" for name in _TEXTS)]
    digits = re.findall(r"\d+|[一二两三四五六七八九十百]+", message)
    whole = digits == re.findall(r"\d+|[一二两三四五六七八九十百]+", altered)
    return altered if whole and len(altered) >= 2 and all(piece in altered for piece in pieces) else message


def build(pairs: Sequence[tuple[Example, ModelReading]], copies: int, seed: int) -> list[Pair]:
    """Prompts and lines, each message once as typed and `copies` times changed, in random order."""
    rng = random.Random(seed)
    words = sorted({word for _, one in pairs for word in (*one.include, *one.avoid) if re.fullmatch(r"\w{2,6}", word)})
    corrupter = Corrupter([example.message for example, _ in pairs], seed)
    found: dict[tuple[str, str], Pair] = {}
    for example, reading in pairs:
        others = variants(example, reading, words, corrupter, rng)
        for message, said in [(example.message, reading), *(next(others) for _ in range(copies))]:
            prompt = prompt_for(message, example.context)
            found.setdefault((prompt, example.account), Pair(prompt, line_of(said), "message"))
    rows = list(found.values())
    rng.shuffle(rows)
    return rows


def main() -> None:
    """Build the examples, then hand over to the supervised trainer."""
    options = parser(__doc__, RECIPE)
    options.add_argument("--data", type=Path, default=DATA)
    options.add_argument("--copies", type=int, default=2, help="changed copies of every message")
    own, rest = options.parse_known_args()
    planner = LearnedPlanner(IntentClassifier.load())
    hand_over(build(labelled(load_examples("train", own.data), planner), own.copies, own.seed), own, rest)


if __name__ == "__main__":
    main()
