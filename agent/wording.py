"""Which words the generator writes about: the user's own first, then the product's."""

from __future__ import annotations

from agent.brief import Brief
from models.catalog import Advertiser, Product
from models.text import contains

MAX_KEYWORDS = 4


def title_keywords(brief: Brief, product: Product | None) -> tuple[str, ...]:
    """At most four keywords, the most wanted first; words the Brief avoids are left out."""
    words = [*brief.must_include, *brief.keywords, *([brief.topic] if brief.topic else [])]
    if product is not None:
        words += _product_words(product, words)
    kept: list[str] = []
    for word in words:
        banned = any(contains(word, avoided) for avoided in brief.avoid)
        if word and not banned and not any(contains(other, word) for other in kept):
            kept.append(word)
    return tuple(kept[:MAX_KEYWORDS])


def _product_words(product: Product, words: list[str]) -> list[str]:
    """What names the product, unless the user's words already do, then one of its selling points."""
    name = product.name
    named = any(contains(name, word) or contains(word, name) for word in words)
    extra = list(product.selling_points or product.keywords or product.facts)[:1]
    return ([] if named else [name]) + (extra if len(words) < 2 else [])


def default_product(brief: Brief, advertiser: Advertiser) -> Product | None:
    """The product of the Brief, or the account's first: an answer can be corrected, a question costs a turn."""
    return advertiser.product(brief.product_id) or (advertiser.products[0] if advertiser.products else None)
