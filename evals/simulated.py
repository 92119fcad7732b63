"""A simulated advertiser: a seeded finite-state user with a goal, patience, slips and changes of mind.

It discloses its wishes one by one, looks at what is offered, complains when a wish is not met, and leaves when its
patience is gone. It only names facts of its product. What must hold at each turn follows from what it has said, so
its talks are checked like written cases. What it decides never hangs on how it words things: each message is worded
with a random source of its own, so that a recorded wording leads to the same talk.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field

from evals.cases import CaseTurn, Expect
from evals.checks import TurnView, check_turn
from evals.phrasing import Voice, say
from evals.records import Observation
from models.catalog import Product

_AVOIDABLE = ("神器", "绝绝子", "姐妹们", "家人们", "yyds", "治愈")
_WRITING = ("generate_titles", "race_titles", "save_titles")


def _wanted(**checks: object) -> Expect:
    return Expect.model_validate(checks)


@dataclass
class Wishes:
    """What the user has said so far and still wants."""

    count: int
    max_chars: int | None = None
    include: tuple[str, ...] = ()
    avoid: tuple[str, ...] = ()

    def expect(self, **more: object) -> Expect:
        """The checks that hold for every title from now on, and those of this turn."""
        standing = {"max_chars": self.max_chars, "include_all": self.include, "avoid": self.avoid}
        return _wanted(**(standing | {"no_invented_numbers": True} | more))


@dataclass
class SimulatedAdvertiser:
    """Decides the next message from what was offered last. `slip` is the chance of a typing slip a message."""

    product: Product
    seed: int
    length: int = 6
    patience: int = 2
    slip: float = 0.15
    voice: Voice = say
    _wishes: Wishes = field(init=False)
    _offered: int = field(default=0, init=False)
    _plan: list[str] = field(default_factory=list, init=False)
    _said: int = field(default=0, init=False)

    def __post_init__(self) -> None:
        self._rng = random.Random(f"{self.product.name}-{self.seed}")
        self._wishes = Wishes(count=self._rng.randint(3, 6), max_chars=self._rng.choice((None, 18, 20, 24)))
        middle = [
            "include",
            "avoid",
            "length",
            "shorter",
            "livelier",
            "more",
            "redo",
            "fact",
            "off_topic",
            "drop_length",
        ]
        self._rng.shuffle(middle)
        self._plan = ["ask", *middle[: max(1, self.length - 3)], "finals", "save", "thanks"]

    def next(self, seen: Observation | None, last: Expect | None) -> CaseTurn | None:
        """The next message with its checks; None when the user is done or has had enough."""
        if self.patience <= 0:
            return None
        if seen is not None and last is not None:
            if seen.titles:
                self._offered = len(seen.titles)
            view = TurnView(expect=last, seen=seen, products=(self.product,))
            faults = {result.key for result in check_turn(view) if not result.passed}
            if complaint := self._complain(faults, last):
                return complaint
        while self._plan:
            if turn := _ACTS[self._plan.pop(0)](self):
                return turn
        return None

    def _complain(self, faults: set[str], last: Expect) -> CaseTurn | None:
        wish = {
            "max_chars": f"最多{self._wishes.max_chars}个字",
            "include_all": "每条要带" + "".join(f"“{word}”" for word in self._wishes.include),
            "avoid": "不要出现" + "".join(f"“{word}”" for word in self._wishes.avoid),
        }
        broken = next((key for key in wish if key in faults), None)
        if broken is None or last.no_titles:
            return None
        self.patience -= 1
        return self._turn("complain", self._wishes.expect(min_count=1), wish=wish[broken])

    def _turn(self, act: str, expect: Expect, **values: object) -> CaseTurn:
        return CaseTurn(user=self.voice(act, self._words(), self.slip, **values), expect=expect)

    def _words(self) -> random.Random:
        self._said += 1
        return random.Random(f"{self.product.name}-{self.seed}-{self._said}")

    def _ask(self) -> CaseTurn:
        wishes = self._wishes
        words = self._words()
        text = self.voice("ask", words, self.slip, product=self.product.name, count=wishes.count)
        if wishes.max_chars:
            text += say("ask_length", words, 0.0, limit=wishes.max_chars)
        return CaseTurn(user=text, expect=wishes.expect(intent="generate", count=wishes.count))

    def _include(self) -> CaseTurn | None:
        words = [word for word in (self.product.category or "", *self.product.keywords) if 2 <= len(word) <= 5]
        if not words:
            return None
        self._wishes.include = (self._rng.choice(words),)
        return self._turn("include", self._wishes.expect(min_count=1), word=self._wishes.include[0])

    def _avoid(self) -> CaseTurn:
        word = self._rng.choice(_AVOIDABLE)
        self._wishes.avoid = (*self._wishes.avoid, word)
        return self._turn("avoid", self._wishes.expect(min_count=1), word=word)

    def _length(self) -> CaseTurn:
        self._wishes.max_chars = self._rng.choice((15, 16, 18))
        return self._turn("length", self._wishes.expect(min_count=1), limit=self._wishes.max_chars)

    def _drop_length(self) -> CaseTurn | None:
        if self._wishes.max_chars is None:
            return None
        self._wishes.max_chars = None
        count = self._rng.randint(2, 5)
        return self._turn("drop_length", self._wishes.expect(count=count), count=count)

    def _refine(self, act: str) -> CaseTurn | None:
        if not self._offered:
            return None
        number = self._rng.randint(1, self._offered)
        expect = self._wishes.expect(intent="refine", keeps=number, min_count=1)
        return self._turn(act, expect, number=number)

    def _again(self, act: str) -> CaseTurn:
        count = self._rng.randint(2, 4)
        return self._turn(act, self._wishes.expect(count=count, differs_from_previous=True), count=count)

    def _fact(self) -> CaseTurn | None:
        if not self.product.price:
            return None
        expect = _wanted(intent="entity", tools_any=("lookup_entities",), reply_any=(self.product.price,))
        return self._turn("fact", expect, product=self.product.name)

    def _off_topic(self) -> CaseTurn:
        expect = _wanted(intent="refuse", no_titles=True, tools_none=_WRITING, reply_any=("标题", "文案"))
        return self._turn("off_topic", expect)

    def _finals(self) -> CaseTurn | None:
        if self._offered < 2:
            return None
        return self._turn("finals", _wanted(intent="race", count=2, tools_any=("race_titles",)), count=2)

    def _save(self) -> CaseTurn | None:
        if not self._offered:
            return None
        return self._turn("save", _wanted(intent="save", tools_any=("save_titles",)))

    def _thanks(self) -> CaseTurn:
        return self._turn("thanks", _wanted(intent="smalltalk", no_titles=True, tools_none=_WRITING))


_ACTS: dict[str, Callable[[SimulatedAdvertiser], CaseTurn | None]] = {
    "ask": SimulatedAdvertiser._ask,
    "include": SimulatedAdvertiser._include,
    "avoid": SimulatedAdvertiser._avoid,
    "length": SimulatedAdvertiser._length,
    "drop_length": SimulatedAdvertiser._drop_length,
    "shorter": lambda user: user._refine("shorter"),
    "livelier": lambda user: user._refine("livelier"),
    "more": lambda user: user._again("more"),
    "redo": lambda user: user._again("redo"),
    "fact": SimulatedAdvertiser._fact,
    "off_topic": SimulatedAdvertiser._off_topic,
    "finals": SimulatedAdvertiser._finals,
    "save": SimulatedAdvertiser._save,
    "thanks": SimulatedAdvertiser._thanks,
}
