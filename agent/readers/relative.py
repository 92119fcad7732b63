"""How many titles by comparison with before: 条数翻倍, 数量减半, 比刚才多两条, 少一条, half as many."""

# ruff: noqa: E501 - a pattern reads better whole

from __future__ import annotations

import re

from agent.readers.counts import MAX_COUNT, read_count
from agent.readers.message import Message
from agent.readers.numerals import NUMBER, to_number
from agent.readers.vocabulary import ORDERED

_NOUN = r"(?:条数|数量|个数|总数|标题数|数目|份数|量)"
_ADV = r"(?:给我|再|都|直接|先|也|就|是|要|得|改成|改为|变成|调成|按|来|给|写|出|上面|上次|上一?轮|上一?批|原来|原先|刚才|之前|现在|那个?数|这个?数|的|,)*"
_BEFORE = r"(?:刚才|刚刚|上面|上次|上一?轮|上一?批|之前|原来|原先|现在|这|那|前面)(?:个|的|那个?数|那批|那轮|那次|数量?|条数)*"
_END = r"(?=$|[,。;!?~\s]|吧|呗|了|啊|哈|就|行|好|来|写|出)"
# Alone at the head of a clause, or after a word for how many: elsewhere things double that are no titles.
_TWICE = r"(?:翻(?:一|个|上)?[倍番]|加(?:一)?倍|双倍|乘(?:以|上)?\s?[2二两]|[x×*]\s?2|多(?:出)?一倍|[两二2]倍)"
_HALF = r"(?:减(?:掉|去)?(?:一)?半|砍(?:掉|去)?(?:一)?半|少(?:掉)?一半|对半砍|打(?:个)?对折|折半|[只就]?(?:要|留|来|写|出)一半|一半(?:就|的量))"
_SAME = r"(?:再(?:来|写|给|出|整)(?:我)?(?:一倍|同样多|这么多|一样多)|(?:同样|一样|相同)的?(?:数量|条数|数目)(?:再)?(?:来|写|给|出|整))"
_TIMES = (
    (2.0, re.compile(rf"{_NOUN}{_ADV}{_TWICE}|{_BEFORE}(?:的)?[两二2]倍{_END}|(?:^|[,。;!?\s]){_ADV}{_TWICE}(?:条数|数量)?{_END}|翻(?:一)?倍(?:的)?(?:条数|数量)|\b(?:double|twice) (?:the (?:count|number)|as many)|\bdouble (?:it|them|that)\b", re.I | re.A)),
    (0.5, re.compile(rf"{_NOUN}{_ADV}{_HALF}|(?:^|[,。;!?\s])[只就]?(?:要|留|砍|减)(?:掉|去)?一半{_END}|\bhalf (?:as many|the (?:count|number))|\bcut (?:the (?:count|number)|them) in half", re.I | re.A)),
    (1.0, re.compile(rf"{_SAME}|\bas many (?:more|again)\b", re.I | re.A)),
)  # fmt: skip
_COMPARED = re.compile(
    rf"比{_BEFORE}(?:再)?(?:要)?(?P<sign>多|少)(?:来|写|给|出|要|个)?\s?(?P<by>{NUMBER})\s?(?:{ORDERED}|个)"
)
_LESS = re.compile(
    rf"(?:^|[,。;!?\s])(?:那|就|再|给我|麻烦)*(?:少(?:来|写|给|出|要)?|减(?:少|去|掉)?)\s?(?P<by>{NUMBER})\s?{ORDERED}{_END}"
)
_AND_MORE = re.compile(rf"(?:^|[,。;!?\s])多\s?(?P<by>{NUMBER})\s?{ORDERED}(?=,)")


def read_relative(message: Message, last: int) -> int | None:
    """Titles wanted, when the message compares with the `last` count; a number said beside it decides."""
    text = message.text
    if not last:
        return None
    for pattern in (_COMPARED, _LESS, _AND_MORE):
        if match := pattern.search(text):
            rest = text[: match.start()] + "," + text[match.end() :]
            if told := read_count(Message(raw=message.raw, text=rest, quotes=message.quotes)):
                return told
            by = to_number(match["by"]) or 0
            more = match.groupdict().get("sign") == "多" or pattern is _AND_MORE
            return _clamp(last + by if more else last - by)
    factor = next((times for times, pattern in _TIMES if pattern.search(message.plain)), None)
    return _clamp(round(last * factor)) if factor else None


def _clamp(number: int) -> int | None:
    return min(number, MAX_COUNT) if number > 0 else None
