"""What people paste: links, and lists with an entry a line. Put into the form in which the readers know it."""

from __future__ import annotations

import re

_LINK = re.compile(r"(?:https?://|www\.)[^\s一-鿿，。；、（）“”]+")
_LINK_LABEL = re.compile(r"^\s*(?:商品|产品|购买|详情)?(?:页)?(?:链接|网址|地址)\s*[：:]?\s*$")
_NAME_LABEL = re.compile(r"^\s*(?:商品|产品)(?:名称?)?[：:]\s*")
_POINTS_LABEL = re.compile(r"^\s*(?:卖点|亮点|特点)[：:]\s*(?=\S)")
_HEAD = re.compile(r"^\s*([^\s：:]{1,8})[：:]\s*$")
_ENTRY = re.compile(r"^\s*(?:[-*•·]|\d{1,2}[.、）)])?\s*([^\s，。；：:！？]{1,12})\s*$")
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
    return text or message


def _entry(line: str) -> str | None:
    """The word of a list's line; none where the line asks for something, which ends the list."""
    found = _ENTRY.match(line)
    return found[1] if found and not _ASKS.search(found[1]) else None


def _is_link_label(line: str) -> bool:
    return _LINK_LABEL.match(line) is not None


def _relabelled(line: str) -> str:
    return _POINTS_LABEL.sub("突出", _NAME_LABEL.sub("", line))
