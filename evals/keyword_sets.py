"""Keyword sets that no trainer saw."""

from __future__ import annotations

import json
from pathlib import Path

from models.splits import part_of_keywords
from tools.demo import demo_advertisers

OF_A_PRODUCT = 3  # keywords; the hand-written sets have about as many


def held_out(data: Path, count: int) -> list[tuple[str, ...]]:
    """`count` sets, spread over the files' order: the test part of native_*.jsonl, then keywords of demo products.

    There are fewer where both together are.
    """
    found: dict[tuple[str, ...], None] = {}
    trained: set[frozenset[str]] = set()
    for path in sorted(data.glob("native_*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            words = tuple(json.loads(line)["keywords"])
            if part_of_keywords(words) == "test":
                found[words] = None
            else:
                trained.add(frozenset(words))
    if len(found) < count:
        found |= dict.fromkeys(words for words in _of_products() if frozenset(words) not in trained)
    sets = list(found)
    return sets[:: max(1, len(sets) // count)][:count]


def _of_products() -> list[tuple[str, ...]]:
    products = [product for account in demo_advertisers() for product in account.products]
    return [product.keywords[:OF_A_PRODUCT] for product in products if product.keywords]
