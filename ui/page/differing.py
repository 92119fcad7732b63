"""Titles side by side, with the words marked in which they differ."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from markupsafe import Markup

_WORD = re.compile(r"[A-Za-z0-9.%]+|.", re.S)


def marked_against(text: str, other: str) -> Markup:
    """`text` with the parts marked that `other` does not have in the same place."""
    ours, theirs = _WORD.findall(text), _WORD.findall(other)
    pieces = Markup("")
    for kind, start, end, _, _ in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        part = "".join(ours[start:end])
        pieces += Markup("{}").format(part) if kind == "equal" else Markup("<ins>{}</ins>").format(part)
    return pieces.replace(Markup("<ins></ins>"), Markup(""))


def compared(texts: Sequence[str]) -> list[Markup]:
    """Every title against the first, and the first against the second."""
    if len(texts) < 2:
        return [Markup("{}").format(text) for text in texts]
    return [marked_against(text, texts[0] if index else texts[1]) for index, text in enumerate(texts)]
