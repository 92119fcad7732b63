"""Whether shown titles are to be put in the order of what they will probably earn: “按预估点击率排一下”."""

from __future__ import annotations

import re
from typing import Literal

from agent.readers.message import Message

_RATE = r"(?:预估|预测|预计|估计|估算)?的?(?:点击率|ctr)"
_SORT = r"(?:重新|倒序|降序|从高到低|由高到低|高低|大小|给我|帮我|把它们|把这几条|,|来|再|，)*(?:排(?!除)|sort|rank)"
_BY_RATE = re.compile(
    rf"(?<![别不])(?<!不要)(?<!不用)(?:按|照|用|拿|依)(?:照|着)?(?:你的?|它们的?)?{_RATE}(?:来|的)?{_SORT}"
    rf"|{_RATE}(?:从高到低|由高到低|高的?(?:放|排)(?:在)?前)"
    r"|\b(?:sort|rank|order)\b.{0,24}\bby\b.{0,24}(?:\bctr\b|click.?through)",
    re.I | re.A,
)
_PREDICTED = re.compile(r"[预估]|predict|estimat|expect", re.I)
_MORE = re.compile(
    r"写|来[几一两二三四五六七八九十\d]|存|收藏|投放|去投|开跑|开赛|去掉|删|改|\b(?:write|save|launch|drop)\b", re.I
)


def orders_by_rate(message: Message, racing: bool) -> bool:
    """Whether the titles shown are to be sorted by predicted click-through rate, best first, and nothing else.

    What wants more than an order (“再写5条，按点击率排”) is not only that.
    """
    return not _MORE.search(message.plain) and rate_named(message.plain, racing) == "predicted"


def rate_named(text: str, racing: bool) -> Literal["predicted", "measured"] | None:
    """The rates by which `text` wants an order.

    While a race runs, “按点击率排” means the measured ones unless the message speaks of a prediction.
    """
    found = _BY_RATE.search(text)
    if found is None:
        return None
    return "measured" if racing and not _PREDICTED.search(found[0]) else "predicted"
