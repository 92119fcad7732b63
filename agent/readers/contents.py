"""Titles pointed at by what they say: 带猫那条, 讲老板的那个, “直播”那句, 有问号那条, the one about coffee."""

# ruff: noqa: E501 - a pattern reads better whole

from __future__ import annotations

import re
from collections.abc import Sequence

from agent.plan import ShownList, TitleRef
from agent.readers.marks import mark_of
from agent.readers.message import QUOTE, Message
from models.text import contains

_VERB = r"(?:带着?|写到?|说到?|讲到?|提到?及?|聊到?|有|含|用了?|关于|里面?有|出现|包含)"
_ONE = r"(?:[那这](?:一)?(?:[条句款版则题]|一?个)|[那这][俩几两三]\s?[条句个])"
_SAID = re.compile(
    rf"(?:^|[,。;!?\s把将给让用和跟]|就|先|那)(?P<verb>{_VERB})?\s?(?P<word>{QUOTE}|[^\s,。;!?、{QUOTE[1:-1]}]{{1,8}}?)(?P<of>的)?{_ONE}"
)
_ENGLISH = re.compile(
    rf"\b(?:the )?(?:one|title|line)s? (?:about|with|on|that (?:says|mentions|has)|mentioning|saying)\s(?:the\s)?(?P<word>{QUOTE}|[\w\u4e00-\u9fff]+)",
    re.I,
)
_SHORTEST = 2
# Which list or when, not what a title says.
_NO_CONTENT = re.compile(r"刚才|刚刚|之前|原来|上面|下面|最[早初后先新近]|开头|末尾|改过?|选中?|喜欢|满意")


def read_by_content(message: Message, shown: Sequence[ShownList]) -> TitleRef | None:
    """The titles of the latest list that say so; none when no title does, or all of them."""
    if not shown or len(shown[-1].texts) < 2:
        return None
    texts = shown[-1].texts
    numbers: list[int] = []
    for pattern in (_SAID, _ENGLISH):
        for match in pattern.finditer(message.text):
            told = "verb" in match.groupdict() and bool(match["verb"] or match["of"] or not match[0].endswith("个"))
            found = _holding(message.unmask(match["word"]), texts) if told or pattern is _ENGLISH else []
            numbers += [number for number in found if number not in numbers]
    return TitleRef(numbers=tuple(numbers)) if numbers else None


def _holding(word: str, texts: Sequence[str]) -> list[int]:
    """Numbers of the titles that hold `word`, its end, or its characters in order; fewer than all of them."""
    if _NO_CONTENT.search(word):
        return []
    mark = mark_of(word)
    if mark != word:
        return _some([number for number, text in enumerate(texts, 1) if contains(text, mark)], texts)
    for start in range(max(1, len(word) - 1)):
        part = word[start:]
        if len(part) < _SHORTEST and len(word) > 1:
            break
        if found := _some([number for number, text in enumerate(texts, 1) if contains(text, part)], texts):
            return found
    spread = [number for number, text in enumerate(texts, 1) if len(word) >= _SHORTEST and _in_order(word, text)]
    return spread if len(spread) == 1 else []


def _some(found: list[int], texts: Sequence[str]) -> list[int]:
    return found if len(found) < len(texts) else []


def _in_order(word: str, text: str) -> bool:
    rest = iter(text)
    return all(char in rest for char in word)
