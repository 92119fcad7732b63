"""Which product of the account a message speaks of, and the words that name it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from agent.readers.message import Message
from models.catalog import Advertiser, Product
from models.text import fold

_PLAIN = re.compile(r"[\s·《》「」“”()（）,，。!！?？/]+")
_KINDS = re.compile(r"([桌椅凳杯垫帽鞋靴裤裙袜瓶盒箱柜镜被毯刀筷勺锅罐梯架车铲钉绳])(?:子|(?=[\s,的来写\d]|$))")
# “四件套先放放，眼罩来4条”, “不写面包了”: another product is meant. “头盔不要写价格” and “是不是头盔” put none aside.
_PUT_ASIDE = (
    r"(?:(?<![是要用写推])不(?:写|要|推|用|是)|先不写?|别写|停了){0}(?=[了吧啦改换先要是写来\s,。;!?、]|$)"
    r"|{0}(?:的|就|先|那个|那边|这边)*(?:放放|放一放|放一边|搁一?搁|搁一边|搁着"
    r"|(?:不写|不推|不要|停|搁|算了|够了|别写)[了吧啦呀哈]*(?=[\s,。;!?、]|$))"
)
_GENERIC_WORDS = (
    "课程 套餐 平台 工具 软件 手机 游戏 app 服务 会员 产品 系列 入门 周边 一人 一晚 儿童 专业 智能 家用 便携"
)
_GENERIC = frozenset(_GENERIC_WORDS.split(" "))


@dataclass(frozen=True)
class ProductReading:
    """`word` is how the message named the product; `certain` is false when another product fits as well."""

    product: Product | None = None
    word: str | None = None
    certain: bool = True


def read_product(message: Message, advertiser: Advertiser) -> ProductReading:
    """The product with the longest stretch of its name (or category) in the message."""
    said = fold(message.text)
    text = _PLAIN.sub("", said)
    scored = sorted(
        (
            (len(word), product, word)
            for product in advertiser.products
            if (word := _mention(text, product, advertiser))
        ),
        key=lambda one: -one[0],
    )
    if not scored:
        return _mistyped(text, advertiser) or _by_kind(text, advertiser)
    wanted = [one for one in scored if not re.search(_PUT_ASIDE.format(re.escape(one[2])), said)]
    if wanted and len(wanted) < len(scored):
        scored = wanted
    length, product, word = scored[0]
    certain = len(scored) == 1 or scored[1][0] < length
    return ProductReading(product=product, word=word, certain=certain)


def _mistyped(text: str, advertiser: Advertiser) -> ProductReading | None:
    """“螺狮粉” for 螺蛳粉: one wrong character inside a category of three or more that only one product has."""
    for product in advertiser.products:
        word = fold(product.category or "")
        rivals = [
            one for one in advertiser.products if one.id != product.id and (one.category or "") == product.category
        ]
        if len(word) < 3 or rivals:
            continue
        for start in range(len(text) - len(word) + 1):
            typed = text[start : start + len(word)]
            wrong = sum(one != other for one, other in zip(typed, word, strict=True))
            if wrong == 1 and (typed[0], typed[-1]) == (word[0], word[-1]):
                return ProductReading(product=product, word=typed)
    return None


def _by_kind(text: str, advertiser: Advertiser) -> ProductReading:
    """“桌子” for the only product that is a table of any sort."""
    for match in _KINDS.finditer(text):
        fitting = [one for one in advertiser.products if match[1] in one.name + (one.category or "")]
        if len(fitting) == 1:
            return ProductReading(product=fitting[0], word=match[0])
    return ProductReading()


def _mention(text: str, product: Product, advertiser: Advertiser) -> str | None:
    """The longest stretch of at least two characters; latin stretches count from three."""
    rivals = [fold(other.name + (other.category or "")) for other in advertiser.products if other.id != product.id]
    best = ""
    for source in (product.name, product.category or ""):
        name = fold(_PLAIN.sub("", source))
        for start in range(len(name)):
            for end in range(len(name), start + max(1, len(best)), -1):
                part = name[start:end]
                if part in text:
                    if _names(part, advertiser, rivals, fold(product.category or "")):
                        best = part
                    break
    return best or None


def _names(part: str, advertiser: Advertiser, rivals: list[str], category: str) -> bool:
    """Whether the words name one product: no other has them, nor does the account's name beside several products.

    What the product is files it for sure, whatever the account is called (砂糖橘 of 砂糖橘社).
    """
    branded = len(advertiser.products) > 1 and part in fold(advertiser.name) and part != category
    shared = branded or any(part in rival for rival in rivals)
    long_enough = len(part) >= (3 if part.isascii() else 2)
    return long_enough and not shared and part not in _GENERIC and not part.isdecimal()


def head_noun(product: Product, other: Product) -> str | None:
    """A word for `product` that cannot mean `other`: its category when the name holds it, else the name's end."""
    name = fold(_PLAIN.sub("", product.name))
    category = fold(product.category or "")
    if category and category in name and category not in fold(other.name):
        return category
    start = next((n for n, (a, b) in enumerate(zip(name, fold(other.name), strict=False)) if a != b), 0)
    own = name[start:]
    tail = own if len(own) <= 3 else own[-2:]
    return tail if len(tail) >= 2 and tail not in fold(other.name) else None
