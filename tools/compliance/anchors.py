"""What a pattern cannot do without, so that most rules need not run on most titles.

A gram is a character or two characters in a row. `anchors` reads a pattern and gives sets of grams: every match
contains at least one gram of each set. A text whose grams miss one of the sets need not be searched.
"""

from __future__ import annotations

import importlib
from itertools import pairwise
from typing import Any

FREQUENT = frozenset("一不的了是人大好最有在上个这我你他中年月日天小多高新用到就都要无0123456789%")
MAX_RANGE = 64
MOST_SETS = 3
DEAR = 400.0  # a set that costs more than this would be found in most texts, and saves nothing

Grams = frozenset[str]


def grams(text: str) -> set[str]:
    """The characters of a text and its pairs of neighbours."""
    found = set(map(str.__add__, text, text[1:]))
    found.update(text)
    return found


def anchors(pattern: str) -> tuple[Grams, ...]:
    """Sets of grams, the rarest first, at most three; empty when the pattern can match without any such gram."""
    parser = importlib.import_module("re._parser")
    sets = sorted(_sets(parser.parse(pattern)), key=_cost)
    return tuple(found for found in sets[:MOST_SETS] if _cost(found) < DEAR)


def _cost(found: Grams) -> float:
    """How likely a text is to hold one of the grams, roughly."""
    return sum(0.5 if len(gram) > 1 else 12.0 if gram in FREQUENT else 2.0 for gram in found)


def _sets(items: Any) -> list[Grams]:
    """Sets of which every match of a sequence needs one gram each."""
    found: list[Grams] = []
    run = ""
    for op, value in items:
        if str(op) == "LITERAL":
            run += chr(value)
            continue
        found += _of_run(run)
        run = ""
        found += _item(str(op), value)
    return found + _of_run(run)


def _of_run(run: str) -> list[Grams]:
    if len(run) < 2:
        return [frozenset(run)] if run else []
    return [frozenset((left + right,)) for left, right in pairwise(run)]


def _item(name: str, value: Any) -> list[Grams]:
    if name == "IN":
        found = _characters(value)
        return [found] if found else []
    if name == "BRANCH":
        best = [min(_sets(branch), key=_cost, default=None) for branch in value[1]]
        return [] if None in best else [frozenset[str]().union(*(grams for grams in best if grams is not None))]
    if name == "SUBPATTERN":
        return _sets(value[-1])
    if name == "ATOMIC_GROUP":
        return _sets(value)
    if name in {"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"} and value[0] > 0:
        return _sets(value[2])
    return []


def _characters(members: Any) -> Grams | None:
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
