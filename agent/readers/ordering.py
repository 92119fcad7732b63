"""Whether shown titles are to be put in the order of what they will probably earn: “按预估点击率排一下”."""

# ruff: noqa: E501 - a pattern reads better whole

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


_SORTS = re.compile(
    r"排(?:个|一?下|一排|排|好)?(?:序|名|顺序|位)|(?:从好到(?:坏|差)|由好到(?:坏|差)|好坏|从高到低|由高到低|优劣)|按(?:好坏|分数?|得分|质量|高低)排|\b(?:rank|sort) (?:them|these|the)\b",
    re.I,
)
_SCORES: dict[str, Literal["fluency", "style", "quality"]] = {
    "流畅": "fluency",
    "通顺": "fluency",
    "风格": "style",
    "质量": "quality",
}
_COMPARES = re.compile(
    r"哪(?:一)?[条个句](?:更|比较|会|要|相对|最)?(?:好|强|合适|抓人|吸引|适合|行)|选哪|用哪|投哪|(?:更|最)?看好哪|(?:跟|和|与)第?.{1,3}[条个]比|比(?:一?比|较一?下|一下|较)|对比一?下|(?:有)?(?:什么|啥)(?:区别|不同|差别)|差在哪|pk|which (?:one )?is better|\bcompare\b",
    re.I,
)
_MEANING = re.compile(
    r"(?:啥|什么|何)意思|(?:在)?(?:说|讲)(?:的是|的)?(?:啥|什么)|看不(?:太)?懂|没看懂|读不懂|不明白|怎么理解|what does .{0,20}mean",
    re.I,
)


def sorts(message: Message) -> bool:
    """Whether titles are to be told from the best to the worst."""
    return bool(_SORTS.search(message.plain))


def sorted_by(message: Message) -> Literal["fluency", "style", "quality"] | None:
    """The one score that titles are to be sorted by, where one is named: “按质量排个序”."""
    named = re.search(r"(?:按|照|看)(?:着)?(流畅|通顺|风格|质量)", message.plain)
    return _SCORES[named[1]] if named else None


def compares(message: Message) -> bool:
    """Whether the titles named are to be compared with one another."""
    return bool(_COMPARES.search(message.plain))


def asks_meaning(message: Message) -> bool:
    """Whether it is asked what a title says."""
    return bool(_MEANING.search(message.plain))
