"""Sentence patterns (句式): titles in which people said something sensible, with slots for the advertiser's own words.

A candidate is a pattern whose slots hold the request's words. It competes with the model's drafts under the same
scores, and says so in its provenance.
"""

from __future__ import annotations

import math
import random
import re
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from functools import cached_property
from itertools import chain, islice

from models.generator.candidate import TYPICAL_APPEAL
from models.generator.echoes import Echoes, in_order, plainest
from models.generator.filling import filled, quotes_a_bare_word, slot_texts, slot_words
from models.generator.fitting import Fitting, read_fits
from models.generator.hooks import hook_of
from models.generator.meaning import joined_words
from models.generator.meme_patterns import load_meme_patterns
from models.generator.naming import class_of, holds_any, kind_of_product, prepare, topic_of, wishes
from models.generator.narrators import NARRATED, SELF, narrated, narrator_of
from models.generator.openers import Openers
from models.generator.pattern import MISFIT_BEHIND, SLOT, Filled, Pattern
from models.generator.product_class import is_grave, product_classes, wider
from models.generator.product_patterns import kind_by_ending, load_product_patterns, topic_by_ending
from models.generator.request import TitleRequest
from models.generator.variants import Variants, Written, load_written
from models.generator.words import Word
from models.text import contains
from prompts import load_prompt

PATTERN_FILE = "generator/patterns.tsv"
RETIRED_FILE = "generator/retired_patterns.txt"
UNREAD = "-"
ANY, SOLEMN, TOPIC = "any", "solemn", "topic"  # beside the names of classes.toml
SLOT_AHEAD, OWN_AHEAD, KIND_AHEAD, ANY_BEHIND, CHANCE = 0.7, 1.0, 2.0, 4.0, 2.0  # points of appeal; set by hand
WISHED_SHARE = 1 / 2  # of the patterns filled, where as many can hold a word wished for
# Beyond the scale, and by more than luck: readers gave 4 or 5 to 66 % of 152 titles written for their very kind of
# product, to 14 % of 142 written for a class.
KIND_APPEAL = 7.0
LEAST_FIT = 0.45  # below it most find nonsense; what is odd only comes late
FEW = 2  # classes; a pattern written for more of them says nothing about any one
MEME_HOOK = "玩梗"
WARES = frozenset({"goods", "food", "pantry", "fresh", "drink", "wine", "beauty", "content"})
_PARCEL = re.compile(r"到货|开箱|快递|拆|派送|签收|包裹|驿站|发货|物流")  # nobody sends a game or a lesson
PLAYFUL = frozenset({MEME_HOOK, "幽默", "挑战", "反差"})


class Echo(StrEnum):
    """What a draft has of a pattern."""

    NONE = "none"
    SUITED = "suited"
    UNSUITED = "unsuited"


class PatternBank:
    """All patterns, and which of them suit a request; those without classes suit none.

    It remembers which opened lists of late.
    """

    def __init__(
        self,
        patterns: Sequence[Pattern],
        memes: Mapping[str, Sequence[str]] | None = None,
        kinds: Mapping[str, Sequence[Pattern]] | None = None,
    ) -> None:
        """`memes`: by the name of a meme, the texts of patterns that use it, for any product. `kinds`: patterns for
        one kind of product only, by its name.
        """
        self.patterns = tuple(one for one in patterns if one.classes)
        self._memes = memes or {}
        self._kinds = kinds or {}
        self._echoes = Echoes((one.text, one.frame, one.classes) for one in patterns)
        self._openers = Openers()

    @property
    def every(self) -> tuple[Pattern, ...]:
        """The patterns for classes of products and those for kinds."""
        return (*self.patterns, *chain.from_iterable(self._kinds.values()))

    @cached_property
    def variants(self) -> Variants:
        """What rewrites a title made of one of the patterns."""
        return Variants(Written(one.text, one.versions) for one in self.every if one.versions)

    def fill(self, request: TitleRequest, limit: int) -> list[Filled]:
        """Up to `limit` filled patterns within the length asked for, none that a title to be left out was made of.

        Those come first that hold a word wished for; then tend to come those that use more of the request, go well with
        its product, were written for its very class and were liked; chance, by the request's seed and words, weighs up
        to `CHANCE` points, and what opened lists of other words gives way. A hook that was asked for is kept to. With a
        meme they are the patterns written for it.
        """
        if not request.words or request.base:
            return []
        rng = random.Random(f"{request.seed} {' '.join(request.words)}")
        prepare(request, slot_texts(request))
        words, name = slot_words(request), class_of(request)
        kind = _kind(request)
        if not any(word.name == "product" for word in words) and (topic := topic_of(request)) and name != SOLEMN:
            words, name = [*words, Word(topic, "product", frozenset({TOPIC}))], TOPIC
            kind = topic_by_ending(topic)
        fits, suited = self._suited(request, name, kind)
        if is_grave((*request.words, *request.facts, request.product or "", request.audience or "")):
            suited = [one for one in suited if one.hook not in PLAYFUL and "{audience" not in one.text]
        shown = [plainest(text) for text in request.exclude]
        suited = [one for one in suited if not any(in_order(frame, text) for frame in one.frames for text in shown)]
        hook = hook_of(request.hook)
        if hook and (hooked := [one for one in suited if one.hook == hook]):
            suited = hooked
        worn = self._openers.worn(request.words)
        luck = {one.text: CHANCE * (rng.random() - 0.5) - worn.get(one.text, 0.0) for one in suited}
        suited = sorted(suited, key=lambda one: -_promise(one, name, fits[one.text]) - luck[one.text])
        forced = quotes_a_bare_word(words)
        found = (
            Filled(one, text, fits[one.text], luck[one.text], forced and one.quotes)
            for one, text in filled(suited, words, request, rng)
            if _holds(text, request)
        )
        wished = wishes(request)
        return _with_wishes(found, wished, limit) if wished else list(islice(found, limit))

    def opened(self, pattern: Pattern, request: TitleRequest) -> None:
        """Tell that a filled pattern came first of what the request was shown."""
        self._openers.note(pattern.text, request.words)

    def _suited(self, request: TitleRequest, name: str, kind: str) -> tuple[dict[str, float], list[Pattern]]:
        """The patterns that go with a product of the class and kind, and how well each does, by its text."""
        if request.meme:
            sent = wider(name) in WARES
            texts = (text for text in self._memes.get(request.meme, ()) if sent or not _PARCEL.search(text))
            joking = [Pattern(text, frozenset({ANY}), MEME_HOOK) for text in texts]
            return {one.text: 1.0 for one in joking}, joking
        suiting = _suiting(name)
        if narrator := narrator_of(request.hook):
            itself = any(contains(name or "", narrator) for name in (request.product, kind_of_product(request)))
            texts_told = narrated(SELF if itself else narrator, suiting)
            told = [Pattern(text, frozenset({ANY}), NARRATED) for text in texts_told]
            return {one.text: 1.0 for one in told}, told
        fitting = Fitting(kind_of_product(request) or joined_words(request.words[:3]), name)
        fits = {one.text: fitting.of(one.fits) for one in self.patterns if one.classes & suiting}
        own = self._kinds.get(kind, ())
        suited = [one for one in self.patterns if fits.get(one.text, 0.0) >= LEAST_FIT]
        return fits | {one.text: 1.0 for one in own}, [*own, *suited]

    def echo(self, text: str, request: TitleRequest) -> Echo:
        """Whether the text says what a pattern says, and if so whether that suits the request's product."""
        classes = self._echoes.of(text)
        if classes is None:
            return Echo.NONE
        name = class_of(request)
        suits = classes & _suiting(name) if name else classes
        return Echo.SUITED if suits else Echo.UNSUITED


def _with_wishes(filled: Iterable[Filled], wished: Sequence[str], limit: int) -> list[Filled]:
    """The first of those that hold one of the words, up to `WISHED_SHARE` of all, and then of the others."""
    granting, others = list[Filled](), list[Filled]()
    for one in filled:
        (granting if holds_any(one.text, wished) else others).append(one)
    most = max(math.ceil(WISHED_SHARE * limit), limit - len(others))
    return [*granting[:most], *others][:limit]


def _suiting(name: str) -> frozenset[str]:
    """The classes whose patterns suit a product of this class."""
    return frozenset({name} if name == SOLEMN else {ANY, name, wider(name)})


def _kind(request: TitleRequest) -> str:
    """The kind of product that has patterns of its own; empty where none is.

    By what it is called, then by its name, then by what the account files it under; the last comes first where it says
    more closely what it is called (宠物饮水机 is no 饮水机).
    """
    called, filed = kind_of_product(request) or "", request.category or ""
    names = (filed if filed.endswith(called) else called, request.product or "", filed)
    return next((kind for name in names if (kind := kind_by_ending(name))), "")


def _promise(pattern: Pattern, name: str, fit: float) -> float:
    """How well a pattern suits a request of the class, before its slots are filled."""
    written_for_all = ANY_BEHIND if ANY in pattern.classes else 0.0
    own = OWN_AHEAD if name in pattern.classes and len(pattern.classes) <= FEW else KIND_AHEAD if pattern.kind else 0.0
    return SLOT_AHEAD * len(pattern.slots) + own + pattern.appeal - written_for_all - MISFIT_BEHIND * (1.0 - fit)


def _holds(text: str, request: TitleRequest) -> bool:
    wanted = all(contains(text, word) for word in request.must_include)
    any_of = not request.include_any or holds_any(text, request.include_any)
    begins = text.startswith(request.prefix or "")
    return begins and wanted and any_of and not any(contains(text, word) for word in request.avoid)


def load_patterns() -> PatternBank:
    """The patterns that come with the project. Raises ValueError naming a line that is none."""
    found, written = [], load_written()
    for number, line in enumerate(load_prompt(PATTERN_FILE).splitlines(), 1):
        if not line or line.startswith("#"):
            continue
        fields = line.split("\t")
        if len(fields) not in (4, 5) or not any(name == "product" for name, _kinds in SLOT.findall(fields[2])):
            wanted = "classes, hook, a pattern with {product}, its appeal and, where read, whom it suits"
            raise ValueError(f"{PATTERN_FILE}, line {number}: {wanted} are needed")
        if unknown := set(fields[0].split()) - {ANY, SOLEMN, TOPIC, *product_classes()}:
            raise ValueError(f"{PATTERN_FILE}, line {number}: no such class: {', '.join(sorted(unknown))}")
        appeal = TYPICAL_APPEAL if fields[3] == UNREAD else float(fields[3])
        try:
            fits = read_fits(fields[4]) if len(fields) == 5 else {}
        except ValueError as error:
            raise ValueError(f"{PATTERN_FILE}, line {number}: {error}") from error
        versions = written[fields[2]].versions if fields[2] in written else {}
        found.append(Pattern(fields[2], frozenset(fields[0].split()), fields[1], appeal, fits, versions))
    retired = (line for line in load_prompt(RETIRED_FILE).splitlines() if line and not line.startswith("#"))
    everything = [*found, *(Pattern(line, frozenset(), "") for line in retired)]
    return PatternBank(everything, load_meme_patterns(), _by_kind())


def _by_kind() -> dict[str, list[Pattern]]:
    return {
        kind: [
            Pattern(one.written.pattern, frozenset(), one.hook, KIND_APPEAL, versions=one.written.versions, kind=kind)
            for one in patterns
        ]
        for kind, patterns in load_product_patterns().items()
    }
