"""Which of the memes just shown a message takes up."""

# ruff: noqa: E501 - a pattern reads better whole

from __future__ import annotations

import re
from collections.abc import Sequence

from agent.readers.message import Message
from agent.readers.numerals import NUMBER, to_number
from models.text import contains

_ORDINAL = re.compile(rf"第\s?({NUMBER})\s?(?:个|条|款)?|({NUMBER})号")
_ENGLISH = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "last": -1}
_USE = re.compile(
    r"用(?:上|它|这个|那个|这几?个|了|进去|到)|这个梗|那个梗|套(?:上|用|进)|就(?:它|这个)|带上它|融进|安排上|\b(?:use|pick|take|go with|that one|the one)\b",
    re.I | re.A,
)
_ALL = re.compile(r"都用|全用|这几个|all of them", re.I | re.A)


def read_meme_choice(message: Message, memes: Sequence[str]) -> tuple[str, ...]:
    """Terms chosen by name, by number or by “用上”; empty when the message takes none."""
    named = tuple(term for term in memes if contains(message.raw, term))
    if named or not memes:
        return named
    if _ALL.search(message.plain):
        return tuple(memes)
    if match := _ORDINAL.search(message.text):
        number = to_number(match[1] or match[2]) or 0
        return (memes[number - 1],) if 0 < number <= len(memes) else ()
    for word, number in _ENGLISH.items():
        if re.search(rf"\b(?:the\s)?{word}\b(?: one| meme)", message.plain, re.I | re.A):
            return (memes[number - 1 if number > 0 else -1],)
    return (memes[0],) if _USE.search(message.plain) else ()
