"""Runs many rules over one text quickly: words by their first characters, patterns by a character they need."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tools.compliance.anchors import anchors


@dataclass(frozen=True, slots=True)
class Match:
    """The part start:end of a text that a rule matched."""

    string: str
    start: int
    end: int


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
        self._by_anchor: dict[str, list[int]] = {}
        self._patterns: list[tuple[str, str]] = []
        self._compiled: dict[int, re.Pattern[str]] = {}
        self._always: list[int] = []
        for key, words, patterns in entries:
            for word in words:
                self._words.setdefault(word[:2], []).append((key, word))
            for pattern in patterns:
                self._add(key, pattern)

    def _add(self, key: str, pattern: str) -> None:
        for part in alternatives(pattern):
            number = len(self._patterns)
            self._patterns.append((key, part))
            needed = anchors(part)
            if needed is None:
                self._always.append(number)
            for char in needed or ():
                self._by_anchor.setdefault(char, []).append(number)

    def matches(self, text: str) -> Iterator[tuple[str, Match]]:
        """Every match of every word and pattern; they may overlap."""
        for start in range(len(text)):
            for head in (text[start], text[start : start + 2]):
                for key, word in self._words.get(head, ()):
                    if text.startswith(word, start):
                        yield key, Match(text, start, start + len(word))
        numbers = set(self._always)
        for char in set(text):
            if found := self._by_anchor.get(char):
                numbers.update(found)
        for number in numbers:
            key, source = self._patterns[number]
            pattern = self._compiled.get(number)
            if pattern is None:
                pattern = self._compiled[number] = re.compile(source)
            for match in pattern.finditer(text):
                if match.end() > match.start():
                    yield key, Match(text, match.start(), match.end())
