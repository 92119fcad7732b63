"""Drafts that repeat a sentence pattern: the model learned many of them by heart, for whatever product."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

LEAST_FRAME = 4  # fixed characters; with fewer, anything would seem to hold the pattern
LEAST_PHRASE = 6  # characters that nobody but the pattern strings together
_MARK = re.compile(r"\W")
_CLAUSE_END = re.compile(r"\{[^}]*\}|\W")
_Entry = tuple[tuple[str, ...], frozenset[str]]


class Echoes:
    """What stands around the slots of the patterns, and the classes of products that each was written for."""

    def __init__(self, patterns: Iterable[tuple[str, tuple[str, ...], frozenset[str]]]) -> None:
        """Of each pattern its text, its frame and its classes; none for what should not be said of any product."""
        self._entries: dict[str, list[_Entry]] = defaultdict(list)
        for text, frame, classes in patterns:
            if len("".join(frame)) >= LEAST_FRAME:
                self._entries[frame[0][0]].append((frame, classes))
            for clause in _CLAUSE_END.split(text):
                if len(clause) >= LEAST_PHRASE:
                    self._entries[clause[0]].append(((clause,), classes))

    def of(self, text: str) -> frozenset[str] | None:
        """Classes of the patterns whose long clause, or whose fixed parts in order, the text holds; None of none."""
        plain = plainest(text)
        entries = (entry for first in set(plain) for entry in self._entries.get(first, ()))
        found = [classes for parts, classes in entries if in_order(parts, plain)]
        return frozenset[str]().union(*found) if found else None


def plainest(text: str) -> str:
    """The text without punctuation."""
    return _MARK.sub("", text)


def in_order(parts: Sequence[str], text: str) -> bool:
    """Whether the parts stand in the text, one behind the other."""
    start = 0
    for part in parts:
        if (found := text.find(part, start)) < 0:
            return False
        start = found + len(part)
    return True
