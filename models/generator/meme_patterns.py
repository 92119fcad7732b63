"""Sentence patterns that use a meme as people use it, written for the memes that ship: its joke carries the title."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cache

from prompts import load_prompt

MEME_FILE = "generator/meme_patterns.tsv"
_PRODUCT = "{product}"


@cache
def load_meme_patterns() -> Mapping[str, tuple[str, ...]]:
    """The patterns by the name of their meme. Raises ValueError naming a line that is none."""
    found: dict[str, list[str]] = defaultdict(list)
    for number, line in enumerate(load_prompt(MEME_FILE).splitlines(), 1):
        if not line or line.startswith("#"):
            continue
        term, _tab, pattern = line.partition("\t")
        if not term or pattern.count(_PRODUCT) != 1:
            raise ValueError(f"{MEME_FILE}, line {number}: a meme and a pattern with one {_PRODUCT} are needed")
        found[term].append(pattern)
    return {term: tuple(patterns) for term, patterns in found.items()}
