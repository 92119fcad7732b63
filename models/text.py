"""Measures of text that everybody must agree on."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

_NUMBER = re.compile(r"\d+(?:\.\d+)?")


def title_length(text: str) -> int:
    """Length as placements count it: every character counts as 1."""
    return len(text)


def fold(text: str) -> str:
    """Lower case with full-width forms folded (NFKC), for comparing what was typed with what is written."""
    return unicodedata.normalize("NFKC", text).lower()


def contains(text: str, part: str) -> bool:
    """Whether `part` occurs in `text`, ignoring case and full-width forms."""
    return fold(part) in fold(text)


def is_mark(text: str) -> bool:
    """Whether `text` is punctuation alone: wanted in a title, but no word that a title could be about."""
    return bool(text) and not any(char.isalnum() for char in text)


def numbers(text: str) -> list[str]:
    """Numbers written in digits, full-width folded, in order; Chinese numerals are not numbers here."""
    return _NUMBER.findall(unicodedata.normalize("NFKC", text))


def invented_numbers(title: str, sources: list[str]) -> list[str]:
    """Numbers of `title` that occur in none of `sources` (facts, name, price, the user's words)."""
    known = {number for source in sources for number in numbers(source)}
    return [number for number in numbers(title) if number not in known]


def distinct(texts: Sequence[str], size: int = 2) -> float:
    """Different character n-grams of `size` over all of them (Li et al., NAACL 2016), in [0, 1]."""
    grams = [text[start : start + size] for text in texts for start in range(len(text) - size + 1)]
    return len(set(grams)) / len(grams) if grams else 0.0
