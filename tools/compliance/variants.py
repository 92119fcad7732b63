"""Sees through disguised words: pinyin, initials, homophones and split characters are put back into plain words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from tools.compliance.phonetics import Phonetics
from tools.compliance.text import Text

_LATIN = re.compile(r"[a-z]+")
_COMMON_HOMOPHONE, _RARE_HOMOPHONE = 4, 3  # characters a word must have to be known by its sound
_LONGEST_LEAD = 8  # plain characters of a word before the first disguised one
_SHORTEST_PINYIN = 5  # letters a word written wholly in pinyin must have, or English words would match


@dataclass(frozen=True, slots=True)
class Unit:
    """What may stand for one character of a word: `start:end` of the text, how it sounds, and of what kind it is."""

    start: int
    end: int
    sounds: frozenset[str]
    shown: str
    kind: str  # "plain", "pinyin", "letter", "split"


@dataclass(slots=True)
class _Node:
    children: dict[str, _Node] = field(default_factory=dict)
    words: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Hit:
    start: int
    end: int
    word: str


class Decoder:
    """Restores words of a lexicon. A change is believed only with enough of the word left plain (see `_believed`)."""

    def __init__(
        self, words: Iterable[str], phonetics: Phonetics, split: Mapping[str, str], latin: Mapping[str, str]
    ) -> None:
        self._phonetics = phonetics
        self._split = dict(split)
        self._split_heads = frozenset(parts[0] for parts in split)
        self._latin = dict(latin)
        self._root = _Node()
        words = sorted(set(words))
        for word in words:
            self._insert(word)
        self._rare = phonetics.rare
        self._pairs: dict[str, list[tuple[int, str]]] = {}
        for word in (word for word in words if len(word) >= _COMMON_HOMOPHONE):
            for offset in range(len(word) - 1):
                self._pairs.setdefault(word[offset : offset + 2], []).append((offset, word))

    def _insert(self, word: str) -> None:
        node = self._root
        for sound in self._phonetics.word(word):
            node = node.children.setdefault(sound, _Node())
        node.words.append(word)

    def __call__(self, text: Text) -> Text:
        """The text with disguised words written plainly; the same object when there are none."""
        odd = self._odd(text.chars)
        if odd is None:
            return text
        columns = self._columns(text.chars)
        starts = range(max(0, odd.start - _LONGEST_LEAD), odd.stop)
        hits = list(_longest(hit for start in starts for hit in self._hits(columns[start], columns)))
        hits = sorted([*hits, *self._abbreviations(text.chars, hits)], key=lambda hit: hit.start)
        return _replace(text, hits) if hits else text

    def _odd(self, chars: str) -> range | None:
        """From the first to the last place where a disguise may be: Latin, split or rare characters, one of a word."""
        places: list[int] = []
        if _LATIN.search(chars):
            places += [place for run in _LATIN.finditer(chars) for place in run.span()]
        if not self._rare.isdisjoint(chars):
            places += [i for i, char in enumerate(chars) if char in self._rare]
        pairs = set(map(str.__add__, chars, chars[1:]))
        for pair in self._split.keys() & pairs:
            places.append(chars.index(pair))
        for pair in self._pairs.keys() & pairs:
            i = chars.index(pair)
            for offset, word in self._pairs[pair]:
                start = max(i - offset, 0)
                if _one_differs(chars[start : i - offset + len(word)], word):
                    places += [start, start + len(word)]
        return range(min(places), min(max(places) + 1, len(chars))) if places else None

    def _columns(self, chars: str) -> list[list[Unit]]:
        """All units by the place where they start."""
        sounds = self._phonetics.sounds
        empty: frozenset[str] = frozenset()
        columns = [[Unit(i, i + 1, sounds.get(char, empty), char, "plain")] for i, char in enumerate(chars)]
        for run in _LATIN.finditer(chars):
            columns[run.start()] = []
            for unit in self._spell(run[0], run.start()):
                columns[unit.start].append(unit)
        for i, char in enumerate(chars[:-1]):
            if char in self._split_heads and (whole := self._split.get(chars[i : i + 2])):
                columns[i].append(Unit(i, i + 2, sounds.get(whole, empty), whole, "split"))
        return columns

    def _spell(self, run: str, offset: int) -> Iterator[Unit]:
        if len(run) == 1:
            yield Unit(offset, offset + 1, frozenset(), run, "letter")
            return
        for syllable in self._phonetics.syllables(run):
            yield Unit(offset, offset + len(syllable), frozenset({syllable}), syllable, "pinyin")
            offset += len(syllable)

    def _hits(self, column: list[Unit], columns: list[list[Unit]]) -> Iterator[_Hit]:
        for unit in column:
            yield from self._walk(self._root, unit, (), columns)

    def _walk(self, node: _Node, unit: Unit, path: tuple[Unit, ...], columns: list[list[Unit]]) -> Iterator[_Hit]:
        for child in _children(node, unit):
            taken = (*path, unit)
            for word in child.words:
                if self._believed(word, taken):
                    yield _Hit(taken[0].start, unit.end, word)
            if child.children and unit.end < len(columns):
                for following in columns[unit.end]:
                    yield from self._walk(child, following, taken, columns)

    def _believed(self, word: str, units: tuple[Unit, ...]) -> bool:
        """Whether these units are the word in disguise rather than other words that sound like it.

        Latin and split parts need one plain character (single letters two), or a whole pinyin word. A homophone needs
        a word long enough; if it is a common character, nothing else may differ.
        """
        plain = sum(unit.kind == "plain" and unit.shown == char for unit, char in zip(units, word, strict=True))
        if plain == len(word):
            return False
        changed = [
            (unit.shown, self._phonetics.sounds.get(char, frozenset()))
            for unit, char in zip(units, word, strict=True)
            if unit.kind == "plain" and unit.shown != char
        ]
        homophones = [shown for shown, _ in changed]
        common = sum(not self._phonetics.is_rare(char) for char in homophones)
        usual = self._phonetics.usual
        if common:
            if any(usual[shown] not in sounds for shown, sounds in changed):
                return False
            return common == 1 and plain == len(word) - 1 and len(word) >= _COMMON_HOMOPHONE
        if homophones and len(word) < _RARE_HOMOPHONE:
            return False
        if any(unit.kind == "letter" for unit in units):
            return plain > 1
        letters = sum(unit.end - unit.start for unit in units)
        return plain > 0 or (not homophones and len(word) > 1 and letters >= _SHORTEST_PINYIN)

    def _abbreviations(self, chars: str, hits: list[_Hit]) -> Iterator[_Hit]:
        taken = {place for hit in hits for place in range(hit.start, hit.end)}
        for run in _LATIN.finditer(chars):
            meant = self._latin.get(run[0])
            if meant is not None and run.start() not in taken:
                yield _Hit(run.start(), run.end(), meant)


def _one_differs(shown: str, word: str) -> bool:
    return len(shown) == len(word) and sum(a != b for a, b in zip(shown, word, strict=True)) == 1


def _children(node: _Node, unit: Unit) -> list[_Node]:
    if unit.kind == "letter":
        return [child for sound, child in node.children.items() if sound.startswith(unit.shown)]
    return [node.children[sound] for sound in unit.sounds if sound in node.children]


def _longest(hits: Iterator[_Hit]) -> Iterator[_Hit]:
    """Hits that do not overlap, the longest word first."""
    taken: set[int] = set()
    for hit in sorted(hits, key=lambda hit: (-len(hit.word), hit.start)):
        places = range(hit.start, hit.end)
        if taken.isdisjoint(places):
            taken.update(places)
            yield hit


def _replace(text: Text, hits: list[_Hit]) -> Text:
    """Every character of a restored word points at the whole place where the word was disguised."""
    chars: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    done = 0
    for hit in hits:
        chars.append(text.chars[done : hit.start] + hit.word)
        starts += [*text.starts[done : hit.start], *[text.starts[hit.start]] * len(hit.word)]
        ends += [*text.ends[done : hit.start], *[text.ends[hit.end - 1]] * len(hit.word)]
        done = hit.end
    return Text("".join([*chars, text.chars[done:]]), (*starts, *text.starts[done:]), (*ends, *text.ends[done:]))
