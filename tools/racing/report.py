"""How a race stands, as plain values: what a conversation says of it, keeps with its turn, and a page draws."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from pydantic import BaseModel, ConfigDict

from tools.racing.status import RaceStatus
from tools.racing.traffic import Traffic
from tools.racing.verdict import Language, verdict

LANGUAGES: tuple[Language, ...] = ("zh", "en")


class ArmChart(BaseModel):
    """One title: its rate with the 90 % interval, its chance of being best, and its share of traffic now, all 0..1."""

    model_config = ConfigDict(frozen=True)

    text: str
    impressions: int
    ctr: float
    low: float
    high: float
    probability_best: float
    traffic_share: float


class RaceChart(BaseModel):
    """A race at one moment; `shares[point][arm]` of its traffic over time, see `traffic.Traffic`."""

    model_config = ConfigDict(frozen=True)

    race_id: str
    arms: list[ArmChart]
    over: Literal["decisions", "time", "nothing"]
    ends: list[float]
    shares: list[list[float]]

    @classmethod
    def of(cls, race_id: str, status: RaceStatus, seen: Traffic, texts: Mapping[str, str]) -> RaceChart:
        arms = [
            ArmChart(text=texts.get(arm.arm_id, arm.arm_id), **{name: getattr(arm, name) for name in _SHOWN})
            for arm in status.arms
        ]
        shares = np.round(seen.shares, 4).tolist()
        return cls(race_id=race_id, arms=arms, over=seen.over, ends=seen.ends.tolist(), shares=shares)

    def traffic(self) -> Traffic:
        shares = np.array(self.shares, float).reshape(len(self.shares), len(self.arms))
        return Traffic(self.over, tuple(arm.text for arm in self.arms), np.array(self.ends, float), shares)


_SHOWN = ("impressions", "ctr", "low", "high", "probability_best", "traffic_share")


@dataclass(frozen=True)
class RaceReport:
    """`rows` of titles, the likeliest winner first; the verdict in both languages; the chart."""

    rows: list[dict[str, Any]]
    verdict: dict[Language, list[str]]
    chart: RaceChart


def report(race_id: str, status: RaceStatus, seen: Traffic, texts: Mapping[str, str]) -> RaceReport:
    told = {language: verdict(status, texts, language) for language in LANGUAGES}
    return RaceReport(rows_of(status, texts), told, RaceChart.of(race_id, status, seen, texts))


def rows_of(status: RaceStatus, texts: Mapping[str, str]) -> list[dict[str, Any]]:
    """One row a title: counts, and probability_best and expected_loss (clicks an impression), both 0..1."""
    rows = [
        {
            "title_id": arm.arm_id,
            "text": texts.get(arm.arm_id, arm.arm_id),
            "state": status.state if arm.active else "excluded",
            "impressions": arm.impressions,
            "clicks": arm.clicks,
            "ctr": arm.ctr,
            "low": arm.low,
            "high": arm.high,
            "probability_best": arm.probability_best,
            "expected_loss": arm.expected_loss,
            "traffic_share": arm.traffic_share,
            "spend": arm.spend,
            "winner": arm.arm_id == status.winner,
        }
        for arm in status.arms
    ]
    return sorted(rows, key=lambda row: -float(row["probability_best"]))
