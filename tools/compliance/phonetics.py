"""How characters sound, without tones, from pypinyin's table."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Any

_GB2312 = ("gb2312", 0xB0, 0xD8)  # the first level, first bytes B0 to D7, holds the 3,755 common characters
_LONGEST_RUN = 24  # letters beyond which a run is no disguised word
_READINGS = 3  # readings of a character beyond these are too rare to help


class Phonetics:
    """Toneless readings of the characters of GB2312, and words and runs of letters as syllables."""

    def __init__(self) -> None:
        from pypinyin.constants import PINYIN_DICT

        self.sounds: dict[str, frozenset[str]] = {}
        self.usual: dict[str, str] = {}
        self._common: set[str] = set()
        for code in range(0x4E00, 0x9FA6):
            char = chr(code)
            level = _level(char)
            if level and (readings := PINYIN_DICT.get(code)):
                sounds = [_plain(reading) for reading in readings.split(",")[:_READINGS]]
                self.sounds[char] = frozenset(sounds)
                self.usual[char] = sounds[0]
                if level == 1:
                    self._common.add(char)
        self.rare = frozenset(self.sounds) - self._common
        self._all = frozenset(sound for sounds in self.sounds.values() for sound in sounds)

    def is_rare(self, char: str) -> bool:
        """Whether the character is outside the common ones, so that its use in place of another is hardly chance."""
        return char not in self._common

    def word(self, word: str) -> list[str]:
        """One syllable for each character, chosen by the word's context; other characters stand for themselves."""
        from pypinyin import Style, lazy_pinyin

        spelled: list[str] = lazy_pinyin(word, style=Style.NORMAL, errors=_each)
        return spelled if len(spelled) == len(word) else list(word)

    def syllables(self, run: str) -> list[str]:
        """The run cut into syllables, long ones first; empty when it is not pinyin."""
        if len(run) > _LONGEST_RUN:
            return []
        if run in self._all:
            return [run]
        for size in range(min(6, len(run) - 1), 0, -1):
            if run[:size] in self._all and (rest := self.syllables(run[size:])):
                return [run[:size], *rest]
        return []


def _each(unread: str) -> Any:
    """What pypinyin takes as one entry for every character that it cannot read."""
    return list(unread)


@lru_cache(maxsize=4096)
def _plain(reading: str) -> str:
    """`zuì` as `zui`; `ü` as `v`, the way it is typed."""
    letters = unicodedata.normalize("NFD", reading.replace("ü", "v"))
    return "".join(char for char in letters if "a" <= char <= "z").replace("u\u0308", "v")


def _level(char: str) -> int:
    """1 for a common character, 2 for a rare one, 0 for one outside GB2312."""
    name, first, limit = _GB2312
    try:
        lead = char.encode(name)[0]
    except UnicodeEncodeError:
        return 0
    return 1 if first <= lead < limit else 2
