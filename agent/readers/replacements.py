"""Exact exchanges of words: 把A换成B, A改成B, A→B, 不是A是B, replace A with B."""

# ruff: noqa: E501 - a pattern reads better whole

from __future__ import annotations

import re

from agent.readers.marks import MARKS, mark_of
from agent.readers.message import QUOTE, Message
from agent.readers.numerals import NUMBER
from agent.readers.operands import BARE, trim

_Q = rf"(?:{QUOTE})"
_OLD = rf"(?:{_Q}|[^\s,。;:!?、{QUOTE[1:-1]}]{{1,10}}?)"
_NEW = rf"(?:{_Q}|{BARE})"
_CHANGE = r"(?:全|统一|一律|统统|通通|都)?(?:给我|给)?(?:换成|改成|替换成|替换为|换为|改为|改叫|换做|换作|改作|变成|替成|写成|写作|改写成)"
_PATTERNS = (
    re.compile(rf"({MARKS})(?:都|全)*{_CHANGE}\s?({_NEW})", re.I | re.A),
    re.compile(rf"(?:把|将|凡是|里的|里面的|里边的|里|中的)\s?({_OLD})(?:这个词|俩字|二字|这?个?字|的地方|都|全)*\s?{_CHANGE}\s?({_NEW})"),
    re.compile(rf"({_Q})(?:这个词|俩字|二字|这?个?字|的地方|都|全|,)*\s?{_CHANGE}\s?({_NEW})"),
    re.compile(rf"({_Q})[^。;!?{QUOTE[1:-1]}]{{0,12}}?{_CHANGE}\s?({_Q})"),
    re.compile(rf"(?:^|[\s,。;])(\d[\d.]*[^\s,。;\d]{{0,4}}?){_CHANGE}\s?(\d[^\s,。;!?]{{0,8}})"),
    re.compile(rf"(?:^|[\s,。;])({_OLD}){_CHANGE}\s?({_Q})"),
    re.compile(rf"(?:别|不要|不)(?:提|写|用|叫|说)\s?({_Q}|[^\s,。;]{{1,6}}?)[,\s]+(?:要|就|得)?(?:改成|换成|改用|换用|改叫|改为|写成|叫|用(?![烂腻滥多过坏]))\s?({_NEW})"),
    re.compile(rf"({_Q}|[^\s,。;]{{1,8}})\s?(?:→|->|=>|⇒)\s?({_NEW})"),
    re.compile(rf"(?:replace|swap|change|switch)\s(?:the\s)?(?:word\s)?({_Q}|[^\s,.]{{1,12}})\s(?:with|for|to|into|by)\s({_Q}|[^\s,.]{{1,12}})", re.I | re.A),
)  # fmt: skip
_BARE_PAIR = re.compile(
    rf"(?:^|[\s,。;])(?![把将])([\u4e00-\u9fff]{{2,5}}?){_CHANGE}([\u4e00-\u9fffA-Za-z0-9]{{1,8}})(?=$|[,。;!?\s])"
)
# Of one title by its number only for what points back to the product: much else stands there (第2条读起来怪改成短句).
_POINTED_AT = re.compile(
    rf"第{NUMBER}[条个句](?:的|里的?|中的?)?(?![把将])([\u4e00-\u9fff]{{2,10}}?){_CHANGE}(这[\u4e00-\u9fff]{{1,4}})(?=$|[,。;!?\s])"
)
_CORRECTION = re.compile(
    r"(?:^|[\s,。;!])(?:是)?不是\s?([^\s,。;!?]{1,12}?)(?:啊|呀|哈|哦|了|,|\s)+(?:而|应该|要)?是\s?([^\s,。;!?]{1,12})"
)
_REVERSED = re.compile(
    r"(?:^|[\s,。;!])(?:不对|应该|其实|得|,)*是([^\s,。;!?]{1,12}?)(?:,|\s)?(?:不是|而不是|并非)([^\s,。;!?]{1,12}?)(?:啊|呀|哈|哦|$|[\s,。;!])"
)
_NOT_A_WORD = re.compile(
    r"^(?:第|它|这|那|全部|所有|标题|口气|语气|风格|口吻|调性|产品|字数|长度|数量|人群|受众|语言|上一|最[后长短多少]|上限|下限|场景|角度|主题|话题|开头|结尾|对象|用户|人称|顺序|标点|格式|重点|卖点|方向|思路|目标|价格|时间|日期|其[他它]|那就|就|都|也|再|要|想|不|没|可以|能|最好|干脆|还是|前|后)|条$|(?:点|些|一点|版|风|风格|的)$|\d+个?字|以内|^\d+[条个]"
)


_POINTING = re.compile(r"这(?![条个句些样种版批次边里么]).")  # 这游戏 may stand for its name


def read_replacements(message: Message) -> tuple[tuple[str, str], ...]:
    """Pairs (old, new) in the order typed. What names a title or its manner is no word to exchange."""
    found: dict[str, str] = {}
    for pattern in (*_PATTERNS, _BARE_PAIR, _POINTED_AT):
        for match in pattern.finditer(message.text):
            old, new = _word(message, match[1]), _word(message, match[2], new=True)
            if old and new and old != new:
                found.setdefault(old, new)
    for pattern, order in ((_CORRECTION, (1, 2)), (_REVERSED, (2, 1))):
        for match in pattern.finditer(message.text):
            old, new = (_word(message, match[group]) for group in order)
            if old and new and old != new and len(old) <= 10 and len(new) <= 10:
                found.setdefault(old, _completed(old, new))
    return tuple(found.items())


def _word(message: Message, part: str, new: bool = False) -> str:
    """The word of a part; empty where it is none. A `new` one may point to what it names."""
    quoted = message.quoted_in(part)
    word = quoted[0] if quoted else trim(part)
    named = word[1:] if new and _POINTING.match(word) else word
    return "" if not quoted and _NOT_A_WORD.search(named) else mark_of(word)


def _completed(old: str, new: str) -> str:
    """“不是WiFi7，是6”: the new word takes the old one's stem."""
    stem = re.sub(r"\d+$", "", old)
    return stem + new if new.isdecimal() and stem and stem != old else new
