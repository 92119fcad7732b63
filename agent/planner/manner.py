"""A new list after the manner of one title shown: “照着第2条的感觉再来3条”."""

# ruff: noqa: E501 - a pattern reads better whole

from __future__ import annotations

import re

from agent.plan import PlannerContext, ShownList
from agent.planner.reading import Reading
from models.text import contains

_SAME_FEEL = re.compile(
    r"(?:照着|照|按照?|参照|参考|仿照?|学|沿着|顺着|延续|像|跟|和|用).{0,12}(?:感觉|风格|味儿?|味道|思路|路子|样子|方向|调调|调性|套路|句式|写法|这样|那样|一样)"
    r"|same (?:vein|style|spirit|feel)|along (?:those|these|the same) lines|(?:like|similar to|in the style of)\s(?:that|this|the|number|no|#)",
    re.I | re.A,
)
MAX_POINTS = 3


def is_after_one(reading: Reading) -> bool:
    """Whether the message points at one title for new ones to take after."""
    ref = reading.ref
    pointed = ref is not None and (len(ref.numbers) == 1 or (ref.by is not None and ref.take == 1))
    return pointed and bool(reading.count) and bool(_SAME_FEEL.search(reading.message.plain))


def points_of_one(reading: Reading, context: PlannerContext) -> tuple[str, ...]:
    """What the account says of the product that the title pointed at speaks of, at most three points."""
    text, product = _text(reading, context), reading.standing
    if text is None or product is None:
        return ()
    return tuple(fact for fact in product.facts if len(fact) <= 10 and _shares(text, fact))[:MAX_POINTS]


def _shares(text: str, fact: str) -> bool:
    pairs = (fact[start : start + 2] for start in range(len(fact) - 1))
    return contains(text, fact) or any(re.fullmatch(r"[\u4e00-\u9fff]{2}", pair) and pair in text for pair in pairs)


def _text(reading: Reading, context: PlannerContext) -> str | None:
    ref = reading.ref
    if ref is None or not ref.numbers:
        return None
    number = ref.numbers[0]

    def holds(one: ShownList) -> bool:
        return len(one.texts) >= abs(number)

    found = next((one for one in reversed(context.shown) if holds(one)), None)
    return None if found is None else found.texts[number - 1 if number > 0 else number]
