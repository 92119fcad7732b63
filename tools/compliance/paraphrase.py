"""Finds a claim that is worded otherwise: its parts that have synonyms (`rules/paraphrase.yaml`) are exchanged."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from tools.compliance.rules import BUILT_IN, read_yaml

_GAP = "[^,。!?;:、不没别勿难]{0,4}?"  # a denial in between would turn the claim round
_REACH = 8  # characters in front of a wording in which a denial may stand
_OTHERS = 2  # characters that a claim must have besides its frames
_PAIR = 2  # of two parts each may come first
_WHOLE = 2  # characters of a word on either side of a single character


class Paraphrases:
    """Turns claims into patterns of what says the same."""

    def __init__(self, content: Mapping[str, Any]) -> None:
        frames, claims = ([list(map(str, group)) for group in content[kind]] for kind in ("frames", "claims"))
        self._members = {word: group for group in (*frames, *claims) for word in group}
        self._frames = {word for group in frames for word in group}
        self._known = re.compile("|".join(re.escape(word) for word in _longest_first(self._members)))
        self._denied, self._asked = re.compile(content["denied"]), re.compile(content["asked"])

    def pattern(self, claim: str) -> str | None:
        """What says the same as a folded claim; None where nothing in it has a synonym, or too little besides."""
        parts = list(self._parts(claim))
        known = [part for part in parts if part in self._members]
        others = sum(len(part) for part in parts if part not in self._members)
        if not known or (others < _OTHERS and set(known) <= self._frames):
            return None
        wordings = [self._wordings(part, alone=len(parts) == 1) for part in parts]
        ways = [wordings, wordings[::-1]] if len(parts) == _PAIR else [wordings]
        return "|".join(_GAP.join(way) for way in ways)

    def claimed(self, pattern: re.Pattern[str], text: str) -> Iterator[tuple[int, int]]:
        """Where a folded text says what the pattern finds, neither denying nor asking it."""
        for match in pattern.finditer(text):
            before = text[max(0, match.start() - _REACH) : match.start()]
            if not self._denied.search(before) and not self._asked.match(text, match.end()):
                yield match.span()

    def _parts(self, claim: str) -> Iterator[str]:
        """The claim cut at what has synonyms: one character only where it stands first or between whole words."""
        rest = 0
        for match in self._known.finditer(claim):
            before, after = match.start() - rest, len(claim) - match.end()
            if len(match[0]) == 1 and (after < _WHOLE or 0 < before < _WHOLE):
                continue
            if before:
                yield claim[rest : match.start()]
            yield match[0]
            rest = match.end()
        if rest < len(claim):
            yield claim[rest:]

    def _wordings(self, part: str, *, alone: bool) -> str:
        words = self._members.get(part, [part])
        longer = [word for word in words if len(word) > 1] if alone else words
        return f"(?:{'|'.join(re.escape(word) for word in _longest_first(longer))})"


def _longest_first(words: Iterable[str]) -> Sequence[str]:
    return sorted(set(words), key=lambda word: (-len(word), word))


@lru_cache(maxsize=1)
def load_paraphrases() -> Paraphrases:
    """The built-in synonyms."""
    return Paraphrases(read_yaml(BUILT_IN / "paraphrase.yaml"))
