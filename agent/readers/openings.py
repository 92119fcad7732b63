"""The words every title is to begin with: 每条用“加班”开头, 开头换成久坐."""

from __future__ import annotations

import re

from agent.readers.message import QUOTE, Message
from agent.readers.numerals import NUMBER
from agent.readers.style import is_manner
from agent.readers.vocabulary import FORBID

_HEAD = r"(?:开头|打头(?!阵)|起头|开场|起手)"
_WORDS = rf"({QUOTE}|[^\s,。;:!?、{QUOTE[1:-1]}]{{1,8}}?)"
_BEGINS = (
    re.compile(rf"(?:用|以|拿|由|从|改成?|换成?|改用|换用)\s?{_WORDS}\s?(?:来|做|当|作为?)?{_HEAD}"),
    re.compile(
        rf"{_HEAD}(?:都|全|统一|一律|要|得|就|再|给我)*(?:用|是|写|放|以|叫|改成?|换成?)\s?{_WORDS}(?:吧|呗|就[行好])?(?=$|[,。;!?\s])"
    ),
    re.compile(rf"(?<![条是])({QUOTE})\s?{_HEAD}"),
)
_FREE = re.compile(rf"{_HEAD}(?:都|就)?(?:随便|随意|不限|不用管|不管|怎么都行|放开|自由|别老?一样|不要?都?一样)")
_NOT_SO = re.compile(rf"(?:别|不要|不用|不必)(?:都|再|每条|老)*(?:用|以|拿)\s?{_WORDS}\s?(?:来|做|当|作为?)?{_HEAD}")
_NO_WORDS = re.compile(
    rf"数字|疑问|问句|提问|反问|感叹|悬念|对话|场景|数据|痛点|故事|短句|动词|名词|什么|哪|这个|那个|别的|其他|相同|一样|不同|新的|同一|吸引|^第?{NUMBER}[条个句]|^(?:个|几个|一?下|点|种|[它他她你我]$)"
)


def read_opening_words(message: Message, standing: str | None = None) -> str | None:
    """What titles shall begin with, at most 8 characters unless quoted; empty where any beginning is free again.

    `standing` are the words they had to begin with so far.
    """
    refused = _NOT_SO.search(message.text)
    if standing and (_FREE.search(message.text) or (refused and message.unmask(refused[1]) == standing)):
        return ""
    for pattern in _BEGINS:
        for match in pattern.finditer(message.text):
            words = re.sub(r"[俩两二三四]?个?[字词]$", "", message.unmask(match[1]).strip())
            refused = re.search(rf"{FORBID}[^,。;!?]{{0,4}}$", message.text[: match.start()])
            if words and not refused and not is_manner(words) and not _NO_WORDS.search(words):
                return words
    return None
