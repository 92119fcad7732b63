"""Holidays and shopping days that Chinese titles speak of.

Those of the lunar calendar are listed for 2025 to 2030 (dates as in the General Office of the State Council's notices
and the almanac of the Purple Mountain Observatory); in other years only the fixed ones are known.
"""

from __future__ import annotations

import datetime

AHEAD_DAYS = 14

_FIXED = {
    (1, 1): "元旦", (2, 14): "情人节", (3, 8): "妇女节", (5, 1): "五一", (5, 20): "520", (6, 1): "儿童节",
    (6, 18): "618", (9, 10): "教师节", (10, 1): "国庆", (11, 11): "双十一", (12, 12): "双十二", (12, 25): "圣诞",
}  # fmt: skip
_MOVING = {
    "春节": ("2025-01-29", "2026-02-17", "2027-02-06", "2028-01-26", "2029-02-13", "2030-02-03"),
    "清明": ("2025-04-04", "2026-04-05", "2027-04-05", "2028-04-04", "2029-04-04", "2030-04-05"),
    "端午": ("2025-05-31", "2026-06-19", "2027-06-09", "2028-05-28", "2029-06-16", "2030-06-05"),
    "七夕": ("2025-08-29", "2026-08-19", "2027-08-08", "2028-08-26", "2029-08-16", "2030-08-05"),
    "中秋": ("2025-10-06", "2026-09-25", "2027-09-15", "2028-10-03", "2029-09-22", "2030-09-12"),
}


def next_holiday(today: datetime.date, within: int = AHEAD_DAYS) -> str | None:
    """The nearest holiday from `today` on, `today` included; none when the next is more than `within` days away."""
    ahead = [(day, name) for day, name in _around(today.year) if 0 <= (day - today).days <= within]
    return min(ahead)[1] if ahead else None


def _around(year: int) -> list[tuple[datetime.date, str]]:
    fixed = [(datetime.date(one, *day), name) for one in (year, year + 1) for day, name in _FIXED.items()]
    return fixed + [(datetime.date.fromisoformat(day), name) for name, days in _MOVING.items() for day in days]
