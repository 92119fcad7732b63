"""Answer a question from the account's facts, and name what the facts do not say."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from pydantic import BaseModel, ConfigDict

from models.catalog import Advertiser, Product
from models.text import fold
from tools.entities.attributes import ATTRIBUTES, PRICE, Attribute
from tools.entities.matching import match_product

_CLASSIFIER = r"(?:万|千|百)?(个|条|种|款|只|格|项|关|把|盏|颗|支|片|包|枚|张|首|次|层|档|页|讲|孔)"
_END = r"(?=来着|啊|呢|吗|呀|么|$|[，。？?、\s])"
_COUNTED = re.compile(rf"(?:几|多少){_CLASSIFIER}?(?!来着)([一-鿿a-z]{{1,4}}?){_END}")
_HOW_MANY = re.compile(r"([一-鿿]{2,6}?)(?:的)?(?:数量|个数|含量|是多少|有多少|多少|有几)")
_HAS = re.compile(rf"(?:有没有|有无|是否有|支不支持|是否支持|支持|带不带|能不能|是不是)([一-鿿a-z0-9]{{1,8}}?){_END}")
_PLAIN = re.compile(r"[一-鿿a-z0-9 ]{1,8}")
_MEASURE = re.compile(rf"(?:几|多少){_CLASSIFIER}")
_POINTING = re.compile(r"^(?:那个|这个|那款|这款|那|这|它|我|的)+")
_COUNT_SUFFIX = re.compile(r"(?:数量|个数|含量|数)$")
_PARTS = re.compile(r"[，,；;。？?！!、\n和与跟]|还有|另外|以及")
_HEARSAY = re.compile(r"资料|信息|介绍|详情|产品|商品|东西|账号|sku|关联|卖点|list|什么|哪些|哪个|写进去|一下")


class EntityAnswer(BaseModel):
    """`facts` answer the question, in the account's own words; `missing` names what was asked and is not there.

    With several products and none named, each fact carries its product's name in front.
    """

    model_config = ConfigDict(frozen=True)

    product: Product | None = None
    facts: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


def lookup_entities(advertiser: Advertiser, query: str, product: Product | None = None) -> EntityAnswer:
    """Look `query` up in the facts of the product it names (or of `product`), else of all products."""
    matched = match_product(query, advertiser)
    named = matched or product
    if named is None and len(advertiser.products) == 1:
        named = advertiser.products[0]
    return _answer(query, (named,) if named else advertiser.products, bare=matched is None)


def ask_of(product: Product, question: str) -> EntityAnswer:
    """What the facts of this product say to the question, whatever other products it names."""
    return _answer(question, (product,), bare=False)


def _answer(query: str, products: Sequence[Product], *, bare: bool) -> EntityAnswer:
    """Bare facts of one product, or each with its product's name; all of them where nothing is asked."""
    text, labelled = _without_names(fold(query), products), len(products) > 1
    facts: list[str] = []
    missing: list[str] = []
    for attribute in _asked(text, bare=bare):
        found = _answers(products, attribute, labelled=labelled)
        facts += found
        if not found:
            missing.append(attribute.name)
    if not facts and not missing:
        facts = _everything(products, labelled=labelled)
    product = products[0] if len(products) == 1 else None
    return EntityAnswer(product=product, facts=tuple(dict.fromkeys(facts)), missing=tuple(dict.fromkeys(missing)))


def split_by_product(advertiser: Advertiser, query: str) -> list[tuple[Product, str]]:
    """Questions about several products in one message, each with its product: “猫砂多少钱，喂食器几升，能水洗吗”.

    A part that names none goes on about the product before it; one that asks nothing (猫砂 of “猫砂和猫粮多少钱”)
    shares the next question. Empty where fewer than two products are named.
    """
    parts: list[tuple[Product, str]] = []
    waiting: list[Product] = []
    for text in filter(None, map(str.strip, _PARTS.split(query))):
        product = match_product(text, advertiser) or (parts[-1][0] if parts else None)
        if product is None:
            return []
        question = _without_names(fold(text), (product,))
        if not _asked(question, bare=False):
            waiting.append(product)
            continue
        parts += [(one, question) for one in (*waiting, product)]
        waiting = []
    return parts if len({product.id for product, _text in parts}) > 1 else []


def _asked(text: str, *, bare: bool) -> list[Attribute]:
    """The attributes a question asks for: those of the table, else what its own words name.

    `bare`: the text names no product, so a short one (“承重”) is the attribute itself.
    """
    own = _own_words(text, bare=bare)
    known = [attribute for attribute in ATTRIBUTES if attribute.asked.search(text)]
    # 「透气孔数量多少」 holds no attribute of the table; 「承重」 does, and its own words would only repeat it.
    return known or own


def _own_words(text: str, *, bare: bool) -> list[Attribute]:
    words: list[str] = []
    for pattern in (_COUNTED, _HOW_MANY, _HAS):
        words += [match.group(pattern.groups) for match in pattern.finditer(text)]
    if bare and not words and _PLAIN.fullmatch(text.strip()):
        words = [text.strip()]
    words = [_COUNT_SUFFIX.sub("", _POINTING.sub("", word)) for word in words]
    words = [word for word in words if word not in {"", "个", "万", "万个"} and not _HEARSAY.search(word)]
    measures = [match.group(1) for match in _MEASURE.finditer(text)]
    return [_attribute(word, measures) for word in words]


def _attribute(word: str, measures: Iterable[str]) -> Attribute:
    """An attribute named by the user: a fact answers it that holds the word, or most of it, or its counted noun."""
    pieces = [re.escape(word)]
    stem = re.sub(r"[子儿头]$", "", word)
    if stem != word and stem:
        pieces.append(rf"\d+{re.escape(stem)}")
    if len(word) >= 3:
        pieces += [re.escape(word[:2]), re.escape(word[-2:])]
    pieces += [rf"\d+{re.escape(measure)}{re.escape(word[:1])}" for measure in measures]
    return Attribute(word, re.compile(re.escape(word)), re.compile("|".join(pieces)))


def _answers(products: Iterable[Product], attribute: Attribute, *, labelled: bool) -> list[str]:
    found: list[str] = []
    for product in products:
        if attribute is PRICE and product.price:
            texts = [f"价格：{product.price}"]
        else:
            texts = [
                text for text in (*product.facts, *product.selling_points) if attribute.answered.search(fold(text))
            ]
        found += [_labelled(product, text, labelled) for text in texts]
    return found


def _everything(products: Iterable[Product], *, labelled: bool) -> list[str]:
    facts: list[str] = []
    for product in products:
        price = [f"价格：{product.price}"] if product.price else []
        facts += [_labelled(product, text, labelled) for text in (*price, *product.facts)]
    return facts


def _labelled(product: Product, text: str, labelled: bool) -> str:
    return f"{product.name}：{text}" if labelled else text


def _without_names(text: str, products: Iterable[Product]) -> str:
    """The question without product names, whose own words (快充头) must not read as attributes asked for."""
    for product in products:
        text = text.replace(fold(product.name), " ")
    return text
