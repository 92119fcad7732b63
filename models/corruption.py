"""Ways to spoil a title: the negatives that fluency is trained and measured on.

Homophones come from `pypinyin`; replacement characters from a pool that the caller counts in its own texts.
"""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from pypinyin import Style, lazy_pinyin

BASIC_KINDS = ("replace", "delete", "swap")
ALL_KINDS = (*BASIC_KINDS, "homophone", "repeat", "drop", "glue")


@dataclass(frozen=True)
class Corrupted:
    """`touched` holds the offsets into `text` where something is wrong (both neighbours of a gap)."""

    text: str
    touched: frozenset[int]


@lru_cache(maxsize=20_000)
def _sound(char: str) -> str:
    return lazy_pinyin(char, style=Style.NORMAL)[0]


def is_han(char: str) -> bool:
    """Whether `char` is a Chinese character of the basic or extension A block."""
    return "\u3400" <= char <= "\u9fff"


class Corrupter:
    """Spoils titles with characters drawn from `pool` by their frequency. Not safe to share between threads."""

    def __init__(self, pool: Iterable[str], seed: int = 0, fragments: Sequence[str] = ()) -> None:
        counts = Counter(char for text in pool for char in text if is_han(char))
        if not counts:
            raise ValueError("the pool holds no Chinese character to replace with; give it titles")
        self.random = random.Random(seed)
        self._chars = list(counts)
        self._weights = _running_sum([counts[char] for char in self._chars])
        self._fragments = list(fragments)
        homophones: dict[str, list[str]] = defaultdict(list)
        for char, count in counts.most_common():
            if count >= 2:
                homophones[_sound(char)].append(char)
        self._homophones = dict(homophones)

    def corrupt(self, title: str, times: int = 1, kinds: Sequence[str] = BASIC_KINDS) -> Corrupted:
        """Spoil `title` `times` times with kinds drawn evenly; a kind that cannot apply becomes a replacement."""
        chars, flags = list(title), [False] * len(title)
        for _ in range(max(1, times)):
            kind = self.random.choice(kinds)
            before = (list(chars), list(flags))
            if not chars or not getattr(self, f"_{kind}")(chars, flags) or chars == before[0]:
                chars[:], flags[:] = before
                self._replace(chars, flags)
        return Corrupted("".join(chars), frozenset(index for index, flag in enumerate(flags) if flag))

    def every(self, title: str, per_chars: int, kinds: Sequence[str] = BASIC_KINDS) -> Corrupted:
        """One corruption for each `per_chars` characters, at least one."""
        return self.corrupt(title, max(1, len(title) // per_chars), kinds)

    def _place(self, chars: list[str], width: int = 1) -> int | None:
        """Start of a run of `width` word characters, or none."""
        places = [i for i in range(len(chars) - width + 1) if all(c.isalnum() for c in chars[i : i + width])]
        return self.random.choice(places) if places else None

    def _other(self, char: str) -> str:
        for _ in range(8):
            drawn = self.random.choices(self._chars, cum_weights=self._weights)[0]
            if drawn != char:
                return drawn
        return drawn

    def _replace(self, chars: list[str], flags: list[bool]) -> bool:
        at = self._place(chars)
        if at is None:
            at = self.random.randrange(len(chars)) if chars else 0
            chars[at : at + 1] = [self._other("")]
            flags[at : at + 1] = [True]
            return True
        chars[at], flags[at] = self._other(chars[at]), True
        return True

    def _delete(self, chars: list[str], flags: list[bool], width: int = 1) -> bool:
        at = self._place(chars, width)
        if at is None or len(chars) <= width + 1:
            return False
        del chars[at : at + width], flags[at : at + width]
        for beside in (at - 1, at):
            if 0 <= beside < len(chars):
                flags[beside] = True
        return True

    def _drop(self, chars: list[str], flags: list[bool]) -> bool:
        return self._delete(chars, flags, width=2)

    def _swap(self, chars: list[str], flags: list[bool]) -> bool:
        at = self._place(chars, 2)
        if at is None or chars[at] == chars[at + 1]:
            return False
        chars[at], chars[at + 1] = chars[at + 1], chars[at]
        flags[at] = flags[at + 1] = True
        return True

    def _homophone(self, chars: list[str], flags: list[bool]) -> bool:
        places = [i for i, char in enumerate(chars) if is_han(char)]
        if not places:
            return False
        at = self.random.choice(places)
        others = [char for char in self._homophones.get(_sound(chars[at]), ())[:12] if char != chars[at]]
        if not others:
            return False
        chars[at], flags[at] = self.random.choice(others), True
        return True

    def _repeat(self, chars: list[str], flags: list[bool]) -> bool:
        width = self.random.choice((1, 2, 2, 3))
        at = self._place(chars, width)
        if at is None:
            return False
        chars[at + width : at + width] = chars[at : at + width]
        flags[at + width : at + width] = [True] * width
        return True

    def _glue(self, chars: list[str], flags: list[bool]) -> bool:
        """Go on with another title's words in the middle of this one."""
        if not self._fragments or len(chars) < 6:
            return False
        other = self.random.choice(self._fragments)
        keep = self.random.randrange(3, len(chars) - 1)
        tail = list(other[self.random.randrange(len(other)) :][: len(chars) - keep]) or [self._other("")]
        chars[keep:], flags[keep:] = tail, [True, *[False] * (len(tail) - 1)]
        flags[keep - 1] = True
        return True


def _running_sum(values: Sequence[int]) -> list[int]:
    total, sums = 0, []
    for value in values:
        total += value
        sums.append(total)
    return sums
