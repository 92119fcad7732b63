"""Sentence patterns (句式): titles in which people said something sensible, with slots for the advertiser's own words.

A candidate is a pattern whose slots hold the request's words. It competes with the model's drafts under the same
scores, and says so in its provenance.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from models.generator.bank import Bank
from models.generator.product_class import class_by_ending, class_by_votes, class_of_words, count_classes, is_grave
from models.generator.request import TitleRequest
from models.generator.words import Word, audience_words, read_word
from models.text import contains, title_length
from prompts import load_prompt

PATTERN_FILE = "generator/patterns.tsv"
LONGEST_WORD = 8
LEAST_FRAME = 4  # fixed characters; with fewer, anything would seem to hold the pattern
LEAST_PHRASE = 6  # characters that nobody but the pattern strings together
PLAYFUL = frozenset({"玩梗", "幽默", "挑战", "反差"})
_GENERAL = re.compile(
    r"(?:培训|口腔|场馆|服务|软件|装备|材料|设备|用品|团购|数码)$"
)  # files a product, does not name it
_STUTTER = re.compile(r"给给|的的|换换|上上|在在|为为|是是|和和")  # a word that begins as the pattern before it ends
_MARK = re.compile(r"\W")
_SLOT = re.compile(r"\{(product|scene|audience|feature)(?::([a-z|]+))?\}")
_ANY_SLOT = re.compile(r"\{[^}]*\}")
_CLAUSE_END = re.compile(r"\{[^}]*\}|\W")


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

    "any" is every class, known or not, but "solemn", where only what was written for it will do.
    """

    text: str
    classes: frozenset[str]
    hook: str

    @cached_property
    def slots(self) -> tuple[Slot, ...]:
        """In the order of the text; one may come twice."""
        return tuple(Slot(name, frozenset(kinds.split("|")) - {""}) for name, kinds in _SLOT.findall(self.text))


@dataclass(frozen=True)
class Filled:
    """A pattern with its slots filled."""

    pattern: Pattern
    text: str


class PatternBank:
    """All patterns, and what is known of which product is of which class."""

    def __init__(self, patterns: Sequence[Pattern], bank: Bank) -> None:
        self._patterns = tuple(patterns)
        frames = [_frame(one.text) for one in patterns]
        self._frames = [frame for frame in frames if len("".join(frame)) >= LEAST_FRAME]
        clauses = (clause for one in patterns for clause in _CLAUSE_END.split(one.text))
        self._phrases = {clause for clause in clauses if len(clause) >= LEAST_PHRASE}
        self._votes = count_classes(bank)

    def fill(self, request: TitleRequest, limit: int) -> list[Filled]:
        """Up to `limit` filled patterns within the length asked for, each pattern once; those that use more come first.

        A hook that was asked for is kept to; the order is otherwise random, by the request's seed.
        """
        if not request.words or request.base or request.prefix or request.meme:
            return []
        rng = random.Random(request.seed)
        name = self.class_of(request)
        wanted = {name} if name == "solemn" else {"any", name}
        suited = [one for one in self._patterns if one.classes & wanted]
        if is_grave((*request.words, *request.facts, request.product or "", request.audience or "")):
            suited = [one for one in suited if one.hook not in PLAYFUL and "{audience" not in one.text]
        if request.hook and (hooked := [one for one in suited if one.hook == request.hook]):
            suited = hooked
        rng.shuffle(suited)
        suited.sort(key=lambda one: ("any" in one.classes, -len(one.slots)))
        words = slot_words(request)
        filled = (one for one in _filled(suited, words, request.max_chars, rng) if _holds(one.text, request))
        return list(islice(filled, limit))

    def echoed(self, text: str) -> bool:
        """Whether the text holds a long clause of a pattern, or all the fixed parts of one in order."""
        plain = _MARK.sub("", text)
        return any(part in plain for part in self._phrases) or any(_in_order(frame, plain) for frame in self._frames)

    def class_of(self, request: TitleRequest) -> str:
        """The class of the request's product, empty where it is not known."""
        words = [main_word(request.words), *(word for word in request.words if read_word(word) is None)]
        return class_of_words(words, request.product) or class_by_votes(words[0], self._votes)


def _frame(pattern: str) -> tuple[str, ...]:
    """What stands around a pattern's slots, without punctuation."""
    return tuple(part for part in (_MARK.sub("", part) for part in _ANY_SLOT.split(pattern)) if part)


def _in_order(parts: Sequence[str], text: str) -> bool:
    start = 0
    for part in parts:
        if (found := text.find(part, start)) < 0:
            return False
        start = found + len(part)
    return True


def _holds(text: str, request: TitleRequest) -> bool:
    wanted = (*request.must_include, *request.wished)
    return all(contains(text, word) for word in wanted) and not any(contains(text, word) for word in request.avoid)


def slot_words(request: TitleRequest) -> list[Word]:
    """The request's words with what they may stand for. A word of no known kind is left out.

    Beside its name a product may be called by its kind (塔防手游), which is why no such word is ever a feature of it.
    """
    given = [*request.words, *request.must_include, *request.wished]
    named = request.product if request.product and len(request.product) <= LONGEST_WORD else None
    kind = main_word([word for word in given if word in request.words])
    products = [Word(kind, "product", frozenset({"kind"}))]
    if named and named not in request.words:
        # A kind that cannot be told from something of the product would say it twice, or say what is not so.
        sure = class_by_ending(kind) or kind not in (*request.must_include, *request.wished)
        sure = sure and not _GENERAL.search(kind)
        products = [Word(named, "product", frozenset({"name"})), *(products if sure else ())]
    taken = {word.text for word in products}
    found = products + [word for word in audience_words(request.audience or "") if _short(word.text)]
    for text in dict.fromkeys((*given, *request.facts)):
        if text not in taken and _short(text) and (word := _other(text, request)):
            found.append(word)
    return found


def _short(word: str) -> bool:
    return 0 < len(word) <= LONGEST_WORD


def _other(text: str, request: TitleRequest) -> Word | None:
    """What the user wants in is something of the product that is worth a title, even where its kind is not known."""
    wanted = text in request.must_include or text in request.wished
    fallback = Word(text, "feature", frozenset({"noun", "topic"})) if wanted and not class_by_ending(text) else None
    return read_word(text) or fallback


def main_word(words: Sequence[str]) -> str:
    """The word that names the product: the first that ends like a product, if anything else does not tell it apart."""
    if class_by_ending(words[0]):
        return words[0]
    unknown = [word for word in words if read_word(word) is None]
    return next((word for word in unknown if class_by_ending(word)), unknown[0] if unknown else words[0])


def _filled(patterns: Sequence[Pattern], words: Sequence[Word], longest: int, rng: random.Random) -> Iterator[Filled]:
    for pattern in patterns:
        chosen = _choice(pattern, words, rng)
        if chosen is None:
            continue
        text = _SLOT.sub(lambda match, chosen=chosen: chosen[match[1]], pattern.text)  # type: ignore[misc]
        if title_length(text) <= longest and not _STUTTER.search(text):
            yield Filled(pattern, text)


def _choice(pattern: Pattern, words: Sequence[Word], rng: random.Random) -> dict[str, str] | None:
    """A word a slot, none saying what another or the pattern itself says already; None where a slot stays empty."""
    frame = _ANY_SLOT.sub(" ", pattern.text)
    chosen: dict[str, str] = {}
    for slot in pattern.slots:
        if slot.name in chosen:
            continue
        said = (frame, *chosen.values())
        fitting = [
            one.text for one in words if slot.takes(one) and not any(_repeats(one.text, other) for other in said)
        ]
        if not fitting:
            return None
        chosen[slot.name] = rng.choice(fitting)
    return chosen


def _repeats(word: str, other: str) -> bool:
    """ "降噪" beside "降噪耳机" says it twice."""
    pairs = {word[at : at + 2] for at in range(len(word) - 1)}
    return any(pair in other for pair in pairs)


def load_patterns(bank: Bank) -> PatternBank:
    """The patterns that come with the project. Raises ValueError naming a line that is none."""
    found = []
    for number, line in enumerate(load_prompt(PATTERN_FILE).splitlines(), 1):
        if not line or line.startswith("#"):
            continue
        fields = line.split("\t")
        if len(fields) != 3 or not any(name == "product" for name, _kinds in _SLOT.findall(fields[2])):
            raise ValueError(f"{PATTERN_FILE}, line {number}: classes, hook and a pattern with {{product}} are needed")
        found.append(Pattern(fields[2], frozenset(fields[0].split()), fields[1]))
    return PatternBank(found, bank)
