"""How the heat (热度) of a meme cools with time."""

from __future__ import annotations

import datetime
from typing import Any

LEAST_HEAT, MOST_HEAT = 1.0, 5.0
HALF_LIFE_DAYS = 180.0
SETTING = "memes"
"""Key of the operators' setting: {"half_life_days": days}."""


def half_life_of(setting: Any) -> float:
    """Days, as the setting says; None while it was never set."""
    return float((setting or {}).get("half_life_days", HALF_LIFE_DAYS))


def cooled(heat: float, days: int, half_life: float = HALF_LIFE_DAYS) -> float:
    """Heat after `days` in which nothing renewed it: what lies above 1 halves every `half_life` days.

    A day before the heat was measured counts as that day. Rounded to hundredths.
    """
    left: float = 0.5 ** (max(days, 0) / half_life)
    return round(LEAST_HEAT + (heat - LEAST_HEAT) * left, 2)


def cooled_at(heat: float, since: datetime.date | None, today: datetime.date, half_life: float) -> float:
    """Heat as of `today` that was measured on the day `since`; one of no known day stays as it is."""
    return heat if since is None else cooled(heat, (today - since).days, half_life)
