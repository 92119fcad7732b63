"""How text becomes tokens: single characters, pairs, pinyin syllables and their initials, each with positions.

Tokens are joined by spaces for tantivy's whitespace tokenizer, whose positions make phrase queries work
(its own n-gram tokenizer puts every gram at position 0). A first token that no text can hold marks the
beginning, so a phrase that starts with it is a prefix.
"""

from __future__ import annotations

import functools
import itertools
import re
import unicodedata
from typing import Any

from pypinyin import lazy_pinyin
from pypinyin.seg.simpleseg import seg

from models.text import fold

START = "\x02"
_LATIN = re.compile(r"[a-z0-9 ']+")


def characters(text: str) -> list[str]:
    """The characters that count: folded, without spaces, punctuation and control characters."""
    return [char for char in fold(text) if unicodedata.category(char)[0] not in "ZPC"]


def pairs(chars: list[str]) -> list[str]:
    """Overlapping pairs, or the one character there is."""
    return [first + second for first, second in itertools.pairwise(chars)] or list(chars)


@functools.lru_cache(maxsize=8192)
def syllables(text: str) -> tuple[str, ...]:
    """Pinyin of each character of `characters(text)`, without tones; what is not Chinese stands for itself."""
    words = seg("".join(characters(text)))
    return tuple(sound for word in words for sound in _sounds(word))


@functools.lru_cache(maxsize=1 << 16)
def _sounds(word: str) -> tuple[str, ...]:
    """Of one of pypinyin's words, or a run of what is not Chinese: the same ones come again and again."""
    return tuple(lazy_pinyin(word, errors=_apart))


def _apart(run: str) -> Any:
    """A run without pinyin, character by character; pypinyin takes lists here though its stubs say str."""
    return list(run)


def initials(sounds: tuple[str, ...]) -> list[str]:
    """First letters: 说好只看一眼 -> s h z k y y."""
    return [sound[0] for sound in sounds]


def is_latin(text: str) -> bool:
    """Whether a typist may have meant pinyin."""
    return bool(_LATIN.fullmatch(fold(text).strip())) and any(char.isalpha() for char in text)


def letters(text: str) -> str:
    """Latin input without what separates syllables."""
    return re.sub(r"[ ']", "", fold(text))
