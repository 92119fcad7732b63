"""A simulated advertiser's wording by a language model: it says what the finite-state user means, in other words.

The user decides what to ask for, so its checks hold whatever the words are: a wording is only taken when it holds
every value that was to be said and no other number; else one of the written phrases is used, and counted.
What was said is recorded message by message, so a talk that a kill cut off, or a whole run, is held again in the same
words without the model.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from evals.phrasing import PHRASES, Voice, say
from models.llm import LanguageModel, Sampling
from models.text import contains, fold, numbers

LONGEST = 48
TRIES = 3
_HEAD = "广告主在聊天里提要求，同一个意思换着说，每行一句：\n"


@dataclass
class ModelVoice:
    """`said` counts messages in the model's words, `written` those that fell back to a written phrase."""

    model: LanguageModel
    said: int = 0
    written: int = 0

    def __call__(self, act: str, rng: random.Random, slip: float = 0.0, **values: object) -> str:
        phrases = [phrase.format(**values) for phrase in PHRASES[act]]
        rng.shuffle(phrases)
        prompt = _HEAD + "".join(f"{phrase}\n" for phrase in phrases)
        sampling = Sampling(max_tokens=40, temperature=0.9, seed=rng.randrange(1 << 30))
        for completion in self.model.complete([prompt] * TRIES, sampling):
            text = completion.text.strip()
            if self._keeps_meaning(text, phrases, values):
                self.said += 1
                return text
        self.written += 1
        return say(act, rng, slip, **values)

    def _keeps_meaning(self, text: str, phrases: list[str], values: dict[str, object]) -> bool:
        told = [str(value) for value in values.values()]
        new = fold(text) not in {fold(phrase) for phrase in phrases}
        return (
            new
            and 2 <= len(text) <= LONGEST
            and all(contains(text, value) for value in told)
            and sorted(numbers(text)) == sorted(number for value in told for number in numbers(value))
        )


Recording = dict[tuple[int, int], dict[str, Any]]
"""By the seed of a talk and the number of the message in it: what was meant and the words."""


def recording(lines: Iterable[str]) -> Recording:
    """What recorded lines hold; of a message that was worded anew, the last."""
    rows = map(json.loads, lines)
    return {(row["seed"], row["number"]): row for row in rows}


@dataclass
class RecordedVoice:
    """The voice of one talk: says again what was recorded where the same is meant, else asks `inner` and records it."""

    seed: int
    inner: Voice
    recorded: Recording
    record: Callable[[str], None]
    _number: int = field(default=0, init=False)

    def __call__(self, act: str, rng: random.Random, slip: float = 0.0, **values: object) -> str:
        self._number += 1
        meant = {"act": act, "values": {name: str(value) for name, value in values.items()}}
        known = self.recorded.get((self.seed, self._number), {})
        if all(known.get(key) == value for key, value in meant.items()):
            return str(known["text"])
        text = self.inner(act, rng, slip, **values)
        row = {"seed": self.seed, "number": self._number} | meant | {"text": text}
        self.record(json.dumps(row, ensure_ascii=False))
        return text
