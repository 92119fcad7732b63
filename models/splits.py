"""Which part a row belongs to: decided by its uploader (or keyword set) and its date, never at random.

Series titles of one uploader repeat nearly word for word, so a random split leaks. The shares and the later period
are fixed here so that every trainer and every report holds out the same rows.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from typing import Literal

Part = Literal["train", "validation", "test"]
PARTS: tuple[Part, ...] = ("train", "validation", "test")
LATER = "2026-06-01"  # videos seen from this day on are test, whoever made them
_TEST_SHARE, _VALIDATION_SHARE = 0.15, 0.10


def unit_hash(key: str, salt: str = "split") -> float:
    """A number in [0, 1) that depends on nothing but `key` and `salt`."""
    digest = hashlib.blake2b(f"{salt}\0{key}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") / 2.0**64


def part_of(key: str) -> Part:
    """15 % of keys are test, 10 % validation, the rest train."""
    value = unit_hash(key)
    if value < _TEST_SHARE:
        return "test"
    return "validation" if value < _TEST_SHARE + _VALIDATION_SHARE else "train"


def part_of_video(uploader: str, date: str, later: str = LATER) -> Part:
    """`date` as YYYY-MM-DD; the later period is always test, before it the uploader decides."""
    return "test" if date >= later else part_of(uploader)


def part_of_keywords(keywords: Sequence[str]) -> Part:
    """The same keyword set falls on the same side in every file, whatever the order of the words."""
    return part_of("\0".join(sorted(keywords)))


def parts(keys: Iterable[str]) -> list[Part]:
    """`part_of` for many keys, in order."""
    return [part_of(key) for key in keys]
