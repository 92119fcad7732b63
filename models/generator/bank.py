"""The bank of hand-written titles: examples for prompting, and patterns to rewrite for other keywords."""

from __future__ import annotations

import json
import random
from dataclasses import dataclass
from functools import cached_property

from models.generator.filters import bigrams, similarity
from models.generator.product_patterns import kind_by_ending
from models.generator.prompt import build_prompt
from models.pipeline.rows import written_rows
from models.text import fold
from prompts import load_prompt

BANK_FILE = "generator/native.jsonl"
_COMMON_END = 2


@dataclass(frozen=True)
class Entry:
    """A title someone wrote for keywords."""

    category: str
    keywords: tuple[str, ...]
    title: str

    @cached_property
    def pairs(self) -> frozenset[str]:
        """Character pairs of category and keywords, by which entries are found."""
        return bigrams("".join((self.category, *self.keywords)))


class Bank:
    """Hand-written titles, found by their keywords."""

    def __init__(self, entries: tuple[Entry, ...]) -> None:
        self.entries = entries
        self.texts = frozenset(fold(entry.title) for entry in entries)

    def nearest(self, words: tuple[str, ...], k: int) -> list[Entry]:
        """The `k` entries whose keywords share most with `words`, at most two of one keyword set."""
        wanted = bigrams("".join(words))
        ranked = sorted(self.entries, key=lambda entry: -_overlap(words, entry, wanted))
        found: list[Entry] = []
        for entry in ranked:
            if sum(entry.keywords == other.keywords for other in found) < 2:
                found.append(entry)
            if len(found) == k:
                break
        return found

    def examples(self, words: tuple[str, ...], k: int, rng: random.Random) -> str:
        """A prompt's opening with `k` worked examples, for a model without an adapter."""
        near = self.nearest(words, 3 * k)
        chosen = rng.sample(near, min(k, len(near)))
        return "".join(f"{build_prompt(entry.keywords)}{entry.title}\n\n" for entry in chosen)

    def rewritten(self, words: tuple[str, ...], limit: int) -> list[str]:
        """Titles of the bank with their keyword exchanged for one of `words` of the same kind of product."""
        found = [
            text for entry in self.entries for new in words if (text := _exchanged(entry, new)) and text != entry.title
        ]
        return list(dict.fromkeys(found))[:limit]


def _exchanged(entry: Entry, new: str) -> str | None:
    """The entry's title about `new`; none where none of its keywords is of the same kind or the title names none."""
    alike = [old for old in entry.keywords if _same_kind(old, new)]
    for old in alike:
        if old in entry.title:
            return entry.title.replace(old, new)
    kind = new[-_COMMON_END:]
    # "摘下耳机" becomes "摘下降噪耳机"; a title that names the product itself is no pattern.
    if alike and len(new) > len(kind) and entry.title.count(kind) == 1 and new not in entry.title:
        return entry.title.replace(kind, new)
    return None


def _overlap(words: tuple[str, ...], entry: Entry, wanted: frozenset[str]) -> float:
    shared = sum(word in entry.keywords for word in words)
    return shared + similarity(wanted, entry.pairs)


def _same_kind(old: str, new: str) -> bool:
    """ "降噪耳机" may stand for "真无线耳机". That both end alike says little: 正畸分期 is no 驾校分期."""
    return old != new and kind_by_ending(old) == kind_by_ending(new) != ""


def load_bank() -> Bank:
    """The bank that comes with the project."""
    rows = [json.loads(line) for line in load_prompt(BANK_FILE).splitlines() if line]
    rows += [row for row in written_rows() if "base" not in row]
    return Bank(tuple(Entry(row["category"], tuple(row["keywords"]), row["title"]) for row in rows))
