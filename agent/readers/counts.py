"""How many titles are wanted: 三条, 来俩, 10个标题, 一打, 4 titles, “跳绳 体测 3”."""

# ruff: noqa: E501 - a pattern reads better whole

from __future__ import annotations

import re

from agent.readers.message import Message
from agent.readers.numerals import ENGLISH, NUMBER, to_number

MAX_COUNT = 50
_UNIT = r"(?:条|句|款|版|组|则|份|支|题)"
_POINTING = r"(?<![第前后那这哪头末另几\d.])"
_NOT_FOLLOWED = r"(?!\s*(?:里|中的|都|全|之间|线|件|道|命|路|街|腿|狗|鱼|裤|裙|本|页|合一|装))"
_SURE = re.compile(rf"{_POINTING}({NUMBER}){_UNIT}{_NOT_FOLLOWED}")
_TITLES = re.compile(rf"{_POINTING}({NUMBER})\s*个?(?:广告|新|中文|短|好)*(?:标题|标提|文案|titles?|options?)", re.I)
_GE = re.compile(
    rf"(?:来|写|出|要|整|搞|弄|想|给我?|生成|凑|凑够|一共|总共|共|再|多|补|加|做|憋)(?:上|个)?({NUMBER})个(?=$|[,。;!?~\s吧呗看行啊呀就]|标|不)"
)
_PAIR_WORDS = re.compile(r"(?:来|写|出|要|整|搞|弄|再|给|多|补)(?:个|我)?([俩仨])(?=$|[,。;!?~\s吧呗标]|新|别)")
_DOZEN = re.compile(r"(半|一|两)打")
_ABOUT_TEN = re.compile(r"([一二三四五六七八九]?十)[来几多](?:条|个)")
_RANGE = re.compile(rf"({NUMBER})\s*(?:-|到|至|~)\s*({NUMBER})\s*(?:条|个标题|titles?)", re.I)
_LOOSE_PAIR = re.compile(r"(?:([三四五六七八])([四五六七八九]))(?:条|个)")
_ENGLISH = re.compile(
    rf"\b({ENGLISH})\s+(?:more\s+|new\s+|other\s+|different\s+|chinese\s+|short\s+|ad\s+|bilibili\s+|good\s+|fresh\s+)*"
    r"(?:titles?|options?|headlines?|ideas?|versions?|ways|variants?|ones|lines|suggestions|candidates|continuations|more)\b",
    re.I,
)
_TIMES = re.compile(r"(?:[x×*])\s?(\d{1,2})(?=$|[\s,。])|(\d{1,2})\s?(?:pcs|ge)\b", re.I)
_BARE = re.compile(r"(?:^|\s)(\d{1,2})$")
_CHOOSING = re.compile(r"(?:挑|选|留|筛|定|拣|pick|choose|select|keep)(?:出来?|个|我|了|下|定)?\s?$", re.I)
_POINTED = re.compile(
    r"(?:最早|一开始|最初|开头|刚才|刚刚|上面|上述|之前|原来|上次|上一轮|上轮|the last|the first|those|these)(?:的|那|这)?\s?$",
    re.I,
)


def read_count(message: Message) -> int | None:
    """Titles wanted, 1 to 50, or none when the message does not say."""
    text = message.text
    if match := _RANGE.search(text):
        return _clamp(to_number(match[2]))
    if (match := _LOOSE_PAIR.search(text)) and to_number(match[2]) == (to_number(match[1]) or 0) + 1:
        return _clamp(to_number(match[2]))
    if match := _ABOUT_TEN.search(text):
        return _clamp(to_number(match[1]))
    if match := _DOZEN.search(text):
        return {"半": 6, "一": 12, "两": 24}[match[1]]
    for pattern in (_SURE, _TITLES, _GE, _PAIR_WORDS, _ENGLISH):
        for match in pattern.finditer(text):
            before = text[: match.start(1)]
            if not _POINTED.search(before) and not _CHOOSING.search(before):
                return _clamp(to_number(match[1]))
    if match := _TIMES.search(text):
        return _clamp(to_number(match[1] or match[2]))
    if len(message.clauses) > 1 and (match := _BARE.search(text)):
        return _clamp(to_number(match[1]))
    return None


def _clamp(number: int | None) -> int | None:
    return None if not number else max(1, min(number, MAX_COUNT))
