"""A sentence pattern, its slots, and a title made of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from models.generator.candidate import TYPICAL_APPEAL
from models.generator.fitting import Fits
from models.generator.variants import frame_of
from models.generator.words import Word

LINE = "line"  # the kind of a word that is quoted, whatever it is
MISFIT_BEHIND = 8.0  # for a whole misfit; set by hand
SLOT = re.compile(r"\{(product|scene|audience|feature)(?::([a-z|]+))?\}")


@dataclass(frozen=True)
class Slot:
    """A gap in a pattern: which words may fill it, and of which kinds (empty: of any)."""

    name: str
    kinds: frozenset[str]

    def takes(self, word: Word) -> bool:
        """Whether a reader finds the word natural there."""
        return word.name == self.name and (not self.kinds or bool(self.kinds & word.kinds))


@dataclass(frozen=True)
class Pattern:
    """`text` with slots in braces, kinds after a colon ({feature:trait|spec}); `classes` names which products it suits.

    "any" is every class, known or not, but "solemn", where only what was written for it will do; "topic" speaks of what
    is no thing to buy or use (戒烟, 一个人跨年). `kind` is the one kind of product it was written for; such a one has
    no classes. `appeal` is what people who read it filled in for some products gave it, 1 to 5, or was set by hand for
    those of a kind; `fits` which products they found it natural with. `versions` say it shorter or in another tone
    (`variants.KINDS`).
    """

    text: str
    classes: frozenset[str]
    hook: str
    appeal: float = TYPICAL_APPEAL
    fits: Fits = field(default_factory=dict, compare=False)
    versions: Mapping[str, str] = field(default_factory=dict, compare=False)
    kind: str = ""

    @cached_property
    def slots(self) -> tuple[Slot, ...]:
        """In the order of the text; one may come twice."""
        return tuple(Slot(name, frozenset(kinds.split("|")) - {""}) for name, kinds in SLOT.findall(self.text))

    @cached_property
    def quotes(self) -> bool:
        """Whether it quotes a word, whatever that is."""
        return any(LINE in slot.kinds for slot in self.slots)

    @cached_property
    def frame(self) -> tuple[str, ...]:
        """What stands around the slots, in order, without punctuation."""
        return frame_of(self.text)

    @cached_property
    def frames(self) -> tuple[tuple[str, ...], ...]:
        """That of the pattern and of each version of it."""
        return (self.frame, *map(frame_of, self.versions.values()))


@dataclass(frozen=True)
class Filled:
    """A pattern with its slots filled. `fit`: how naturally it goes with the product, from 0 to 1.

    `luck`: points of appeal by chance, less those lost by opening others' lists: the best liked do not open every one.
    `forced`: it quotes a word that says nothing by itself (52克 and 一戴就睡着 do), only because it was asked for.
    """

    pattern: Pattern
    text: str
    fit: float
    luck: float = 0.0
    forced: bool = False

    @property
    def appeal(self) -> float:
        """What it is expected to please, in points of appeal."""
        return self.pattern.appeal + self.luck - MISFIT_BEHIND * (1.0 - self.fit)
