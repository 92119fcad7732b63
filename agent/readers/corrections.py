"""A word put right without naming the wrong one: “不对，是“宵夜”，改过来”."""

from __future__ import annotations

import re
from collections.abc import Iterable

from agent.readers.message import QUOTE, Message

_WRONG = re.compile(r"不对|错了|写错|打错|说错|搞错|不是这个|改过来|更正|纠正|改正|\bi meant\b|\btypo\b", re.I | re.A)
_RIGHT = re.compile(rf"(?:是|应该是|要写|得是|改成|meant)\s?({QUOTE})", re.I | re.A)
_LIKE_ENOUGH = 0.5


def read_correction(message: Message, wanted: Iterable[str], texts: Iterable[str]) -> tuple[str, str] | None:
    """The pair (wrong, right): the wrong word is one of `wanted`, or stands in `texts`, and resembles the right one."""
    match = _RIGHT.search(message.text)
    if match is None or not _WRONG.search(message.plain):
        return None
    right = message.unmask(match[1])
    stretches = (text[at : at + len(right)] for text in texts for at in range(len(text) - len(right) + 1))
    found = [word for word in wanted if _resembles(word, right)]
    found += [part for part in stretches if sorted(part) == sorted(right) and part != right]
    return (found[0], right) if found else None


def _resembles(one: str, other: str) -> bool:
    """Same length, and half of the characters shared wherever they stand."""
    if one == other or len(one) != len(other):
        return False
    return len(set(one) & set(other)) / len(set(other)) >= _LIKE_ENOUGH
