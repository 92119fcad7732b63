"""Shorter, livelier and softer versions of the sentence patterns, written by people.

A title made of a pattern is rewritten by the pattern's own version of it, its words staying what they are.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from models.generator.echoes import in_order, plainest
from prompts import load_prompt

VARIANT_FILE = "generator/variants.tsv"
NONE = "-"
SHORTER, LIVELIER, SOFTER = KINDS = "更短", "更活泼", "更温和"  # columns of the file, as an instruction names them
_LIVELY = re.compile(
    r"活泼|俏皮|好玩|有趣|搞笑|逗|幽默|沙雕|热血|燃|带劲|皮一|生动|网感|狂|整活|嗨|playful|funn|lively", re.I
)
_SOFT = re.compile(
    r"温[柔和暖]|柔和|克制|治愈|文艺|高级|平和|安静|低调|走心|稳重|正经|正式|calm|soft|gentl|formal", re.I
)
LONGEST_WORD = 20
LEAST_FRAME = 2  # characters of a title that are its pattern's; one stands in any title
_PAUSE = re.compile(r"[，。！？；：,!?;]")  # no word goes over one
_SLOT = re.compile(r"\{(\w+)[^}]*\}")
_CLOSING = "。！!？?，,…～~ "


def kind_of_tone(tone: str | None) -> str | None:
    """Which version speaks in the tone asked for; None where no column does."""
    if not tone:
        return None
    return LIVELIER if _LIVELY.search(tone) else SOFTER if _SOFT.search(tone) else None


@dataclass(frozen=True)
class Written:
    """A pattern and its versions; none where nobody found a good one."""

    pattern: str
    versions: Mapping[str, str]


class Variants:
    """Finds the pattern that a title was made of."""

    def __init__(self, written: Iterable[Written]) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], str, Written]]] = defaultdict(list)
        for one in written:
            for text in (one.pattern, *one.versions.values()):  # a version can be rewritten again
                if frame := frame_of(text.strip(_CLOSING)):
                    self._by_first[frame[0][0]].append((frame, text, one))

    def of(self, title: str, instruction: str, names: Sequence[str] = ()) -> list[str]:
        """The title in the ways that the instruction asks for (`KINDS`), by the pattern that says most of it.

        Patterns that say less of it than another fit by chance: “先收” stands in many a title. `names` are what the
        product may be called, which tell where it stands in the title.
        """
        wanted = [kind for kind in KINDS if kind in instruction]
        if not wanted:
            return []
        plain, bare = plainest(title), title.strip(_CLOSING)
        near = (known for first in sorted(set(plain)) for known in self._by_first.get(first, ()))
        most, found = LEAST_FRAME, list[str]()
        for frame, said, one in near:
            if not in_order(frame, plain) or (match := _read(said, bare, names)) is None:
                continue
            if (exact := sum(map(len, frame))) < most or any(map(_PAUSE.search, match.groups())):
                continue
            if exact > most:
                most, found = exact, []
            versions = (one.versions[kind] for kind in wanted if kind in one.versions)
            found += [text for version in versions if (text := _filled(version, match)) not in (None, bare)]
        return list(dict.fromkeys(text for text in found if text))


def frame_of(pattern: str) -> tuple[str, ...]:
    """What stands around the slots, in order, without punctuation."""
    return tuple(part for part in map(plainest, re.split(r"\{[^}]*\}", pattern)) if part)


def _read(pattern: str, title: str, names: Sequence[str]) -> re.Match[str] | None:
    """The words in a title's slots, the product by a known name where that fits."""
    known = tuple(sorted((name for name in set(names) if name in title), key=len, reverse=True))
    named = _expression(pattern, known).fullmatch(title) if known else None
    return named or _expression(pattern).fullmatch(title)


@lru_cache(maxsize=512)
def _expression(pattern: str, names: tuple[str, ...] = ()) -> re.Pattern[str]:
    """What reads the words in the slots; few of all patterns are ever asked for, and it takes time to make."""
    product = "|".join(map(re.escape, names))
    expression, seen, end = "", set[str](), 0
    bare = pattern.strip(_CLOSING)
    for slot in _SLOT.finditer(bare):
        name = slot[1]
        expression += re.escape(bare[end : slot.start()])
        words = product if name == "product" and product else rf".{{1,{LONGEST_WORD}}}?"
        expression += rf"(?P={name})" if name in seen else rf"(?P<{name}>{words})"
        seen.add(name)
        end = slot.end()
    return re.compile(expression + re.escape(bare[end:]))


def _filled(version: str, match: re.Match[str]) -> str | None:
    """None where the title lacks a word that the version wants."""
    words = match.groupdict()
    if any(slot[1] not in words for slot in _SLOT.finditer(version)):
        return None
    return _SLOT.sub(lambda slot: words[slot[1]], version)


@cache
def load_written() -> dict[str, Written]:
    """The versions that come with the project, by their patterns. Raises ValueError naming a line that is none."""
    lines = enumerate(load_prompt(VARIANT_FILE).splitlines(), 1)
    told = ((line, f"{VARIANT_FILE}, line {number}") for number, line in lines if line and not line.startswith("#"))
    written = (read_written(line.split("\t"), place) for line, place in told)
    return {one.pattern: one for one in written}


def read_written(texts: Sequence[str], place: str) -> Written:
    """A pattern and its versions, in the order of `KINDS`. Raises ValueError naming the `place` where they are not."""
    pattern, *versions = texts
    if len(versions) != len(KINDS):
        raise ValueError(f"{place}: a pattern and {len(KINDS)} versions of it are needed")
    if strange := _strange(pattern, versions):
        raise ValueError(f"{place}: the pattern has no {strange}")
    return Written(pattern, {kind: text for kind, text in zip(KINDS, versions, strict=True) if text != NONE})


def _strange(pattern: str, versions: Sequence[str]) -> str | None:
    """A slot of a version that its pattern lacks."""
    known = {slot[1] for slot in _SLOT.finditer(pattern)}
    return next((slot[0] for text in versions for slot in _SLOT.finditer(text) if slot[1] not in known), None)
