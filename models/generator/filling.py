"""Which words of a request may stand in a pattern's slots, and patterns with them filled in."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence, Set

from models.generator.filters import stutters
from models.generator.lexicon import load_lexicon
from models.generator.naming import BRANCH, holds_any, kind_of_product
from models.generator.pattern import LINE, SLOT, Pattern
from models.generator.product_class import class_by_ending
from models.generator.request import TitleRequest
from models.generator.variants import SHORTER, kind_of_tone
from models.generator.words import Word, audience_words, is_clause, sayable, scene_before
from models.text import contains, title_length

LEAST_LINE = 4  # characters of a word that is only wished for, to be quoted
_SAYS = re.compile(r"\d|[就不了也都还能会被把才又没得着吗]")
LONGEST_WORD = 8
_ANY_SLOT = re.compile(r"\{[^}]*\}")


def slot_words(request: TitleRequest) -> list[Word]:
    """The request's words with what they may stand for. A word of no known kind is left out.

    Beside its name a product may be called by its kind (塔防手游), which is why no such word is ever a feature of it.
    """
    named = request.product if request.product and len(request.product) <= LONGEST_WORD else None
    products = [Word(named, "product", frozenset({"name"}))] if named and named not in request.words else []
    if (kind := kind_of_product(request)) and not (products and BRANCH.search(kind)):
        products.append(Word(kind, "product", frozenset({"kind"})))
    taken = {word.text for word in products}
    found = products + [word for word in audience_words(request.audience or "") if _short(word.text) and sayable(word)]
    texts = [text for text in slot_texts(request) if text not in taken]
    found += [word for text in texts if (word := _other(text, request))]
    return found + [Word(text, "feature", frozenset({LINE})) for text in _lines(texts, request) if products]


def slot_texts(request: TitleRequest) -> list[str]:
    """What of the request is short enough to stand in a slot, each once."""
    said = (*request.words, *request.must_include, *request.include_any, *request.wished, *request.facts)
    return [text for text in dict.fromkeys(said) if _short(text)]


def quotes_a_bare_word(words: Sequence[Word]) -> bool:
    """Whether a word to be quoted says nothing by itself; 52克 and 一戴就睡着 do."""
    return any(LINE in word.kinds and not _SAYS.search(word.text) for word in words)


def _short(word: str) -> bool:
    return 0 < len(word) <= LONGEST_WORD


def _other(text: str, request: TitleRequest) -> Word | None:
    """What may stand as a word of its own in a sentence; None where that is not known."""
    lexicon = load_lexicon()
    if is_clause(text):
        when = lexicon.word(scene_before(text) or "")
        return when if when and when.name == "scene" else None
    return sayable(lexicon.word(text) or (lexicon.word_beside(text) if kind_of_product(request) else None))


def _lines(texts: Sequence[str], request: TitleRequest) -> list[str]:
    """What was asked for and may be quoted, whatever it is: 52颗, 贺卡, 一块就是一锅.

    Several words that must all be in are quoted as one, those of which one must be in each by itself, unless a
    wish holds it (98克, 重98克). What is only wished for must say something by itself: of 13 titles that quoted such as
    电表申请, two readers found sense 3 times of 26.
    """
    called = kind_of_product(request) or ""
    required = [text for text in texts if text in request.must_include and not contains(called, text)]
    if required:
        return ["、".join(required)]
    wished = [text for text in texts if text in request.wished and len(text) >= LEAST_LINE and _SAYS.search(text)]
    any_of = [text for text in texts if text in request.include_any and len(text) >= LEAST_LINE]
    return [
        *(text for text in wished if not class_by_ending(text) and not load_lexicon().is_thing(text)),
        *(text for text in any_of if not any(contains(one, text) for one in wished)),
    ]


def filled(
    patterns: Sequence[Pattern], words: Sequence[Word], request: TitleRequest, rng: random.Random
) -> Iterator[tuple[Pattern, str]]:
    """Patterns with their slots filled, by what was asked for where that fits, in the tone and length asked for."""
    tone = kind_of_tone(request.tone)
    holding = (word.text for word in words if holds_any(word.text, request.include_any))
    asked = frozenset((*request.must_include, *request.wished, *holding))
    for pattern in patterns:
        chosen = _choice(pattern, words, asked, rng)
        if chosen is None:
            continue
        said = pattern.versions.get(tone or "", pattern.text)
        texts = [SLOT.sub(lambda match: chosen[match[1]], one) for one in (said, pattern.versions.get(SHORTER, said))]  # noqa: B023
        short = next((text for text in texts if title_length(text) <= request.max_chars), None)
        if short is not None and not stutters(short, chosen.values()):
            yield pattern, short


def _choice(pattern: Pattern, words: Sequence[Word], asked: Set[str], rng: random.Random) -> dict[str, str] | None:
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
        chosen[slot.name] = rng.choice([word for word in fitting if word in asked] or fitting)
    return chosen


def _repeats(word: str, other: str) -> bool:
    """ "降噪" beside "降噪耳机" says it twice."""
    pairs = {word[at : at + 2] for at in range(len(word) - 1)}
    return any(pair in other for pair in pairs)
