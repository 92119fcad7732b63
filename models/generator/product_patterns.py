"""Sentence patterns written for one kind of product each (猫砂, 行车记录仪): the scenes and jokes that only it has."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from models.generator.variants import Written, read_written
from models.text import fold
from prompts import load_prompt

PATTERN_FILE = "generator/product_patterns.tsv"
KIND_FILE = "generator/product_kinds.tsv"
NONE = "-"


@dataclass(frozen=True)
class ProductPattern:
    """A pattern with its versions, and the hook that it has."""

    hook: str
    written: Written


@cache
def load_product_patterns() -> Mapping[str, tuple[ProductPattern, ...]]:
    """By kind of product. Raises ValueError naming a line that is none."""
    found: dict[str, list[ProductPattern]] = defaultdict(list)
    kinds = set(_endings().values())
    for number, line in enumerate(load_prompt(PATTERN_FILE).splitlines(), 1):
        if not line or line.startswith("#"):
            continue
        kind, hook, *texts = line.split("\t")
        if kind not in kinds:
            raise ValueError(f"{PATTERN_FILE}, line {number}: {KIND_FILE} does not say what is a {kind}")
        found[kind].append(ProductPattern(hook, read_written(texts, f"{PATTERN_FILE}, line {number}")))
    return {kind: tuple(patterns) for kind, patterns in found.items()}


def kind_by_ending(name: str) -> str:
    """The kind of product that a name ends with, by the longest ending known; empty where it is of none."""
    endings, name = _endings(), fold(name)
    return next((endings[name[start:]] for start in range(len(name)) if name[start:] in endings), "")


@cache
def _endings() -> dict[str, str]:
    """Endings of names, folded, and the kind of product that each tells.

    Those after `NONE` are of none, though what they end with is (精装修 is no 装修). Raises ValueError where an ending
    would tell two kinds.
    """
    found: dict[str, str] = {}
    for number, line in enumerate(load_prompt(KIND_FILE).splitlines(), 1):
        if not line or line.startswith("#"):
            continue
        kind, _tab, endings = line.partition("\t")
        kind = "" if kind == NONE else kind
        for ending in (*([kind] if kind else []), *endings.split()):
            if found.setdefault(fold(ending), kind) != kind:
                raise ValueError(f"{KIND_FILE}, line {number}: {ending} tells {found[fold(ending)]} already")
    return found
