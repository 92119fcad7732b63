"""Find the product that a message talks about.

The score of a product is the strength of its best piece of evidence in the message, about in characters
that match: the whole name counts most, then a piece of the name, then a keyword, then the category, each
shrunk when sibling products share it; pinyin catches what a typist mistook (包枕套 for 抱枕套) at a discount.
A product is chosen when its score reaches `FLOOR` and leads the next one by `MARGIN`; with a single
product `FLOOR_ALONE` is enough. Otherwise the answer is none and the caller keeps what it had, or asks.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator

from pypinyin import lazy_pinyin

from models.catalog import Advertiser, Product
from models.text import fold

FLOOR = 1.5
FLOOR_ALONE = 1.0
MARGIN = 0.3

_WHOLE_NAME_BONUS = 4.0
_TAIL_BONUS = 0.5  # the end of a Chinese product name is its kind: 底盘部落全包围「脚垫」
_KEYWORD_WEIGHT = 0.9
_CATEGORY_WEIGHT = 0.8
_PINYIN_WEIGHT = 0.6
_SHARED_WEIGHT = 0.3
_EXTRA_WEIGHT = 0.15  # further evidence breaks ties, no more


def match_product(message: str, advertiser: Advertiser) -> Product | None:
    """The product that `message` is about, or none when it names none or two alike."""
    scores = sorted(product_scores(message, advertiser), key=lambda pair: -pair[0])
    if not scores:
        return None
    floor = FLOOR_ALONE if len(scores) == 1 else FLOOR
    best = scores[0]
    leads = len(scores) == 1 or best[0] - scores[1][0] >= MARGIN
    return best[1] if best[0] >= floor and leads else None


def product_scores(message: str, advertiser: Advertiser) -> list[tuple[float, Product]]:
    """(score, product) of every product, in catalogue order; 0 where the message says nothing of it."""
    text = _squeeze(message)
    sounds = _sounds(text)
    products = advertiser.products
    return [(_score(text, sounds, product, products), product) for product in products]


def _score(text: str, sounds: str, product: Product, siblings: tuple[Product, ...]) -> float:
    others = [_squeeze(_described(other)) for other in siblings if other is not product]
    found = [
        weight * (_SHARED_WEIGHT if any(piece in other for other in others) else 1.0)
        for piece, weight in _evidence(text, sounds, product)
    ]
    if not found:
        return 0.0
    best = max(found)
    return best + _EXTRA_WEIGHT * min(len(found) - 1, 4)


def _evidence(text: str, sounds: str, product: Product) -> Iterator[tuple[str, float]]:
    """(piece of the product found in the message, weight)."""
    name = _squeeze(product.name)
    if name in text:
        yield name, len(name) + _WHOLE_NAME_BONUS
        return
    for piece in _maximal(name, text):
        yield piece, len(piece) + (_TAIL_BONUS if name.endswith(piece) else 0.0)
    for keyword in product.keywords:
        word = _squeeze(keyword)
        if len(word) > 1 and word in text:
            yield word, len(word) * _KEYWORD_WEIGHT
    for piece in _maximal(_squeeze(product.category or ""), text):
        yield piece, len(piece) * _CATEGORY_WEIGHT
    for piece in _sounding(name, sounds):
        yield piece, len(piece) * _PINYIN_WEIGHT


def _maximal(source: str, text: str) -> Iterator[str]:
    """Longest pieces of `source`, of two characters or more, that occur in `text`; none inside another."""
    start = 0
    while start < len(source) - 1:
        end = start
        while end < len(source) and source[start : end + 1] in text:
            end += 1
        if end - start >= 2:
            yield source[start:end]
            start = end
        else:
            start += 1


def _sounding(name: str, sounds: str) -> Iterator[str]:
    """The longest piece of `name`, of three characters or more, that the message has by sound alone."""
    for size in range(len(name), 2, -1):
        for start in range(len(name) - size + 1):
            piece = name[start : start + size]
            if _sounds(piece) in sounds:
                yield piece
                return


def _described(product: Product) -> str:
    return "\n".join((product.name, product.category or "", *product.keywords))


def _squeeze(text: str) -> str:
    """Folded, without spaces and quotation marks that typists put in or leave out."""
    return "".join(char for char in fold(text) if not char.isspace() and char not in "·「」『』《》“”\"'")


@functools.lru_cache(maxsize=4096)
def _sounds(text: str) -> str:
    return " " + " ".join(lazy_pinyin(text)) + " "
