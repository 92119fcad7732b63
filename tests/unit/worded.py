"""How alike messages are worded, whatever values they name: to keep cases apart from what the planner learned from."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable

from models.text import fold

_QUOTED = re.compile(r"[“\"‘「『《].*?[”\"’」』》]")
_NUMBER = re.compile(r"\d+|[零一二两三四五六七八九十百]+|\b(?:one|two|three|four|five|six|seven|eight|nine|ten)\b")
_REST = re.compile(r"[^\w#@]|_")


def wording(message: str) -> str:
    """A message without what changes from one to the next: quoted words are @, numbers #; marks and spaces are gone."""
    return _REST.sub("", _NUMBER.sub("#", _QUOTED.sub("@", fold(message))))


class Wordings:
    """Known wordings, to be asked for the one most alike: Jaccard's share of common character pairs, 0..1."""

    def __init__(self, messages: Iterable[str]) -> None:
        self._pairs: dict[str, set[str]] = {}
        self._having: dict[str, set[str]] = defaultdict(set)
        for known in map(wording, messages):
            self._pairs[known] = _pairs(known)
            for pair in self._pairs[known]:
                self._having[pair].add(known)

    def most_alike(self, message: str) -> tuple[float, str]:
        """The likeness of the nearest known wording, and that wording; (0, "") where none has a pair in common."""
        pairs = _pairs(wording(message))
        shared = Counter(known for pair in pairs for known in self._having.get(pair, ()))
        return max(
            ((both / len(pairs | self._pairs[known]), known) for known, both in shared.items()), default=(0.0, "")
        )


def _pairs(text: str) -> set[str]:
    return {text[place : place + 2] for place in range(max(1, len(text) - 1))}
