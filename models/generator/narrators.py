"""Titles told by somebody: by a person or an animal (猫的视角), or by the product itself."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import cache

from prompts import load_prompt

NARRATOR_FILE = "generator/narrator_patterns.tsv"
NARRATED = "视角"
"""How a hook that names a narrator ends: 猫的视角."""
SELF = "产品"
"""The narrator that is the product."""
_HOOK = re.compile(rf"(.{{1,8}}?)的?{NARRATED}")
_WHO = ("other", "self")


def narrator_of(hook: str | None) -> str | None:
    """Who tells titles with this hook; none where nobody does."""
    match = _HOOK.fullmatch(hook or "")
    return match[1] if match else None


def voice_of(hook: str | None) -> str | None:
    """A word that every title told so holds; none where nobody tells it."""
    narrator = narrator_of(hook)
    return "我" if narrator == SELF else narrator


def narrated(narrator: str, classes: Collection[str]) -> list[str]:
    """The patterns for a product of one of the classes, with the narrator in place."""
    wanted = "self" if narrator == SELF else "other"
    return [
        text.replace("{narrator}", narrator)
        for who, suited, text in _load()
        if who == wanted and not suited.isdisjoint(classes)
    ]


@cache
def _load() -> tuple[tuple[str, frozenset[str], str], ...]:
    """Who tells, the classes of products, and the pattern. Raises ValueError naming a line that is none."""
    found = []
    for number, line in enumerate(load_prompt(NARRATOR_FILE).splitlines(), 1):
        if not line or line.startswith("#"):
            continue
        who, classes, text = [*line.split("\t"), "", ""][:3]
        if who not in _WHO or not classes or text.count("{product}") != 1 or ("{narrator}" in text) != (who == "other"):
            raise ValueError(f"{NARRATOR_FILE}, line {number}: who tells, classes, and a pattern with one {{product}}")
        found.append((who, frozenset(classes.split()), text))
    return tuple(found)
