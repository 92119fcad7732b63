"""Demands on the language of titles that cannot be met together."""

# ruff: noqa: E501 - a pattern reads better whole

from __future__ import annotations

import re

from agent.readers.message import Message

_ALL_CHINESE = re.compile(
    r"(?:全部?|都|只|纯|一律|统一)(?:要|得)?(?:用|写|是|要)?(?:成)?(?:中文|汉字|国语)|(?:all|only|pure|fully) (?:in )?chinese|不(?:要|许|能)(?:出现|有|带|夹)?(?:一个)?(?:外文|英文|外语|日文|字母)|别(?:出现|夹|带|用)(?:英文|外文|字母|日文)",
    re.I | re.A,
)
_ALL_ENGLISH = re.compile(
    r"(?:全部?|都|只|纯|一律)(?:要|得)?(?:用|写|是|要)?(?:成)?(?:英文|英语)|(?:all|only|fully|entirely) (?:in )?english",
    re.I | re.A,
)
_FOREIGN = re.compile(r"[\u3040-\u30ff\uac00-\ud7af]|[A-Za-z]{3,}")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")


def language_conflict(message: Message, include: tuple[str, ...]) -> str | None:
    """“全部用中文，每条带ありがとう”: which word breaks the language asked for, as a Chinese clause."""
    if _ALL_CHINESE.search(message.plain):
        foreign = [word for word in include if _FOREIGN.search(word) and not _CHINESE.search(word)]
        if foreign:
            return f"全部用中文，又要每条带“{foreign[0]}”，它不是中文"
    if _ALL_ENGLISH.search(message.plain):
        chinese = [word for word in include if _CHINESE.search(word)]
        if chinese:
            return f"全部用英文，又要每条带“{chinese[0]}”，它是中文"
    return None
