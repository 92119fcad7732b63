"""Which characters a pattern cannot do without, so that most rules need not run on most titles."""

from __future__ import annotations

import importlib
from typing import Any

FREQUENT = frozenset("一不的了是人大好最有在上个这我你他中年月日天小多高新用到就都要无0123456789%")
MAX_RANGE = 64


def anchors(pattern: str) -> frozenset[str] | None:
    """A set of characters of which every match contains at least one; None when there is no such small set."""
    parser = importlib.import_module("re._parser")
    return _sequence(parser.parse(pattern))


def _cost(found: frozenset[str]) -> int:
    return sum(12 if char in FREQUENT else 1 for char in found)


def _sequence(items: Any) -> frozenset[str] | None:
    sets = [found for item in items if (found := _item(*item)) is not None]
    return min(sets, key=_cost, default=None)


def _item(op: Any, value: Any) -> frozenset[str] | None:
    name = str(op)
    if name == "LITERAL":
        return frozenset(chr(value))
    if name == "IN":
        return _characters(value)
    if name == "BRANCH":
        branches = [_sequence(branch) for branch in value[1]]
        return None if None in branches else frozenset().union(*(b for b in branches if b is not None))
    if name == "SUBPATTERN":
        return _sequence(value[-1])
    if name == "ATOMIC_GROUP":
        return _sequence(value)
    if name in {"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"} and value[0] > 0:
        return _sequence(value[2])
    return None


def _characters(members: Any) -> frozenset[str] | None:
    found: set[str] = set()
    for op, value in members:
        name = str(op)
        if name == "LITERAL":
            found.add(chr(value))
        elif name == "RANGE" and value[1] - value[0] < MAX_RANGE:
            found.update(map(chr, range(value[0], value[1] + 1)))
        elif name == "CATEGORY" and str(value) == "CATEGORY_DIGIT":
            found.update("0123456789")
        else:
            return None
    return frozenset(found)
