"""What people paste: links, and lists with an entry a line. Put into the form in which the readers know it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from agent.readers.exclusions import NO_ENTRY, NO_WORD, OF_THE_TRADE
from agent.readers.message import QUOTE, Message
from agent.readers.style import is_manner

_LINK = re.compile(
    r"(?:https?://|www\.|(?<![a-z0-9.-])(?:[a-z0-9-]{1,63}\.){1,6}(?:com|cn|net|tv|shop|top)(?=/))"
    r"[^\s一-鿿，。；、（）“”]+",
    re.I | re.A,
)
_BESIDE_LINK = re.compile(
    r"(?:(?:请|麻烦)?(?:帮我|帮忙)?(?:看一?[看下]|打开)(?:一下)?)?(?:就是|这是)?(?:[这那]?[个款条])?(?:的)?"
    r"(?:商品|产品|宝贝|购买|详情)?(?:页面?)?(?:的)?(?:链接|网址|地址)?"
)
_SIGNS = re.compile(r"[\s，。！!：:~～、;；]+")
_LINK_LABEL = re.compile(r"^\s*(?:商品|产品|购买|详情)?(?:页)?(?:链接|网址|地址)\s*[：:]?\s*$")
_NAME_LABEL = re.compile(r"^\s*(?:商品|产品)(?:名称?)?[：:]\s*")
_POINTS_LABEL = re.compile(r"^\s*(?:卖点|亮点|特点)[：:]\s*(?=\S)")
_HEAD = re.compile(r"^\s*([^\s：:]{1,8})[：:]\s*$")
_ENTRY = re.compile(r"^\s*(?:[-*•·]|\d{1,2}[.、）)])?\s*([^\s，。；：:！？]{1,12})\s*$")
_LIST_HEAD = re.compile(r"^\s*(?:关键词|keywords?)\s*[：:]\s*(?=\S)", re.I)
_BULLET = re.compile(r"^\s*(?:[-*•·]|\d{1,2}[.、）)])\s*")
_WORD = re.compile(r"[^\s，。；：:！？!?~～…“”\"'（）()<>=你我他她它俩仨]{2,8}")
_PRAISED = ("好看", "好听", "好玩", "好吃", "好用")
_CLAUSE_END = re.compile(r"[,。;!?\s]")
_LEAST_HEADED, _LEAST_BESIDE, _LONGEST = 2, 3, 8
# Lists half of which are these are thanks, or questions: of facts, the law, memes.
_NO_KEYWORDS = re.compile(
    r"感谢|谢+了?|佩服|厉害|辛苦了?|违规|违法|违禁词?|极限词|广告法|夸大|热梗|热词|流行语|价格|价钱|尺码|材质|参数|优点|亮点|优势|特点|成分|信息"
)
_ASKS = re.compile(r"\d+\s*[条个]|[一二两三四五六七八九十几]+[条个]|标题|写|来")


def unpasted(message: str) -> str:
    """The message without links and labels, its lists on one line.

    “关键词：\\n露营\\n折叠椅” becomes “关键词：露营、折叠椅”, “卖点：轻” becomes “突出轻”.
    """
    lines = [_relabelled(line) for line in _LINK.sub(" ", message).splitlines() if not _is_link_label(line)]
    out: list[str] = []
    while lines:
        line = lines.pop(0)
        entries: list[str] = []
        while _HEAD.match(line) and lines and (entry := _entry(lines[0])):
            entries.append(entry)
            lines.pop(0)
        out.append(line.strip() + "、".join(entries) if entries else line)
    text = "\n".join(out).strip()
    words = listed(text)
    return f"关键词：{'、'.join(words)}" if words else text or message


def without_links(message: str) -> str:
    """What was typed, or pasted with the links."""
    return _LINK.sub(" ", message)


def is_lone_link(message: str) -> bool:
    """Whether a message holds links and nothing that says what they lead to."""
    rest = without_links(message)
    return rest != message and _BESIDE_LINK.fullmatch(_SIGNS.sub("", rest)) is not None


def listed(text: str) -> list[str]:
    """The words of a text that is nothing but a list of them, with its head or without; empty for any other.

    A line holds a word each, or 、 or / stand between them. Without a head it takes three: two may be products to
    choose from, or readers (学生/宝妈). Commas stand between clauses as well (短一点，活泼一点), so only between short
    words.
    """
    bare = _LIST_HEAD.sub("", text)
    least = _LEAST_BESIDE if bare == text else _LEAST_HEADED
    for marks, longest in ((r"\n", _LONGEST), (r"[、/\t]", _LONGEST), (r"[，,]", 4)):
        parts = [_BULLET.sub("", part).strip(" \r\t，,、。") for part in re.split(marks, bare)]
        words = [part for part in parts if part]
        asked = least > _LEAST_HEADED and 2 * sum(map(bool, map(_NO_KEYWORDS.fullmatch, words))) >= len(words)
        if len(words) >= least and all(_is_word(one, longest) for one in words) and not asked:
            return list(dict.fromkeys(words))
    return []


def listed_beside(message: Message, used: Sequence[tuple[int, int]]) -> tuple[str, ...]:
    """The words of a clause that lists three or more (耳机，通勤、地铁、降噪); `used`: stretches understood already."""
    start = 0
    for clause in _CLAUSE_END.split(message.text):
        end = start + len(clause)
        words = [part for part in clause.split("、") if part]
        free = not any(one < end and start < other for one, other in used)
        if free and len(words) >= _LEAST_BESIDE and all(_is_word(one, _LONGEST) for one in words):
            return tuple(dict.fromkeys(words))
        start = end + 1
    return ()


def _is_word(part: str, longest: int) -> bool:
    """Whether it may be a keyword; not what asks for something, or tells how titles should sound."""
    if len(part) > longest or not _WORD.fullmatch(part) or part.isnumeric() or re.search(QUOTE, part):
        return False
    if part in _PRAISED:
        return True
    return not (NO_WORD.search(part) or NO_ENTRY.search(part) or OF_THE_TRADE.match(part) or is_manner(part))


def _entry(line: str) -> str | None:
    """The word of a list's line; none where the line asks for something, which ends the list."""
    found = _ENTRY.match(line)
    return found[1] if found and not _ASKS.search(found[1]) else None


def _is_link_label(line: str) -> bool:
    return _LINK_LABEL.match(line) is not None


def _relabelled(line: str) -> str:
    return _POINTS_LABEL.sub("突出", _NAME_LABEL.sub("", line))
