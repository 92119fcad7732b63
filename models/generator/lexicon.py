"""What an advertiser's words name: of what class a product is, which word can stand for it, what the others are for.

Two witnesses: logistic regressions over hashed characters, affixes and what the hand-made rules say of a word
(`product_class`, `words`), fitted on hand-labelled words (`lexicon_train`), and what the words mean (`meaning`). Right
class, none counted as wrong, of 160 requests by a hand that knew neither (tests/data/keyword_roles.tsv): rules 67 %,
letters 86 %, both 90 % (`pytest -s tests/unit/test_generator_lexicon.py -k fresh_hand` prints them).
"""

from __future__ import annotations

import math
import re
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.generator.meaning import Meaning, load_meaning
from models.generator.product_class import class_by_ending, class_of_words, is_solemn, product_classes, wider
from models.generator.product_patterns import kind_by_ending
from models.generator.words import LONGEST_TOPIC, Word, is_scene, people, read_word
from models.quantisation import full_rows
from models.scorers.hashing import bag

ARTEFACT = Path(__file__).parent / "lexicon.npz"
GRAM_BITS, AFFIX_BITS = 15, 14
SOLEMN, OTHER, SERVICE, GAME, WARE = "solemn", "other", "service", "game", "goods"
THING, ACT = "P", "V"
SURE = 0.4  # of a class
RULES_HOLD = 0.2  # of the class that the rules name, where no class is sure
FAMILY_SURE = 0.6  # of all classes of one wider class together
IS_THING, SURE_THING = 0.35, 0.5  # less sure than the second, it only goes where nothing can be made one
LIKE = 0.2  # of two things so near in share the one said first is meant
SURE_ROLE = 0.65
SURE_QUALITY = 0.8
MOST_KNOWN = 4096  # words whose roles are remembered
KINDS = {
    "D": ("scene", {"doing"}),
    "O": ("scene", {"outing", "doing"}),
    "E": ("scene", {"event"}),
    "M": ("scene", {"moment"}),
    "L": ("scene", {"place"}),
    "N": ("feature", {"noun", "topic"}),
    "T": ("feature", {"trait", "topic"}),
    "S": ("feature", {"spec"}),
}
_RULE_KINDS = ("", "audience", *sorted({kind for _, kinds in KINDS.values() for kind in kinds}), "ending")
_SPOKEN_OF = frozenset("PDOEMNVX")
_AMOUNT = re.compile(
    r"[\d.一二三四五六七八九十百半]+个?(?:分钟|小时|天|周|月|年|元|块|万|岁|折|斤|公斤|克|米|人)(?:以?[内上下])?"
)
_TAUGHT = frozenset("XDON")
_LESSONS_TOOLS = frozenset({"", "goods", "gadget", "digital", "drink", "food"})
_PHRASED = ("给", "替", "教", "想", "要不要", "怎么", "如何", "为什么")  # 给爸妈买保险 ends like a thing and is none
_BEFORE_NOUN = "PXVD"  # 推不掉 makes no 推不掉相亲
_OF_A_GAME = "T"  # 休闲, 益智: where nothing else is said of it
_QUALITY = "NTS"
_LEANS_BACK = re.compile(r"[也都就还才能会可的了用]")  # 雨天|也能玩
_VENUE = re.compile(r"[店馆铺坊]$")  # a place that advertises itself, where nothing beside it is a thing of its class
SURE_PART = 0.75  # that a part is a quality
_Floats = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Linear:
    """Weights (grams and affixes + rules, labels) of a logistic regression for each of `labels` against the rest."""

    labels: tuple[str, ...]
    weights: _Floats
    bias: _Floats

    def probabilities(self, columns: NDArray[np.int64], values: _Floats) -> dict[str, float]:
        """Of each label; they sum to 1."""
        scores = values @ self.weights[columns] + self.bias
        shares = 1.0 / (1.0 + np.exp(np.minimum(-scores, 60.0)))
        return dict(zip(self.labels, (shares / shares.sum()).tolist(), strict=True))


@dataclass(frozen=True, eq=False)
class Lexicon:
    """Reads words; safe to share between threads."""

    classes: Linear
    roles: Linear
    meaning: Meaning | None = None
    _known: dict[str, dict[str, float]] = field(default_factory=dict, repr=False)

    @classmethod
    def load(cls, path: Path = ARTEFACT, meaning: Meaning | None = None) -> Lexicon:
        """From the artefact. Raises FileNotFoundError where there is none."""
        with np.load(path, allow_pickle=False) as stored:
            return cls(_unpacked(stored, "classes"), _unpacked(stored, "roles"), meaning)

    def class_of(self, words: Sequence[str], named: str | None = None) -> str:
        """The class of the product that the words and its own name tell; empty where they do not tell it."""
        texts = [*((named,) if named else ()), *words]
        if is_solemn(texts):
            return SOLEMN
        found = self._class_shares(texts)
        best = max(found, key=lambda name: found[name])
        if found[best] >= SURE:
            return "" if best == OTHER else best
        ruled = class_of_words(words, named)
        if ruled and found.get(ruled, 0.0) >= RULES_HOLD:
            return ruled
        family = wider(best) if best in product_classes() else best
        within = sum(share for name, share in found.items() if name == family or wider(name) == family)
        return family if family in product_classes() and within >= FAMILY_SURE else ""

    def prepare(self, texts: Sequence[str]) -> None:
        """Have read at once what the texts mean: words that will be asked for, and products' words joined."""
        if self.meaning is not None:
            self.meaning.prepare(texts)

    def _class_shares(self, texts: Sequence[str]) -> dict[str, float]:
        found = self.classes.probabilities(*class_features(texts))
        return found if self.meaning is None else _both(found, self.meaning.class_shares(texts))

    def thing(self, words: Sequence[str]) -> str | None:
        """The word that can stand for the product (“我买了X”): the likeliest, of like ones the first of a known kind.

        None where no word can.
        """
        shares = [self._thingness(word) for word in words]
        if not shares or max(shares) < IS_THING:
            return None
        likely = [word for word, share in zip(words, shares, strict=True) if share >= max(shares) - LIKE]
        return next((word for word in likely if kind_by_ending(word) and not _VENUE.search(word)), likely[0])

    def _thingness(self, word: str) -> float:
        """What ends like a product is one to the patterns, even an act: 租房, 上门清洗."""
        if word.startswith(_PHRASED) or _AMOUNT.fullmatch(word):
            return 0.0
        return max(self.role_shares(word)[THING], IS_THING if class_by_ending(word) else 0.0)

    def kind(self, words: Sequence[str], product_class: str) -> str | None:
        """What to call a product of the class: the word that can stand for it, or one with what makes a thing of it.

        净水器 + 租赁, 僵尸 + 游戏. None where there is neither.
        """
        known = product_classes().get(product_class)
        thing = self.thing(words)
        if known is None:
            return thing
        acts = [word for word in words if self._role(word) == ACT and word != thing]
        if thing and acts and known.name == SERVICE and not self._is_of(thing, SERVICE):
            return thing + acts[0]
        own = [word for word in words if self.is_thing(word) and self._is_of(word, product_class)]
        of_known_kind = thing and kind_by_ending(thing) and self.is_thing(thing) and not _VENUE.search(thing)
        if own or not known.noun:
            own_thing = self.thing(own)
            told = own_thing and kind_by_ending(own_thing) and not _VENUE.search(own_thing)
            return own_thing or thing if told or not of_known_kind else thing
        venues = (word for word in words if _VENUE.search(word) and kind_by_ending(word))
        if (venue := next(venues, None)) and self._is_of(venue, product_class) and not of_known_kind:
            return venue
        of_a_game = _OF_A_GAME if known.name == GAME else ""
        short = [word for word in words if len(word) <= LONGEST_TOPIC]
        before = (word for roles in (_BEFORE_NOUN, of_a_game) for word in short if self._role(word) in roles)
        if (word := next(before, None)) is None or (
            word == thing and wider(product_class) == WARE and self.is_thing(word)
        ):
            return thing if thing and self.is_thing(thing) else None
        return word if set(word) & set(known.noun) else word + known.noun  # 暑假工 is work already

    def topic(self, words: Sequence[str]) -> str | None:
        """The first word that can be spoken about: no people, place, price, quality or part."""
        return next((word for word in words if self._role(word) in _SPOKEN_OF), None)

    def is_subject(self, word: str) -> bool:
        """Whether a lesson may be in the word (潜水, 前端开发, 口才), and is not rather given with it (手机、摄影)."""
        shares = self.role_shares(word)
        taught = max(shares[role] for role in _TAUGHT)
        if taught >= max(shares.values()) - LIKE:  # 篮球 is played, and bought
            return True
        return self._role(word) == THING and wider(self.class_of([word])) not in _LESSONS_TOOLS

    def parts(self, text: str) -> tuple[str, ...]:
        """A scene and a quality said in one breath, each by itself: 地铁通勤降噪 -> 地铁通勤, 降噪.

        The text alone where it cannot surely be parted. Of several scenes the longest is meant (自习室, not 自习).
        """
        for at in range(len(text) - 2, 1, -1):
            scene, quality = text[:at], text[at:]
            if not is_scene(scene) or _LEANS_BACK.match(quality):
                continue
            if sum(self.role_shares(quality)[role] for role in _QUALITY) >= SURE_PART:
                return scene, quality
        return (text,)

    def is_thing(self, word: str) -> bool:
        """Whether the word surely names a product."""
        return self._thingness(word) >= SURE_THING or bool(class_by_ending(word))

    def is_quality(self, word: str) -> bool:
        """Whether the word surely says of a product what it is like, or that it costs nothing."""
        shares = self.role_shares(word)
        return shares["T"] + shares["Q"] >= SURE_QUALITY

    def _is_of(self, thing: str, product_class: str) -> bool:
        """Whether it may be one: 结婚系统 names no game."""
        found = self.class_of([thing])
        return not found or wider(product_class) == wider(found)

    def _role(self, text: str) -> str:
        shares = self.role_shares(text)
        return max(shares, key=lambda role: shares[role])

    def word(self, text: str) -> Word | None:
        """What the word may stand for in a sentence, beside the product; None where that is not clear."""
        if (ruled := read_word(text)) is not None:
            return ruled
        likely = self._role(text)
        return _spoken(text, likely) if self.role_shares(text)[likely] >= SURE_ROLE else None

    def word_beside(self, text: str) -> Word | None:
        """As `word`, where another word is the product: one that might be a thing as well is none then."""
        shares = {role: share for role, share in self.role_shares(text).items() if role != THING}
        likely = max(shares, key=lambda role: shares[role])
        return _spoken(text, likely) if shares[likely] >= SURE_ROLE * sum(shares.values()) else None

    def role_shares(self, text: str) -> dict[str, float]:
        """Probability of each role (letters of `lexicon_train`)."""
        if (known := self._known.get(text)) is None:
            known = self.roles.probabilities(*role_features(text))
            if self.meaning is not None:
                known = _both(known, self.meaning.role_shares(text))
            if len(self._known) >= MOST_KNOWN:
                self._known.clear()
            self._known[text] = known
        return known


def _spoken(text: str, role: str) -> Word | None:
    """What a word of the role may stand for; None where a sentence has no place for such."""
    if role == "A":
        return people(text)
    name, kinds = KINDS.get(role, ("", set()))
    if len(text) > LONGEST_TOPIC:
        kinds = kinds - {"topic"}
    return Word(text, name, frozenset(kinds)) if name else None


def _both(letters: dict[str, float], meaning: dict[str, float]) -> dict[str, float]:
    """Two witnesses of like weight; the shares sum to 1."""
    found = {label: math.sqrt(share * meaning.get(label, 0.0)) for label, share in letters.items()}
    whole = sum(found.values())
    return {label: share / whole for label, share in found.items()}


@cache
def load_lexicon() -> Lexicon:
    """The lexicon that comes with the project."""
    return Lexicon.load(meaning=load_meaning())


def class_features(texts: Sequence[str]) -> tuple[NDArray[np.int64], _Floats]:
    """Columns and values of a product's words: grams and affixes scaled together, then what the rules say."""
    names = ("", *product_classes(), SOLEMN)
    start = (1 << GRAM_BITS) + (1 << AFFIX_BITS)
    each = sorted({names.index(class_by_ending(text)) for text in texts})
    whole = names.index(class_of_words(texts, None))
    columns, values = _surface(texts)
    ruled = [*(start + at for at in each), start + len(names) + whole]
    return np.array([*columns, *ruled]), np.array([*values, *[1.0] * len(each), 2.0], dtype=np.float32)


def role_features(text: str) -> tuple[NDArray[np.int64], _Floats]:
    """Columns and values of one word."""
    word = read_word(text)
    kinds = {""} if word is None else {"audience"} if word.name == "audience" else set(word.kinds)
    if class_by_ending(text):
        kinds |= {"ending"}
    start = (1 << GRAM_BITS) + (1 << AFFIX_BITS)
    ruled = [start + _RULE_KINDS.index(kind) for kind in sorted(kinds & set(_RULE_KINDS))]
    columns, values = _surface([text])
    return np.array([*columns, *ruled]), np.array([*values, *[1.0] * len(ruled)], dtype=np.float32)


def width() -> int:
    """Columns that `class_features` and `role_features` may name."""
    return (1 << GRAM_BITS) + (1 << AFFIX_BITS) + max(2 * (len(product_classes()) + 2), len(_RULE_KINDS))


def _surface(texts: Sequence[str]) -> tuple[list[int], list[float]]:
    hashes, _rows = bag(texts, GRAM_BITS)
    affixes = ((1 << GRAM_BITS) + zlib.crc32(one.encode()) % (1 << AFFIX_BITS) for one in _affixes(texts))
    counts: dict[int, float] = {}
    for column in (*hashes.tolist(), *affixes):
        counts[column] = min(2.0, counts.get(column, 0.0) + 1.0)
    scale = 1.0 / np.sqrt(max(1.0, sum(counts.values())))
    return list(counts), [value * scale for value in counts.values()]


def _affixes(texts: Sequence[str]) -> Iterable[str]:
    for text in texts:
        folded = text.lower()
        yield from (f"${folded[-size:]}" for size in (1, 2, 3) if len(folded) >= size)
        yield from (f"^{folded[:size]}" for size in (1, 2) if len(folded) >= size)


def _unpacked(stored: Any, name: str) -> Linear:
    weights = full_rows(stored[f"{name}_rows"], stored[f"{name}_scales"])
    return Linear(tuple(stored[f"{name}_labels"].tolist()), weights, stored[f"{name}_bias"].astype(np.float32))
