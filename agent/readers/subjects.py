"""A thing to advertise that the account does not list: “给我们的蓝牙耳机写5条” to a maker of games.

The words for whom or for what are cut out by the sentence; that they name a product is told by the lexicon of the
generator, and that it is none of the account's by its class, or by a word that begins like none of them. In doubt the
account's own product is meant.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from agent.readers.message import Message
from agent.readers.numerals import NUMBER
from agent.readers.vocabulary import ORDERED
from models.catalog import Advertiser
from models.generator.lexicon import THING, load_lexicon
from models.generator.product_class import class_by_ending, wider
from models.generator.product_patterns import is_kind, kind_by_ending
from models.generator.words import is_scene
from models.text import contains

MAX_SUBJECT = 20
SURELY = 0.9  # that a word names a product, before it takes the place of the account's own
_OURS = (
    r"(?:我们?|咱们?|你们?|自己|公司|店里?)?(?:店里?|家|的|自己)*"
    r"(?:[这那]?一?[款个台双支瓶盒套]|新品|新[出上]的|新)?(?:的)?"
)
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
_ORDERED = re.compile(
    rf"(?:写|来|出|整|搞|做|想|起|拟|弄|要|生成|憋)(?:我|个|上)?\s?(?:几|{NUMBER})\s?(?:{ORDERED}|个)|标题|文案"
)
_OF = re.compile(
    rf"(?:写|来|出|要|想|起|做|拟|生成|整)(?:几|{NUMBER})\s?{ORDERED}(?P<thing>[^\s,。;!?、]{{2,{MAX_SUBJECT}}}?)的(?=$|[,。;!?\s])"
    rf"|关于{_OURS}(?P<about>[^\s,。;!?、]{{2,{MAX_SUBJECT}}}?)的?(?:广告)?(?:标题|文案)"
    rf"|(?:推广?|宣传|卖|做)(?:一下|的是|点)?{_OURS}(?P<sold>[^\s,。;!?、]{{2,{MAX_SUBJECT}}}?)(?=的?(?:标题|文案|广告)|[,。;!?]|\s|$)"
)
_HEAD = re.compile(
    rf"^(?:你好|您好|嗨|帮忙|帮我|麻烦|请|我想|我要|给我|来个|[,。!\s])*{_OURS}(?P<thing>[^\s,。;!?、:\d]{{2,{MAX_SUBJECT}}}?)的?(?:广告)?(?:标题|文案)?(?=[,。;!:\s]|来|写|出|整)"
)
_MEANT = re.compile(
    rf"(?:(?:我)?(?:说|指|要|写|问|推)的是|换成|改成|换回|改回|换到|换写|改写|回到){_OURS}(?P<thing>[^\s,。;!?、]{{2,{MAX_SUBJECT}}}?)(?:的?(?:标题|文案))?(?=$|[,。;!?\s吧了呗])"
)
_LOOSE = (_OF, _HEAD)  # for messages that order titles in few words
LONGEST_ORDER = 60
_CHINESE = re.compile(r"[\u4e00-\u9fff]{2}")
_NO_THING = re.compile(
    r"^(?:推广|宣传|要|上线|别|不|没|把|被|将|写|来|看|想|过|们|选|挑|光|再|讲|给|为|用|那|这|[两二三四五六七八九十])"
    r"|一家[三四五]口|(?:旅行|出游|约会|聚会|聚餐|日常|生活)$|的$|标题|文案"  # 阳台种菜的 are people
)
_LATIN = re.compile(r"[A-Za-z0-9]+")
_NAMES = range(6, 1, -1)  # characters of a kind of product
_TAILS = range(2, 7)  # characters of what a long name ends in: 蓝牙耳机


def read_subject(message: Message, advertiser: Advertiser) -> str | None:
    """The thing named, 2 to 20 characters as typed; None where none is, or where it may be one of the account's."""
    orders = len(message.text) <= LONGEST_ORDER and _ORDERED.search(message.text)
    ordering = _LOOSE if orders else ()
    return _found(message, advertiser, (_FOR, _PROMOTE, _TITLES_OF, _ONLY, _MEANT, *ordering))


def read_subject_meant(message: Message, advertiser: Advertiser) -> str | None:
    """The thing that a message says is meant, or turns to: “我说的是婚纱摄影”, “改回机械表吧”."""
    return _found(message, advertiser, (_MEANT,))


def _found(message: Message, advertiser: Advertiser, patterns: Sequence[re.Pattern[str]]) -> str | None:
    for pattern in patterns:
        for match in pattern.finditer(message.text):
            thing = message.unmask(next(part for part in match.groups() if part)).strip("“”\"'《》「」 ")
            if pattern in (_MEANT, *_LOOSE) and (is_scene(thing) or not _CHINESE.search(thing)):
                continue
            if 2 <= len(thing) <= MAX_SUBJECT and not _NO_THING.search(thing) and _is_foreign(thing, advertiser):
                return thing
    return None


def things_in(text: str) -> list[str]:
    """The kinds of product that a text names, in their order: 天幕 of “周末的风把天幕吹成了帆”."""
    found, at = list[str](), 0
    while at < len(text):
        size = next((size for size in _NAMES if at + size <= len(text) and is_kind(text[at : at + size])), 0)
        found += [text[at : at + size]] if size else []
        at += size or 1
    return found


def subject_of(text: str, advertiser: Advertiser) -> str | None:
    """What a title speaks of, where that is none of the account's products."""
    return next((thing for thing in things_in(text) if _is_foreign(thing, advertiser)), None)


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
    if any(contains(one, thing) or contains(thing, one) for one in said) or any(_clips(thing, one) for one in named):
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


def _clips(thing: str, name: str) -> bool:
    """Whether the characters stand in the name in this order: 陶艺课 of 麦田陶艺体验课."""
    rest = iter(name)
    return all(char in rest for char in thing)


@lru_cache(maxsize=1024)
def _class_of(word: str, name: str | None = None) -> str:
    """Empty where it is not known."""
    return load_lexicon().class_of([word], name)


def _is_surely_a_thing(word: str) -> bool:
    return bool(class_by_ending(word) or kind_by_ending(word)) or load_lexicon().role_shares(word)[THING] >= SURELY
