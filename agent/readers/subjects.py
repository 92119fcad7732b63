"""A thing to advertise that the account does not list: “给我们的蓝牙耳机写5条” to a maker of games.

The words for whom or for what are cut out by the sentence; that they name a product is told by the lexicon of the
generator, and that it is none of the account's by its class, or by a word that begins like none of them. In doubt the
account's own product is meant.
"""

from __future__ import annotations

import re
from functools import lru_cache

from agent.readers.message import Message
from agent.readers.numerals import NUMBER
from agent.readers.vocabulary import ORDERED
from models.catalog import Advertiser
from models.generator.lexicon import THING, load_lexicon
from models.generator.product_class import class_by_ending, wider
from models.generator.product_patterns import kind_by_ending
from models.text import contains

MAX_SUBJECT = 20
SURELY = 0.9  # that a word names a product, before it takes the place of the account's own
_OURS = r"(?:我们?|咱们?|你们?|自己|公司|店里?)?(?:家|的)*(?:[这那]?一?[款个台双支瓶盒套]|新品|新[出上]的|新)?(?:的)?"
_FOR = re.compile(
    rf"(?:给|为|帮|替)(?!(?:我们?|咱们?|忙|一?下)?[给为替]){_OURS}(?P<thing>[^\s,。;!?、]{{2,{MAX_SUBJECT}}}?)"
    r"(?=(?:再|先|各|多|也)?(?:写|来|出|整|搞|做|想|起|取|弄|生成|拟|策划|打广告|\d|[一二两三四五六七八九十]+[条个句]))"
)
_PROMOTE = re.compile(
    rf"(?:要|想|来|在|准备)(?:推广?|宣传|卖|投|带货)(?:的是)?{_OURS}(?P<thing>[^\s,。;!?、]{{2,{MAX_SUBJECT}}}?)"
    r"(?=的?(?:标题|文案|广告)|[,。;!?]|\s|$)"
)
_TITLES_OF = re.compile(
    rf"(?:写|来|出|要|想|起|做|拟|生成|给我)(?:几|{NUMBER})\s?{ORDERED}(?:关于)?(?P<thing>[^\s,。;!?、]{{2,{MAX_SUBJECT}}}?)的?(?:广告)?(?:标题|文案)"
    rf"|(?:写|来|出|要|想|起|做|拟|生成)(?P<other>[^\s,。;!?、\d]{{2,{MAX_SUBJECT}}}?)的(?:广告)?(?:标题|文案)"
)
_ONLY = re.compile(
    rf"^(?P<thing>[^\s,。;!?、\d]{{2,{MAX_SUBJECT}}}?)(?:的?(?:广告)?标题|文案)?[,\s]?(?:写|来|出|要|整)?{NUMBER}\s?[条个句](?:标题|文案)?[。!~\s]*$"
)
_NO_THING = re.compile(r"^(?:别|不|没|把|被|将|写|来|看|想|过|们)|的$|标题|文案")  # 阳台种菜的 are people
_LATIN = re.compile(r"[A-Za-z0-9]+")
_TAILS = range(2, 7)  # characters of what a long name ends in: 蓝牙耳机


def read_subject(message: Message, advertiser: Advertiser) -> str | None:
    """The thing named, 2 to 20 characters as typed; None where none is, or where it may be one of the account's."""
    for pattern in (_FOR, _PROMOTE, _TITLES_OF, _ONLY):
        for match in pattern.finditer(message.text):
            thing = message.unmask(next(part for part in match.groups() if part)).strip("“”\"'《》「」 ")
            if 2 <= len(thing) <= MAX_SUBJECT and not _NO_THING.search(thing) and _is_foreign(thing, advertiser):
                return thing
    return None


def common_name(thing: str) -> str:
    """What people call it: 半岛静听Mini蓝牙耳机 -> 蓝牙耳机, the shortest end that surely names a product."""
    last = _LATIN.split(thing)[-1]
    tails = (last[-size:] for size in _TAILS if size <= len(last))
    return next(
        (tail for tail in tails if len(tail) > 3 and _is_surely_a_thing(tail)), last if len(last) > 1 else thing
    )


def _is_foreign(thing: str, advertiser: Advertiser) -> bool:
    products = advertiser.products
    named = [text for one in products for text in (one.name, one.category or "", *one.keywords)]
    said = [advertiser.name, *named, *(source for one in products for source in one.sources)]
    if any(contains(one, thing) or contains(thing, one) for one in said):
        return False
    name = common_name(thing)
    if not _is_surely_a_thing(name):
        return False
    found = _class_of(name)
    own = {_class_of(product.category or product.name, product.name) for product in products}
    if found and "" not in own and wider(found) not in {wider(one) for one in own}:
        return True
    # 酸辣粉 of a maker of hotpots, 狗粮 of one of 猫粮; 耳麦 may be what it calls 耳机
    return not set(name[:-1]) & set("".join(named))


@lru_cache(maxsize=1024)
def _class_of(word: str, name: str | None = None) -> str:
    """Empty where it is not known."""
    return load_lexicon().class_of([word], name)


def _is_surely_a_thing(word: str) -> bool:
    return bool(class_by_ending(word) or kind_by_ending(word)) or load_lexicon().role_shares(word)[THING] >= SURELY
