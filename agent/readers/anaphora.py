"""What “这个”, “这数”, “刚查的” stand for when the turn before asked for a fact: “几次？” … “把这个写进第一条”."""

from __future__ import annotations

import re
from collections.abc import Sequence

from agent.readers.message import Message
from agent.readers.vocabulary import FORBID_SURE, PUT
from models.catalog import Product

_THIS = re.compile(
    r"(?:把|将|给|就|那|也)?(?:这|那)(?:个|条|点|一点|项|句|些)?(?:数字?|数据|信息|事儿?|卖点|参数|资料)?(?:也|都|给我|就)*"
    rf"(?:{PUT}|(?:写|放|加|带|塞|用|做|标|提)(?:上|进|到|在|成|第|最|每))|(?:刚|方)(?:才)?(?:查|问|说)(?:到|出来)?的"
    r"|\b(?:put|add|include|mention|work) (?:it|that|this)\b",
    re.I | re.A,
)
_DENIED = re.compile(rf"{FORBID_SURE}[^,。;]{{0,4}}$")
_NUMERAL = r"(?:\d+(?:\.\d+)?|[一二两三四五六七八九十百半]+)"
_UNIT_ASKED = re.compile(r"(?:几|多少|好多|多)(?P<unit>[\u4e00-\u9fff]|[A-Za-z]{1,3})")
_AMOUNT = re.compile(r"\d+(?:\.\d+)?(?:个?[A-Za-z℃%°+]{1,4}|个月|小时|分钟|公里|[\u4e00-\u9fff])?")
_MAX_WHOLE = 8


def read_told_fact(message: Message, question: str | None, product: Product | None) -> str | None:
    """The amount, or the short fact, that answers `question`, when the message wants “this” in a title."""
    match = _THIS.search(message.plain)
    if question is None or product is None or match is None or _DENIED.search(message.plain[: match.start()]):
        return None
    fact = _closest(question, product.facts)
    if fact is None:
        return None
    for asked in _UNIT_ASKED.finditer(question):
        if counted := re.search(rf"{_NUMERAL}\s?{re.escape(asked['unit'])}", fact):
            return counted[0]
    amount = _AMOUNT.search(fact)
    return amount[0] if amount else fact if len(fact) <= _MAX_WHOLE else None


def _closest(question: str, facts: Sequence[str]) -> str | None:
    """The fact that shares most with the question: two characters in a row count thrice a single one."""

    def shared(fact: str) -> int:
        pairs = sum(fact[at : at + 2] in question for at in range(len(fact) - 1))
        return 3 * pairs + sum(char in question for char in set(fact))

    best = max(facts, key=shared, default=None)
    return best if best is not None and shared(best) >= 2 else None
