"""Races of a conversation and how they stand.

A race is an approved action; its evidence is the feedback stored for its titles (impressions and clicks).
Both are rows of the tables, so nothing here can be lost or counted twice.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from models.types import Title
from tools.racing.pick import pick_finals
from tools.store import ActionRecord, Stores

DRAWS = 4_000
PRIOR_CLICKS, PRIOR_SKIPS = 1.0, 30.0  # about the click-through rate of an in-feed ad; worth 31 impressions


class RaceBook:
    """Reads and judges races. Probability of best: draws from Beta posteriors, seeded, so answers repeat."""

    def __init__(self, stores: Stores, seed: int = 0) -> None:
        self._stores = stores
        self._seed = seed

    def pick(self, titles: list[Title], n: int) -> list[Title]:
        return pick_finals(titles, n)

    def is_racing(self, thread_id: str) -> bool:
        return bool(self._stores.actions.approved(thread_id, "race"))

    def standings(self, thread_id: str) -> list[dict[str, Any]]:
        """Titles of the newest race, the likeliest winner first; empty when none was started.

        Rows hold text, impressions, clicks and probability_best (0..1).
        """
        races = self._stores.actions.approved(thread_id, "race")
        return self._judge(races[-1]) if races else []

    def _judge(self, race: ActionRecord) -> list[dict[str, Any]]:
        titles = self._stores.titles.many(race.title_ids)
        counts = [self._counts(title.id) for title in titles]
        best = probability_best(counts, self._seed)
        rows = [
            {
                "title_id": title.id,
                "text": title.text,
                "impressions": shown,
                "clicks": clicks,
                "probability_best": share,
            }
            for title, (shown, clicks), share in zip(titles, counts, best, strict=True)
        ]
        return sorted(rows, key=lambda row: -float(row["probability_best"]))

    def _counts(self, title_id: str) -> tuple[int, int]:
        events = self._stores.feedback.of(title_id)
        totals = {"impression": 0, "click": 0}
        for event in events:
            if event.kind in totals:
                totals[event.kind] += int(event.data.get("count", 1))
        return totals["impression"], totals["click"]


def probability_best(counts: list[tuple[int, int]], seed: int = 0) -> list[float]:
    """Each arm's posterior probability of the highest rate, from (impressions, clicks) pairs; sums to 1."""
    rng = np.random.default_rng(seed)
    clicks = np.array([c for _n, c in counts], dtype=float)
    shown = np.array([n for n, _c in counts], dtype=float)
    draws = rng.beta(PRIOR_CLICKS + clicks, PRIOR_SKIPS + np.maximum(shown - clicks, 0), size=(DRAWS, len(counts)))
    wins = np.bincount(draws.argmax(axis=1), minlength=len(counts))
    return [float(share) for share in wins / DRAWS]
