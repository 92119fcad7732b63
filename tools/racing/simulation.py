"""A race on made-up viewers, for watching how one goes. Nothing of it is real or stored."""

from __future__ import annotations

import datetime
from collections import deque
from collections.abc import Iterator, Sequence

import numpy as np

from tools.racing.race import Decision, open_race
from tools.racing.rules import RaceRules
from tools.racing.status import RaceStatus

BATCH = 100
START = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)


def simulated(
    rates: Sequence[float],
    impressions: int,
    *,
    policy: str = "ttts",
    seed: int = 0,
    looks: int = 10,
    delay: int = 0,
    maturation: int = 0,
) -> Iterator[RaceStatus]:
    """The race's state at `looks` even moments. Raises ValueError for fewer than two rates or one outside 0..1.

    An impression takes a second of made-up time; its click comes `delay` seconds later, and the race lets both wait
    for `maturation` seconds.
    """
    if len(rates) < 2 or not all(0 < rate < 1 for rate in rates):
        raise ValueError("a simulation needs two or more rates between 0 and 1")
    names = [f"模拟{number}" for number in range(1, len(rates) + 1)]
    viewers = _Viewers(dict(zip(names, rates, strict=True)), delay, seed)
    rules = RaceRules(maturation=maturation)
    race = open_race(names, policy=policy, seed=seed, rules=rules, clock=viewers.clock)
    batches = max(impressions // BATCH, 1)
    every = max(batches // looks, 1)
    for batch in range(1, batches + 1):
        race.record(viewers.answer(race.choose(n=BATCH)))
        if batch % every == 0 or batch == batches:
            yield race.status()


class _Viewers:
    """One looks each second; who clicks is seen `delay` seconds later."""

    def __init__(self, rates: dict[str, float], delay: int, seed: int) -> None:
        self._rates = rates
        self._delay = delay
        self._rng = np.random.default_rng(seed)
        self._second = 0
        self._late: deque[tuple[int, dict[str, object]]] = deque()

    def clock(self) -> datetime.datetime:
        return START + datetime.timedelta(seconds=self._second)

    def answer(self, decisions: Sequence[Decision]) -> list[dict[str, object]]:
        """Events of these viewers, and the clicks that come by now of those before."""
        events: list[dict[str, object]] = []
        for arm_id, _propensity, decision_id in decisions:
            self._second += 1
            named = {"arm_id": arm_id, "decision_id": decision_id, "at": self.clock().timestamp()}
            events.append({"id": f"i{decision_id}", "kind": "impression"} | named)
            if self._rng.random() < self._rates[arm_id]:
                self._late.append((self._second + self._delay, {"id": f"c{decision_id}", "kind": "click"} | named))
        while self._late and self._late[0][0] <= self._second:
            events.append(self._late.popleft()[1])
        return events
