"""Read one cell: what users write for numbers, dates and lists."""

from __future__ import annotations

import datetime
import math
import re
from typing import Any

_NUMBER = re.compile(r"(\d+(?:\.\d+)?)(万|w|k|千|亿)?(?:次|元)?")
_SCALES = {"万": 10_000, "w": 10_000, "k": 1_000, "千": 1_000, "亿": 100_000_000, "": 1}
_DATE = re.compile(r"(\d{4})[-/.年]?(\d{1,2})[-/.月]?(\d{1,2})日?(?:[ T].*)?")
_LIST = re.compile(r"[;；|\n]+")
_SHORT_LIST = re.compile(r"[;；|\n、,，]+")
_NOTHING = {"", "-", "--", "—", "无", "null", "none", "nan", "n/a"}


def text(value: Any) -> str:
    """What the cell says, as one line; empty when it says nothing."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    shown = " ".join(str(value).split())
    return "" if shown.lower() in _NOTHING else shown


def count(value: Any) -> int:
    """A whole number of things: 12345, “12,345”, “1.2万”; 0 when empty. Raises ValueError."""
    shown = text(value).replace(",", "").replace("，", "").lower()
    if not shown:
        return 0
    match = _NUMBER.fullmatch(shown)
    if match is None:
        raise ValueError("应当是不小于 0 的整数，例如 12345 或 1.2万")
    number = round(float(match.group(1)) * _SCALES[match.group(2) or ""], 6)
    if number != int(number) or number > 2**53:
        raise ValueError("应当是整数")
    return int(number)


def date(value: Any) -> datetime.date | None:
    """2026-01-09, 2026/1/9, 20260109, 2026年1月9日, or a date; none when empty. Raises ValueError."""
    if isinstance(value, datetime.datetime):
        return value.date()
    if isinstance(value, datetime.date):
        return value
    shown = text(value)
    if not shown:
        return None
    match = _DATE.fullmatch(shown)
    try:
        if match is None:
            raise ValueError
        return datetime.date(*(int(part) for part in match.groups()))
    except ValueError:
        raise ValueError("应当是日期，例如 2026-01-09") from None


def items(value: Any, *, short: bool = False) -> tuple[str, ...]:
    """A list, or one cell parted by ; or | or line breaks; `short` items also by 、 and commas."""
    if isinstance(value, list | tuple):
        parts = [text(part) for part in value]
    else:
        raw = "" if value is None else str(value)
        parts = [text(part) for part in (_SHORT_LIST if short else _LIST).split(raw)]
    return tuple(dict.fromkeys(part for part in parts if part))
