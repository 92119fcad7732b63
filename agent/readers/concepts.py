"""Ideas that stand for several strings: “别提价格” forbids 元 and ¥ too, “不要感叹号” both widths of it."""

from __future__ import annotations

import re

from models.catalog import Product
from models.text import numbers

_DIGITS = tuple("0123456789")
_PRICE = re.compile(r"价格|价钱|价位|价|多少钱|售价|\bprices?\b|\bpricing\b", re.I | re.A)
_EMOJI = (
    "😂🤣😭😅😆😄😀😃😁😊😍🥰😘😋😎🤩🥳😏😒😞😔😢😤😡🤬😱😨😰😓🤔🤭🤫😴🤤🥺🙄😬🤯🥵🥶🤗🤡💩👻💀😈🙈🙉🙊🐶🐱🐷🐰🦊🐻🐼🐮🐔👍👎👏🙏💪👌✌🤝👀👂👋"
    "❤🧡💛💚💙💜🖤💔💕💖💗💯💢💥💦💨🔥✨⭐🌟🎉🎊🎁🎈🏆🥇🎯🚀💰💸📢📣🔔⚡☀🌙🌈❄🌸🌹🍀🍓🍎🍉🍑🍜🍰🍺☕✅❌❗❓‼⁉⚠📌📍🔴🆕🆒👇👆👉👈"
)
_CONCEPTS: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...] = (
    (re.compile(r"感叹号|叹号|惊叹号|exclamation(?: marks?| points?)?", re.I | re.A), ("！", "!")),
    (
        re.compile(
            r"emojis?|(?:小?(?:表情|图标|贴纸|黄脸|黄豆|符号)(?:符号|包)?(?:和|跟|、)?)+|颜文字|emoji表情", re.I | re.A
        ),
        tuple(_EMOJI),
    ),
    (
        re.compile(r"英文(?:字母|单词)?|外文|字母|洋文|英语|english(?: words?| letters?)?", re.I | re.A),
        tuple("abcdefghijklmnopqrstuvwxyz"),
    ),
    (re.compile(r"问号|question marks?", re.I | re.A), ("？", "?")),
    (re.compile(r"省略号|点点点|ellips[ie]s", re.I | re.A), ("…", "...")),
    (re.compile(r"逗号|commas?", re.I | re.A), ("，", ",")),
    (re.compile(r"【】|方括号|中括号|方头括号"), ("【", "】")),
    (re.compile(r"书名号"), ("《", "》")),
    (re.compile(r"波浪号|波浪线"), ("～", "~")),
    (re.compile(r"(?:阿拉伯)?数字|digits?|numbers?", re.I | re.A), _DIGITS),
    (re.compile(r"折扣|打折|优惠|促销|discounts?|promos?", re.I | re.A), ("折扣", "打折", "优惠", "立减", "促销")),
)


def banned_strings(phrase: str, product: Product | None) -> tuple[str, ...]:
    """The strings that avoiding `phrase` rules out; `phrase` itself when it is an ordinary word."""
    if re.fullmatch(
        rf"(?:写|提|说|报|任何|具体|the|any|\s)*(?:{_PRICE.pattern})(?:数字|的事|信息|多少)?", phrase, re.I | re.A
    ):
        return ("元", "￥", "¥", "块钱", "价格", *dict.fromkeys(numbers(product.price or "") if product else ()))
    if re.match(r"价钱|价格|售价|多少钱|具体价", phrase):
        return banned_strings("价格", product)
    for pattern, strings in _CONCEPTS:
        if re.fullmatch(
            rf"(?:the|any|任何|中文|英文|标点|\s)*(?:{pattern.pattern})(?:什么的|之类|结尾)?", phrase, re.I | re.A
        ):
            return strings
    return (phrase,)
