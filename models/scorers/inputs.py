"""What a scorer accepts: any text, brought to one form; anything else is named by its index."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

MAX_CHARS = 200  # a title longer than this is judged by its beginning
_INVISIBLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ud800-\udfff]")
_SPACES = re.compile(r"\s+")
_COMMAS = re.compile(r"[，,、。．.；;：:！!？?…~～\s]")


def checked(titles: Sequence[str]) -> list[str]:
    """The titles as a list. Raises TypeError naming the first index that holds no str, or for one bare str."""
    if isinstance(titles, str | bytes):
        raise TypeError("titles must be a list of str, not one str: write [title]")
    found = list(titles)
    for index, title in enumerate(found):
        if not isinstance(title, str):
            raise TypeError(f"titles[{index}] is {type(title).__name__}, not str")
    return found


def checked_keywords(keywords: Sequence[Sequence[str]] | None, count: int) -> list[list[str]] | None:
    """One list of words a title, or none. Raises ValueError where the lengths differ, TypeError naming the index."""
    if keywords is None:
        return None
    if len(keywords) != count:
        raise ValueError(f"keywords has {len(keywords)} lists for {count} titles; give one list a title")
    for index, words in enumerate(keywords):
        if isinstance(words, str) or not all(isinstance(word, str) for word in words):
            raise TypeError(f"keywords[{index}] must be a list of str")
    return [list(words) for words in keywords]


def clean(title: str) -> str:
    """Full-width forms folded, invisible and control characters gone, spaces single, at most 200 characters."""
    text = unicodedata.normalize("NFKC", title[: 4 * MAX_CHARS])
    return _SPACES.sub(" ", _INVISIBLE.sub(" ", text)).strip()[:MAX_CHARS]


def without_pauses(title: str) -> str:
    """The title without spaces, commas and stops: what style is judged on, since a comma gives a source away."""
    return _COMMAS.sub("", title)


def blank(title: str) -> bool:
    """Whether nothing of the title can be read as a word: no letter, no digit of any script."""
    return not any(char.isalnum() for char in title)
