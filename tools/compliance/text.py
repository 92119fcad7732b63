"""The text that rules are matched on, with the way back to the title as it was typed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass

KEPT = frozenset('%,。!?;:、《》〈〉()[]{}【】「」『』“”"‘’<>￥¥$℃→')
# One character between brackets inside a phrase, and a dash in the place of the numeral that looks like it.
_HELD_UP = re.compile('[「『【〔(（\\[［{“"]([\u4e00-\u9fff])[」』】〕)）\\]］}”"]')
_HOLDERS = frozenset('」』】〕)）]］}”"')
_DASHED = re.compile("(?<=第)[—–―－ー﹣-](?![0-9])")
_UNSEEN = "\u200b"
_MARK = "\0"  # stands for a character that needs a closer look
DISGUISE = frozenset({"Cf", "Mn", "Me", "Zs", "So", "Sk", "Sm", "Po", "Pd", "Pc", "Cc", "Co", "Cn"})


@dataclass(frozen=True, slots=True)
class Text:
    """Normalised characters; `starts[i]` and `ends[i]` bound the part of the title that character i came from."""

    chars: str
    starts: Sequence[int]
    ends: Sequence[int]

    def origin(self, start: int, end: int) -> tuple[int, int]:
        """Offsets into the title (end exclusive) of the non-empty range start:end of `chars`."""
        return self.starts[start], self.ends[end - 1]


class _Single(dict[int, str]):
    """For `str.translate`: what one character becomes when that is one character, else a mark."""

    def __init__(self, fold: Callable[[str], str]) -> None:
        super().__init__()
        self._folded = fold

    def __missing__(self, code: int) -> str:
        folded = self._folded(chr(code))
        self[code] = folded if len(folded) == 1 and folded not in " ." else _MARK
        return self[code]


class Folder:
    """Folds width, case, traditional forms and drops what is put between characters to hide a word."""

    def __init__(self, characters: dict[str, str]) -> None:
        self._known = dict(characters)
        self._single = _Single(self._one)

    def __call__(self, title: str) -> Text:
        title = _without_tricks(title)
        quick = title.translate(self._single)
        if _MARK not in quick:
            return Text(quick, range(len(title)), range(1, len(title) + 1))
        chars: list[str] = []
        starts: list[int] = []
        for index, char in enumerate(title):
            for part in self._one(char):
                chars.append(part)
                starts.append(index)
        return self._without_disguise(chars, starts)

    def _one(self, char: str) -> str:
        folded = self._known.get(char)
        if folded is None:
            folded = self._known[char] = self._fold(char)
        return folded

    def _fold(self, char: str) -> str:
        parts = [self._known.get(part) or _plain(part) for part in unicodedata.normalize("NFKC", char).lower()]
        return "".join(self._mark(part) for part in parts)

    @staticmethod
    def _mark(part: str) -> str:
        """A space for what may be a disguise, nothing for what cannot be seen, else the character."""
        if part in KEPT:
            return part
        category = unicodedata.category(part)
        if category in {"Cf", "Mn", "Me", "Cc"} and part not in "\t\n\r":
            return ""
        return " " if category in DISGUISE and part != "." else part

    @staticmethod
    def _without_disguise(chars: list[str], starts: list[int]) -> Text:
        """Drop spaces, points and symbols, except between two Latin words or two numbers."""
        kept: list[str] = []
        kept_starts: list[int] = []
        pending: tuple[str, int] | None = None
        for char, start in zip(chars, starts, strict=True):
            if char in " .":
                pending = (char, start)
                continue
            if pending is not None and kept and _same_kind(kept[-1], char):
                kept.append(pending[0])
                kept_starts.append(pending[1])
            pending = None
            kept.append(char)
            kept_starts.append(start)
        return Text("".join(kept), tuple(kept_starts), tuple(start + 1 for start in kept_starts))


def _without_tricks(title: str) -> str:
    """The title, as long as it was, without brackets around one character and with dashed numerals written out."""
    if "第" in title:
        title = _DASHED.sub("一", title)
    if not _HOLDERS.isdisjoint(title):
        title = _HELD_UP.sub(f"{_UNSEEN}\\1{_UNSEEN}", title)
    return title


def _plain(part: str) -> str:
    """A Latin letter without its accents (`ü` as `v`, the way it is typed), a circled digit as the digit."""
    if part < "\u00c0" or "\u4e00" <= part <= "\u9fff":
        return part
    digit = unicodedata.digit(part, None)
    if digit is not None:
        return str(digit)
    apart = unicodedata.normalize("NFD", part)
    if len(apart) == 1 or not apart[0].isascii():
        return part
    return "v" if apart[0] == "u" and "\u0308" in apart else apart[0]


def _same_kind(left: str, right: str) -> bool:
    """Whether both are Latin letters or both are digits."""
    both = left.isascii() and left.isalnum() and right.isascii() and right.isalnum()
    return both and left.isdigit() == right.isdigit()
