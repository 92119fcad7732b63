"""Races of a conversation: begun when they are approved, and how they stand.

A race's id is that of the approved action, its arms are title ids, its evidence is the events stored for it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from models.types import Title
from tools.opinions import Opinions
from tools.racing.events import Receipt
from tools.racing.feed import take_events
from tools.racing.listing import list_races
from tools.racing.pick import pick_finals
from tools.racing.race import Race, open_race
from tools.racing.report import RaceReport, report, rows_of
from tools.racing.rules import Prior, RaceRules
from tools.racing.status import RaceStatus
from tools.racing.store import RaceStore
from tools.racing.traffic import traffic
from tools.racing.verdict import Language
from tools.store import ActionRecord, Stores

PriorOf = Callable[[Sequence[Title]], Mapping[str, Prior]]


class RaceBook:
    """Begins, reads and judges races. Seeded, so the same events give the same answers."""

    def __init__(
        self, stores: Stores, seed: int = 0, *, races: RaceStore | None = None, prior: PriorOf | None = None
    ) -> None:
        self._stores = stores
        self._seed = seed
        self._races = races or RaceStore(stores.database)
        self._prior = prior

    def pick(self, titles: list[Title], n: int, opinions: Mapping[str, Opinions]) -> list[Title]:
        return pick_finals(titles, n, opinions)

    def is_racing(self, thread_id: str) -> bool:
        return bool(self._stores.actions.approved(thread_id, "race"))

    def begin(self, action: ActionRecord, rules: RaceRules | None = None) -> Race:
        """The race of an approved action, made when it is first asked for. Raises ValueError without titles."""
        titles = self._stores.titles.many(action.title_ids)
        prior = self._prior(titles) if self._prior and not self._races.arm_ids(action.id) else None
        return open_race(titles, prior=prior, store=self._races, seed=self._seed, race_id=action.id, rules=rules)

    def race(self, race_id: str) -> Race:
        """A race by id, as it was left. Raises KeyError for an unknown one."""
        arms = self._races.arm_ids(race_id)
        if not arms:
            raise KeyError(race_id)
        return open_race(arms, store=self._races, seed=self._seed, race_id=race_id)

    def ids(self) -> list[str]:
        """Every race, oldest first."""
        return self._races.ids()

    def name(self, race_id: str, language: Language) -> str:
        """What people call a race. Raises KeyError for an unknown one."""
        for entry in list_races(self._stores.database, race_id):
            return entry.name(language)
        raise KeyError(race_id)

    def take(self, events: Sequence[Mapping[str, Any]]) -> Receipt:
        """Count events; each goes to its `race_id`, else to the newest race of its arm. See `Race.record`."""
        return take_events(self._races, events, self._seed)

    def report(self, thread_id: str) -> RaceReport | None:
        """How the newest race of a conversation stands; none when none was started."""
        races = self._stores.actions.approved(thread_id, "race")
        if not races:
            return None
        status = self.begin(races[-1]).status()
        arm_ids = [arm.arm_id for arm in status.arms]
        return report(races[-1].id, status, traffic(self._stores.database, races[-1].id, arm_ids), self._texts(arm_ids))

    def rows(self, status: RaceStatus) -> list[dict[str, Any]]:
        """See `rows_of`."""
        return rows_of(status, self._texts([arm.arm_id for arm in status.arms]))

    def chances(self, thread_id: str) -> dict[str, float]:
        """Each title's probability of being best in a conversation's newest race, by id; none before viewers came."""
        races = self._stores.actions.approved(thread_id, "race")
        status = self.begin(races[-1]).status() if races else None
        return {arm.arm_id: arm.probability_best for arm in status.arms} if status and status.impressions else {}

    def _texts(self, arm_ids: Sequence[str]) -> dict[str, str]:
        return {title.id: title.text for title in self._stores.titles.existing(arm_ids)}
