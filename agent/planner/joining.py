"""What the language model read, joined with what the readers found; from there on nobody tells them apart."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from agent.plan import Intent, PlannerContext, TitleRef
from agent.planner.language import ModelReading, Trust
from agent.planner.reading import Reading
from agent.readers.concepts import banned_strings
from agent.readers.exclusions import ASIDE, OF_THE_TRADE
from agent.readers.lengths import Lengths
from agent.readers.numerals import ENGLISH, NUMBER, to_number
from agent.readers.topic import names_topic
from agent.readers.vocabulary import ORDER, ORDERED
from agent.readers.words import Words
from models.text import contains

_NUMERAL = re.compile(NUMBER)
_OF_CHARACTERS = re.compile(rf"(?:{NUMBER})\s*个?字(?!体|幕|典|母)")  # “10个字以内” says nothing of how many titles
_WORD = re.compile(rf"\b(?!one\b){ENGLISH}\b", re.I | re.A)  # “one” mostly stands for a title: the first one
# “6条太多，4条就行”, “砍到三条”, “说多了，三条”: a number of titles put anew.
_RESTATED = re.compile(
    rf"(?:^|[,。;!?\s]){NUMBER}\s?{ORDERED}(?:就|也)?(?:行|够|好|可以|ok)|(?:砍|减|压|缩|降|收|加|增|补|凑|改|变)[少加够]?(?:到|成|至|满|为)?\s?{NUMBER}\s?{ORDERED}"
    rf"|(?:[说写打弄搞][错岔反多少]|口误|手滑|不对|更正|纠正)[^。]{{0,12}}?{NUMBER}\s?{ORDERED}",
    re.I,
)
# “帮我给喂食器想几个标题”, “最弱的删掉”, “去掉带问号的” forbid nothing.
_NO_BAN = re.compile(r"^(?:给|帮|为|替|先帮?)|[想写来出]$|^最.$|^[删去换改]$|^带(?=问号|感叹号|数字|表情|emoji)")
_MOST = 50  # titles of one order
_NO_TONE = re.compile(
    rf"突出|主打|主推|强调|[卖亮]点|关键词|^(?:更|再|稍)?(?:长|短|简短|精简)|标题|标提|文案|title|感叹号|问号|省略号|逗号|{NUMBER}\s?[条个句字]",
    re.I,
)
_COUNTED = re.compile(
    rf"第?{NUMBER}\s?(?:{ORDERED}|个)(?:标题|梗)?$|{ORDER}{NUMBER}\s?条(?!龙|腿|路|线|街|命|裙|裤|鱼|狗)"
)
_ORDERS = (Intent.GENERATE, Intent.ASSOCIATE)  # here a number that the readers found is how many are wanted


def joined(
    reading: Reading, said: ModelReading, context: PlannerContext, trust: Trust
) -> tuple[Reading, frozenset[str]]:
    """The reading as both together see it, and the names of the fields that are the model's.

    The model may point at what the message holds and cannot bring anything: a number counts when it is typed, a word
    or phrase when it stands in the message, a place when the last list has it.
    """
    typed = _typed_numbers(reading.message.raw)
    told = _fields(reading, said, context, typed)
    changed: dict[str, Any] = {}
    for name, value in told.items():
        present = getattr(reading, name) not in (None, Lengths())
        if value and (name in trust.prefers if present else name in trust.fills):
            changed[name] = value
        elif not value and present and name in trust.drops and _may_drop(name, reading, said, typed):
            changed[name] = None
    if "topic" in trust.drops and "topic" not in changed and not names_topic(reading.message, reading.topic or "\0"):
        changed["topic"] = ""
    words, added = _words(reading, said, trust)
    return replace(reading, words=words, **changed), frozenset({*changed, *added})


def _typed_numbers(raw: str) -> set[int | None]:
    return {to_number(found) for found in (*_NUMERAL.findall(raw), *_WORD.findall(raw))}


def _may_drop(name: str, reading: Reading, said: ModelReading, typed: set[int | None]) -> bool:
    """A number that is typed stays where it can be meant: how many to write, how many to pick. “条数翻倍” stays too."""
    if name == "count":
        return said.intent not in _ORDERS and not _restates(reading)
    return name != "pick" or reading.pick not in typed


def _restates(reading: Reading) -> bool:
    """Whether the number of titles is put anew, which no model may take for a number of one of them."""
    return reading.relative or (reading.ref is None and bool(_RESTATED.search(reading.message.plain)))


def _fields(reading: Reading, said: ModelReading, context: PlannerContext, typed: set[int | None]) -> dict[str, Any]:
    """The model's fields under the names of the reading's, each only as far as the message and the lists bear it."""
    raw = reading.message.raw
    of_titles = _typed_numbers(_OF_CHARACTERS.sub("", raw))
    fields: dict[str, Any] = {name: _typed(getattr(said, name), of_titles) for name in ("count", "pick")}
    for name in ("topic", "tone", "audience"):
        value = getattr(said, name)
        fields[name] = value if value and contains(raw, value) else None
    if fields["topic"] and _is_no_topic(fields["topic"], reading):
        fields["topic"] = reading.topic
    if (tone := fields["tone"]) and (_NO_TONE.search(tone) or _is_no_tone(tone, reading)):
        fields["tone"] = None
    low, high = _typed(said.min, typed, 200), _typed(said.max, typed, 200)
    fields["lengths"] = Lengths(low=low, high=high) if (low or high) and (low or 0) <= (high or 200) else None
    fields["ref"] = None if _restates(reading) or _is_pick(said, reading) else _ref(said, context)
    return fields


def _is_pick(said: ModelReading, reading: Reading) -> bool:
    """Whether the one place the model points at is the number to pick (“挑2条”), typed once and with no ordinal."""
    if reading.ref is not None or reading.pick is None or said.ref != (reading.pick,):
        return False
    typed = [to_number(found) for found in _NUMERAL.findall(reading.message.raw)]
    return typed.count(reading.pick) == 1 and "第" not in reading.message.raw


def _is_no_topic(topic: str, reading: Reading) -> bool:
    """What the message forbids, how many are wanted (防晒衣5条), which one is meant (第二个), who wants it
    (老板想要), or one character cut off the word that the readers found (饭 of 下饭).
    """
    stump = len(topic) == 1 and reading.topic is not None and topic in reading.topic
    return bool(stump or _COUNTED.search(topic) or ASIDE.search(topic) or OF_THE_TRADE.match(topic)) or any(
        contains(topic, word) for word in reading.words.avoid
    )


def _is_no_tone(tone: str, reading: Reading) -> bool:
    """What is said of a word (换个轻点的词), or found wanting in the titles (少一点文艺腔)."""
    of_a_word = re.search(rf"{re.escape(tone)}一?[点些]?的?(?:词|字|说法)", reading.message.raw)
    return bool(of_a_word) or _is_found_wanting(tone, reading.words)


def _is_found_wanting(word: str, words: Words) -> bool:
    return any(contains(text, word) for text in words.complaints)


def _typed(value: int | None, typed: set[int | None], most: int = _MOST) -> int | None:
    return value if value and value in typed and value <= most else None


def _ref(said: ModelReading, context: PlannerContext) -> TitleRef | None:
    shown = len(context.shown[-1].title_ids) if context.shown else 0
    if not shown or said.ref is None:
        return None
    if isinstance(said.ref, tuple):
        inside = all(0 < abs(number) <= shown for number in said.ref)
        return TitleRef(numbers=said.ref) if said.ref and inside else None
    return TitleRef(all=True) if said.ref == "all" else TitleRef(by=said.ref)


def _words(reading: Reading, said: ModelReading, trust: Trust) -> tuple[Words, list[str]]:
    """Words for and against: those the model misses go where it is trusted to, those it alone hears come in."""
    words, raw = reading.words, reading.message.raw
    known = [*words.include, *words.include_any, *words.avoid, *words.drop, *words.allow]
    known += [part for pair in reading.replace for part in pair]
    changed: dict[str, list[str]] = {}
    for name, found in (("include", words.include), ("avoid", words.avoid)):
        heard = getattr(said, name)
        new = [word for word in heard if contains(raw, word) and not _touches(word, known)]
        if name == "avoid":
            new = [word for word in new if not (_NO_BAN.search(word) or _is_found_wanting(word, words))]
        kept = [word for word in found if name not in trust.drops or _touches(word, [*heard, *reading.fact_wishes])]
        if name in trust.fills and new:
            kept += [string for word in new for string in _strings(name, word, reading)]
        if kept != found:
            changed[name] = kept
    include, avoid = changed.get("include", words.include), changed.get("avoid", words.avoid)
    return replace(words, include=include, avoid=avoid), list(changed)


def _strings(name: str, word: str, reading: Reading) -> tuple[str, ...]:
    return banned_strings(word, reading.standing) if name == "avoid" else (word,)


def _touches(word: str, others: list[str]) -> bool:
    return any(contains(word, other) or contains(other, word) for other in others if other)
