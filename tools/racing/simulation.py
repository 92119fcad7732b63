"""A race on made-up viewers, for watching how one goes. Nothing of it is real or stored."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from tools.racing.race import open_race
from tools.racing.status import RaceStatus

BATCH = 100


def simulated(
    rates: Sequence[float], impressions: int, *, policy: str = "ttts", seed: int = 0, looks: int = 10
) -> Iterator[RaceStatus]:
    """The race's state at `looks` even moments. Raises ValueError for fewer than two rates or one outside 0..1."""
    if len(rates) < 2 or not all(0 < rate < 1 for rate in rates):
        raise ValueError("a simulation needs two or more rates between 0 and 1")
    rng = np.random.default_rng(seed)
    names = [f"模拟{number}" for number in range(1, len(rates) + 1)]
    race, batches = open_race(names, policy=policy, seed=seed), max(impressions // BATCH, 1)
    every = max(batches // looks, 1)
    for batch in range(1, batches + 1):
        race.record(_viewers(race.choose(n=BATCH), dict(zip(names, rates, strict=True)), rng))
        if batch % every == 0 or batch == batches:
            yield race.status()


def _viewers(
    decisions: Sequence[tuple[str, float, str]], rates: dict[str, float], rng: np.random.Generator
) -> Iterator[dict[str, str]]:
    for arm_id, _propensity, decision_id in decisions:
        named = {"arm_id": arm_id, "decision_id": decision_id}
        yield {"id": f"i{decision_id}", "kind": "impression"} | named
        if rng.random() < rates[arm_id]:
            yield {"id": f"c{decision_id}", "kind": "click"} | named
