"""What an advertiser means by the name of a fact: 价格 stands for its number, 日期 for the day, 精修张数 for “15张”."""

from __future__ import annotations

import re
from collections.abc import Sequence

from models.catalog import Product

_PRICE = re.compile(r"价格|价钱|价位|售价|价|多少钱|到手价|单价")
_NAME = re.compile(r"产品名[字称]?|商品名[字称]?|品名|全名|产品全名|型号")
_HOW_MANY = re.compile(
    r"([^\s,。;!?]{0,6}?)(?:几|多少)(分钟|小时|个月|公里|厘米|毫米|毫升|分贝|[\u4e00-\u9fff]|[A-Za-z]{1,4})"
)
_BRAND = re.compile(r"品牌名?[字称]?|店名|店铺名|牌子|品牌词|账号名|公司名|名号")
_DAY = re.compile(r"日期|时间|日子|发售日|发售日期|上线时间|上线日期|开售时间|开售日期|开课时间|档期|那天")
_A_DAY = re.compile(
    r"\d{1,2}月\d{1,2}[日号]|\d{1,2}[./]\d{1,2}(?=$|[^\d])|\d{1,2}月(?:初|底|中旬)|[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}[日号]"
)
_AMOUNT = re.compile(
    r"\d+(?:\.\d+)?(?:个?[A-Za-z℃%°+/]{1,4}|个月|小时|分钟|公里|厘米|毫米|毫升|分贝|平米|[\u4e00-\u9fff])?"
)
_PRICE_AMOUNT = re.compile(r"\d+(?:\.\d+)?(?:元|块)?")
_YUAN = re.compile(r"[¥￥元]")
# The units that facts of a kind are counted in, for facts that do not name their kind.
_UNITS: tuple[tuple[str, str], ...] = (
    (r"长度|宽度|高度|尺寸|大小|厚度|直径|展开", r"cm|mm|厘米|毫米|米|寸|m\b"),
    (r"续航|电量", r"天|小时|公里|km|h\b"),
    (r"重量|净重|克重|分量|净含量", r"kg|g|克|斤|公斤"),
    (r"容量|毫升数", r"ml|毫升|L|升|mAh"),
    (r"时速|速度|车速", r"(?:km|公里|千米|米|m)\s?(?:/|每)\s?(?:h|s|小时|秒|时)|码|迈|节"),
    (r"时长|课时|总时长", r"分钟|小时|节|课时"),
    (r"功率", r"W|瓦"),
    (r"保修|质保|保修期|质保期|保质期", r"个月|年|天"),
    (r"温度|水温", r"℃|°C|度"),
    (r"噪音|分贝|静音", r"dB|分贝"),
    (r"人数|名额|班级人数", r"人|位"),
    (r"距离|路程|里程", r"米|公里|km|分钟"),
    (r"防晒指数|防晒系数", r"\+"),
)  # fmt: skip
_POINTED = re.compile(r"^(?:这个?|那个?|它的?|具体的?|产品的?|咱们?的?|我们的?|真实的?|实际的?)+")
_KIND = re.compile(
    r"(?:数据|数量|数字|参数|评分|得分|销量|排名|认证|证书|奖项|好评率|用户数|折扣|优惠|赠品|功率|容量|尺寸|长度|宽度|高度|含量|保修期?|质保|材质|产地|配料|噪音|分贝|浓度|重量|直径|厚度|承重|时长|时速|速度|度数|等级|指数|成功率|通过率|转化率|复购率|有效期|保质期|价格|价钱|日期|时间|续航|张数|页数|节数|片数|人数|天数)$"
)


def names_a_fact(phrase: str) -> bool:
    """Whether `phrase` is the name of a kind of fact (最高时速, 防水等级) rather than a word for a title."""
    return bool(_KIND.search(phrase)) or bool(_PRICE.fullmatch(phrase))


def value_of(phrase: str, product: Product | None, said: Sequence[str] = (), brand: str | None = None) -> str | None:
    """The words that `phrase` stands for, from the account's facts or from what was `said`; none when unknown."""
    noun = _POINTED.sub("", phrase)
    if _DAY.fullmatch(noun):
        return _first(_A_DAY, [*said, *(product.facts if product else ())])
    if _PRICE.fullmatch(noun):
        amount = _first(_PRICE_AMOUNT, [product.price or ""] if product else [])
        return (
            f"{amount}元"
            if amount and amount[-1].isdigit() and product and _YUAN.search(product.price or "")
            else amount
        )
    if _BRAND.fullmatch(noun):
        return brand
    if product is None or len(noun) < 2:
        return None
    if _NAME.fullmatch(noun):
        return product.name
    return _measure(noun, product.facts) if names_a_fact(noun) or noun.endswith("数") else None


def answer_of(question: str, product: Product | None) -> tuple[str, ...]:
    """The amount that “煮几分钟” or “一共多少页” asks for, when the account tells it."""
    match = _HOW_MANY.search(question)
    if match is None or product is None:
        return ()
    found = _first(re.compile(rf"\d+(?:\.\d+)?\s?(?:{re.escape(match[2])})", re.I), _closest(match[1], product.facts))
    return (found,) if found else ()


def _measure(noun: str, facts: Sequence[str]) -> str | None:
    named = [fact for fact in facts if noun in fact and _AMOUNT.search(fact)]
    if named:
        return _first(_AMOUNT, [named[0][named[0].index(noun) :], named[0]])
    if (counted := re.search(r"([\u4e00-\u9fff])数$", noun)) and (
        found := _first(re.compile(rf"\d+\s?{counted[1]}"), facts)
    ):
        return found
    for kinds, units in _UNITS:
        if kind := re.search(rf"(?:{kinds})$", noun):
            return _first(
                re.compile(rf"\d+(?:\.\d+)?\s?(?:{units})", re.I | re.A), _closest(noun[: kind.start()], facts)
            )
    return None


def _closest(qualifier: str, facts: Sequence[str]) -> list[str]:
    """Facts in the order of how much of `qualifier` (收纳 of 收纳长度) they name; when any does, the others are out."""
    shared = {fact: sum(char in fact for char in qualifier) for fact in facts}
    most = max(shared.values(), default=0)
    return [fact for fact in facts if shared[fact] == most]


def _first(pattern: re.Pattern[str], texts: Sequence[str]) -> str | None:
    return next((match[0] for text in texts if (match := pattern.search(text))), None)
