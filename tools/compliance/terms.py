"""Named lists of words that patterns use as {name}."""

from __future__ import annotations

import re
from collections.abc import Mapping

_MACRO = re.compile(r"\{([^\W\d]\w*)\}")


def groups(lists: Mapping[str, list[str] | str]) -> dict[str, str]:
    """Each list as one group of a pattern, the longest word first; a string stays as it is."""
    return {name: _alternatives(words) for name, words in lists.items()}


def expand(pattern: str, terms: Mapping[str, str]) -> str:
    """Put the term lists in; a list may use another. Raises `ValueError` naming a list that does not exist."""
    while found := _MACRO.search(pattern):
        if found[1] not in terms:
            raise ValueError(f"unknown list {{{found[1]}}}; known: {', '.join(sorted(terms))}")
        pattern = pattern[: found.start()] + terms[found[1]] + pattern[found.end() :]
    return pattern


def _alternatives(words: list[str] | str) -> str:
    if isinstance(words, str):
        return words
    return "(?:" + "|".join(sorted((str(word) for word in words), key=len, reverse=True)) + ")"
