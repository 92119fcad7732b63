"""How many titles by comparison with before: 条数翻倍, 数量减半, 比刚才多两条, 少一条, half as many."""

# ruff: noqa: E501 - a pattern reads better whole

from __future__ import annotations

import re

from agent.readers.counts import MAX_COUNT, read_count
from agent.readers.message import Message
from agent.readers.numerals import NUMBER, to_number

# Numbers of titles; a noun before them makes them numbers of something else (粉丝数量).
_NOUN = r"(?:^|[,。;!?\s]|把|将|标题的?|这次|那|就|先|再|给我)(?:条数|数量|个数|总数|标题数|数目|份数)"
_ADV = r"(?:给我|再|都|直接|先|也|就|是|要|得|改成|改为|变成|调成|按|来|给|写|出|上面|上次|上一?轮|上一?批|原来|原先|刚才|之前|现在|那个?数|这个?数|的)*"
_BEFORE = r"(?:刚才|刚刚|上面|上次|上一?轮|上一?批|之前|原来|原先|现在|这|那|前面)(?:个|的|那个?数|那批|那轮|那次|数量?|条数)*"
_END = r"(?=(?:来|写|出)?(?:就?[行够]|就可?以?好?|好了|吧|呗|了|啊|哈)*(?:$|[,。;!?~\s]))"
_EN_END = r"(?=$|[,.;!?。]|\s(?:please|now|this|next|again)\b|\s(?:of\s)?(?:titles|options|lines|ones)\b)"
# At the head of the message, or after a word on how many there were: elsewhere things double that are no titles.
_HEAD = r"(?:^|(?:少|多|不够|行|好|可以)了?[,。;!?\s]\s?)"
# Where a comparison with the last list begins: what a noun stands before (口袋比之前多两个) is a fact.
_START = r"(?:^|[,。;!?\s]|标题|条数|数量|这次|下次|[给帮]?我|你|那|就|再|来|写|按)"
# Measure words that only titles have among what advertisers count: 两款 and 一份 are goods.
_TITLES = r"(?:条|句|则|个?标题)"
_TWICE = r"(?:翻(?:一|个|上)?[倍番]|加(?:一)?倍|双倍|乘(?:以|上)?\s?[2二两]|[x×*]\s?2|多(?:出)?一倍|[两二2]倍)"
_HALF = r"(?:减(?:掉|去)?(?:一)?半|砍(?:掉|去)?(?:一)?半|少(?:掉)?一半|对半砍|打(?:个)?对折|折半|[只就]?(?:要|留|来|写|出)一半|一半(?:就|的量))"
_SAME = r"(?:再(?:来|写|给|出|整)(?:我)?(?:一倍|同样多|这么多|一样多)|(?:同样|一样|相同)的?(?:数量|条数|数目)(?:再)?(?:来|写|给|出|整)(?:一[批组轮份])?)"
_TIMES = (
    (2.0, re.compile(rf"{_NOUN}{_ADV}{_TWICE}{_END}|{_START}{_BEFORE}(?:的)?[两二2]倍{_END}|{_HEAD}{_ADV}{_TWICE}(?:条数|数量)?(?!了){_END}|翻(?:一)?倍(?:的)?(?:条数|数量){_END}|\b(?:double|twice) (?:the (?:count|number)|as many){_EN_END}|\bdouble (?:it|them|that){_EN_END}", re.I | re.A)),
    (0.5, re.compile(rf"{_NOUN}{_ADV}{_HALF}{_END}|{_HEAD}[只就]?(?:要|留|砍|减)(?:掉|去)?一半{_END}|\bhalf (?:as many|the (?:count|number)){_EN_END}|\bcut (?:the (?:count|number)|them) in half{_EN_END}", re.I | re.A)),
    (1.0, re.compile(rf"{_SAME}{_END}|\bas many (?:more|again){_EN_END}", re.I | re.A)),
)  # fmt: skip
# 个 alone counts anything, so it must open the message (比上一批少一个).
_COMPARED = re.compile(
    rf"(?:{_START}比{_BEFORE}(?:再)?(?:要)?(?P<sign>多|少)(?:来|写|给|出|要|个)?\s?(?P<by>{NUMBER})\s?{_TITLES}"
    rf"|^比{_BEFORE}(?:再)?(?:要)?(?P<sign_of>多|少)(?:来|写|给|出|要)?\s?(?P<by_of>{NUMBER})\s?个){_END}"
)
_LESS = re.compile(
    rf"(?:^|[,。;!?\s])(?:那|就|再|给我|麻烦)*(?:少(?:来|写|给|出|要)?|减(?:少|去|掉)?)\s?(?P<by>{NUMBER})\s?{_TITLES}{_END}"
)
_AND_MORE = re.compile(rf"(?:^|[,。;!?\s])多\s?(?P<by>{NUMBER})\s?{_TITLES}(?=,)")


def read_relative(message: Message, last: int) -> int | None:
    """Titles wanted, when the message compares with the `last` count; a number said beside it decides."""
    text = message.text
    if not last:
        return None
    for pattern in (_COMPARED, _LESS, _AND_MORE):
        if match := pattern.search(text):
            if told := _beside(message, match):
                return told
            groups = match.groupdict()
            by = to_number(groups["by"] or groups["by_of"]) or 0
            more = "多" in (groups.get("sign"), groups.get("sign_of")) or pattern is _AND_MORE
            return _clamp(last + by if more else last - by)
    for times, pattern in _TIMES:
        if match := pattern.search(text):
            told = _beside(message, match)
            # “4条太少了，翻倍”: the number there was, not the one wanted.
            return told if told and told != last else _clamp(round(last * times))
    return None


def _beside(message: Message, match: re.Match[str]) -> int | None:
    rest = message.text[: match.start()] + "," + message.text[match.end() :]
    return read_count(Message(raw=message.raw, text=rest, quotes=message.quotes))


def _clamp(number: int) -> int | None:
    return min(number, MAX_COUNT) if number > 0 else None
