"""Sentence patterns written for one kind of product each (猫砂, 行车记录仪): the scenes and jokes that only it has."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from models.generator.variants import Written, read_written
from models.text import fold
from prompts import load_prompt

PATTERN_FILE = "generator/product_patterns.tsv"
KIND_FILE = "generator/product_kinds.tsv"
NONE = "-"
TOPIC = "topic"  # in the third column


@dataclass(frozen=True)
class ProductPattern:
    """A pattern with its versions, and the hook that it has."""

    hook: str
    written: Written


@cache
def load_product_patterns() -> Mapping[str, tuple[ProductPattern, ...]]:
    """By kind of product. Raises ValueError naming a line that is none."""
    found: dict[str, list[ProductPattern]] = defaultdict(list)
    kinds = set(_kinds().endings.values())
    for number, line in enumerate(load_prompt(PATTERN_FILE).splitlines(), 1):
        if not line or line.startswith("#"):
            continue
        kind, hook, *texts = line.split("\t")
        if kind not in kinds:
            raise ValueError(f"{PATTERN_FILE}, line {number}: {KIND_FILE} does not say what is a {kind}")
        found[kind].append(ProductPattern(hook, read_written(texts, f"{PATTERN_FILE}, line {number}")))
    return {kind: tuple(patterns) for kind, patterns in found.items()}


def names_of_kinds() -> Mapping[str, Sequence[str]]:
    """What products of each kind are called, the kind's own name among them, folded."""
    found: dict[str, list[str]] = defaultdict(list)
    for name, kind in _kinds().endings.items():
        if kind:
            found[kind].append(name)
    return found


def kind_by_ending(name: str) -> str:
    """The kind of product that a name ends with, by the longest ending known; empty where it is of none."""
    kind = _known(name)
    return "" if kind in _kinds().topics else kind


def is_kind(name: str) -> bool:
    """Whether it is just what products of a kind are called, no more and no less."""
    kind = _kinds().endings.get(fold(name), "")
    return bool(kind) and kind not in _kinds().topics


def topic_by_ending(word: str) -> str:
    """The kind of topic, spoken of and never sold (跨年, 打呼), that a word ends with; empty where it is of none."""
    kind = _known(word)
    return kind if kind in _kinds().topics else ""


def _known(name: str) -> str:
    endings, name = _kinds().endings, fold(name)
    return next((endings[name[start:]] for start in range(len(name)) if name[start:] in endings), "")


@dataclass(frozen=True)
class _Kinds:
    """Endings of names, folded, with the kind that each tells, and the kinds that are topics."""

    endings: Mapping[str, str]
    topics: frozenset[str]


@cache
def _kinds() -> _Kinds:
    """Endings after `NONE` are of no kind, though what they end with is (精装修 is no 装修).

    Raises ValueError where an ending would tell two kinds.
    """
    found: dict[str, str] = {}
    topics = set[str]()
    for number, line in enumerate(load_prompt(KIND_FILE).splitlines(), 1):
        if not line or line.startswith("#"):
            continue
        kind, endings, *marks = (*line.split("\t"), "")[:3]
        kind = "" if kind == NONE else kind
        if TOPIC in marks:
            topics.add(kind)
        for ending in (*([kind] if kind else []), *endings.split()):
            if found.setdefault(fold(ending), kind) != kind:
                raise ValueError(f"{KIND_FILE}, line {number}: {ending} tells {found[fold(ending)]} already")
    return _Kinds(found, frozenset(topics))
