"""Bursts: the week in which something was said most, against the rest of the time."""

from __future__ import annotations

import datetime
import math
from collections import Counter
from collections.abc import Sequence

from pydantic import BaseModel, ConfigDict


class Burst(BaseModel):
    """`weeks` counts texts by ISO week, oldest first. `ratio`: the peak week's share of all texts of that week over
    the share in the other weeks; `z`: by how many Poisson standard deviations the peak exceeds what that would be."""

    model_config = ConfigDict(frozen=True)

    weeks: dict[str, int]
    peak: str
    ratio: float
    z: float


def burst(days: Sequence[datetime.date], everything: Sequence[datetime.date]) -> Burst | None:
    """Of the days on which it was said, among the days of all texts; none without days in two weeks at least."""
    said, total = Counter(map(_week, days)), Counter(map(_week, everything))
    if not said or len(total) < 2:
        return None
    peak = max(said, key=lambda week: (said[week] / total[week], week))
    elsewhere = sum(said.values()) - said[peak]
    share = (elsewhere + 0.5) / (sum(total.values()) - total[peak] + 1)
    expected = share * total[peak]
    return Burst(
        weeks={week: said[week] for week in sorted(total)},
        peak=peak,
        ratio=round(said[peak] / expected, 1),
        z=round((said[peak] - expected) / math.sqrt(expected), 1),
    )


def _week(day: datetime.date) -> str:
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02d}"
