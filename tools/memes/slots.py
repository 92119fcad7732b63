"""Sentence patterns with slots: “X的尽头是Y” (something between two slots) and “救命X也太Y了”-like frames."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

_FIXED = range(3, 7)  # characters between two slots
_SLOT = 8  # characters that fill a slot at most
_EDGE = range(2, 5)  # characters before and after a single slot

Parts = tuple[str, ...]
"""Fixed words, with "" for each slot: ("", "的尽头是", "")."""


def frames(texts: Sequence[Sequence[str]], *, least: int, fillings: int) -> dict[Parts, int]:
    """Patterns that whole segments of at least `least` texts follow, and in how many; every slot has at least
    `fillings` different fillings. Of nested patterns in nearly the same texts the one with more fixed words stays."""
    often: Counter[int] = Counter()  # of hashes: most readings occur once, and would fill the memory as they are
    for segments in texts:
        often.update({hash(parts) for segment in segments for parts, _ in _readings(segment)})
    followers: dict[Parts, set[int]] = defaultdict(set)
    slots: dict[Parts, list[set[str]]] = defaultdict(lambda: [set(), set()])
    for number, segments in enumerate(texts):
        for segment in segments:
            for parts, filled in _readings(segment):
                if often[hash(parts)] < least:
                    continue
                followers[parts].add(number)
                for place, words in enumerate(filled):
                    slots[parts][place].add(words)
    found = {
        parts: len(holders)
        for parts, holders in followers.items()
        if len(holders) >= least and all(len(words) >= fillings for words in slots[parts][: parts.count("")])
    }
    return _maximal(found)


def show(parts: Parts) -> str:
    """("", "的尽头是", "") -> X的尽头是Y."""
    names = iter("XY")
    return "".join(part or next(names) for part in parts)


def _readings(segment: str) -> Iterator[tuple[Parts, tuple[str, ...]]]:
    size = len(segment)
    for start in range(1, min(_SLOT, size) + 1):
        for length in _FIXED:
            if 0 < size - start - length <= _SLOT:
                fixed = segment[start : start + length]
                yield ("", fixed, ""), (segment[:start], segment[start + length :])
    for head in _EDGE:
        for tail in _EDGE:
            if 0 < size - head - tail <= _SLOT:
                yield (segment[:head], "", segment[size - tail :]), (segment[head : size - tail],)


def _maximal(found: dict[Parts, int]) -> dict[Parts, int]:
    ordered = sorted(found, key=lambda parts: (-sum(map(len, parts)), parts))
    kept: dict[Parts, int] = {}
    for parts in ordered:
        if not any(_within(parts, other) and kept[other] >= 0.7 * found[parts] for other in kept):
            kept[parts] = found[parts]
    return kept


def _within(parts: Parts, other: Parts) -> bool:
    if parts.count("") != other.count(""):
        return False
    return all(one in theirs for one, theirs in zip(parts, other, strict=True))
