"""Runs many rules over one text quickly: words by their first characters, patterns by what they cannot do without."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tools.compliance.anchors import Grams, anchors, grams


@dataclass(frozen=True, slots=True)
class Match:
    """The part start:end of a text (whose grams are `grams`) that a rule matched."""

    string: str
    start: int
    end: int
    grams: set[str]


def alternatives(pattern: str) -> list[str]:
    """The pattern cut at the bars outside of brackets."""
    parts, depth, start, index = [], 0, 0, 0
    in_class = False
    while index < len(pattern):
        char = pattern[index]
        if char == "\\":
            index += 1
        elif in_class:
            in_class = char != "]"
        elif char == "[":
            in_class = True
        elif char in "()":
            depth += 1 if char == "(" else -1
        elif char == "|" and depth == 0:
            parts.append(pattern[start:index])
            start = index + 1
        index += 1
    return [*parts, pattern[start:]]


class Index:
    """Words and patterns by key (a rule's id); `matches` yields every key with every place it matches."""

    def __init__(self, entries: Iterable[tuple[str, Iterable[str], Iterable[str]]]) -> None:
        self._words: dict[str, list[tuple[str, str]]] = {}
        self._by_gram: dict[str, list[int]] = {}
        self._patterns: list[tuple[str, str, tuple[Grams, ...]]] = []
        self._compiled: dict[int, re.Pattern[str]] = {}
        self._always: list[int] = []
        for key, words, patterns in entries:
            for word in words:
                self._words.setdefault(word[:2], []).append((key, word))
            for pattern in patterns:
                self._add(key, pattern)

    def __bool__(self) -> bool:
        return bool(self._words or self._patterns)

    def _add(self, key: str, pattern: str) -> None:
        for part in alternatives(pattern):
            number = len(self._patterns)
            needed = anchors(part)
            self._patterns.append((key, part, needed[1:]))
            if not needed:
                self._always.append(number)
            for gram in needed[0] if needed else ():
                self._by_gram.setdefault(gram, []).append(number)

    def matches(self, text: str) -> Iterator[tuple[str, Match]]:
        """Every match of every word and pattern; they may overlap."""
        held = grams(text)
        for head in self._words.keys() & held:
            for key, word in self._words[head]:
                start = text.find(word)
                while start >= 0:
                    yield key, Match(text, start, start + len(word), held)
                    start = text.find(word, start + 1)
        numbers = set(self._always)
        for gram in self._by_gram.keys() & held:
            numbers.update(self._by_gram[gram])
        for number in numbers:
            key, source, others = self._patterns[number]
            for other in others:
                if other.isdisjoint(held):
                    break
            else:
                pattern = self._compiled.get(number)
                if pattern is None:
                    pattern = self._compiled[number] = re.compile(source)
                yield from _found(key, pattern, text, held)


def _found(key: str, pattern: re.Pattern[str], text: str, held: set[str]) -> Iterator[tuple[str, Match]]:
    for match in pattern.finditer(text):
        if match.end() > match.start():
            yield key, Match(text, match.start(), match.end(), held)
