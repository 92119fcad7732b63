"""What happens on each event of the racing tab. Whose race it is, is asked anew every time."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import gradio as gr

from tools.racing import Race, RaceBook
from tools.racing.listing import RaceEntry, list_races
from tools.racing.traffic import traffic
from ui.page.desk import Desk, Seat, owner_of, person
from ui.page.handlers import text_of
from ui.page.racing.simulating import SIZES, Simulation, read_rates, simulation_html
from ui.page.racing.view import Look, empty_html, list_html, race_html
from ui.page.racing.words import RacingWords, racing_words
from ui.page.toasts import warn

Panels = tuple[object, str]
"""HTML of the list and of what stands beside it."""

_DEEDS: dict[str, Callable[[Race, str, str], None]] = {
    "pause": lambda race, _arm, by: race.pause(by),
    "resume": lambda race, _arm, by: race.resume(by),
    "stop": lambda race, _arm, by: race.stop("stopped by hand", by),
    "pin": lambda race, arm, by: race.pin(arm, by),
    "unpin": lambda race, _arm, by: race.pin(None, by),
    "declare": lambda race, arm, by: race.declare(arm, by),
    "leave": lambda race, arm, by: race.leave(arm, by),
    "join": lambda race, arm, by: race.join(_member(race, arm), by=by),
}


class RacingHandlers:
    """Over one desk: an owner meets the races of the accounts that they may work for, an operator all."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._book = RaceBook(desk.assistant.stores, desk.seed)

    def show(self, seat: Seat, request: gr.Request) -> Panels:
        """The tab opens."""
        return self._panels(owner_of(request), seat, None)

    def do(self, seat: Seat, event: gr.EventData, request: gr.Request) -> Iterator[Panels]:
        """One act by its name."""
        owner, what, words = owner_of(request), text_of(event, "what"), racing_words(seat.language)
        if what == "simulate":
            yield from self._simulate(owner, event, words)
            return
        entry = self.entry(owner, text_of(event, "id"))
        if what == "list":
            entry = None
        elif entry is None:
            warn(words.gone, words.language)
        elif what in _DEEDS:
            try:
                _DEEDS[what](self._book.race(entry.id), text_of(event, "arm"), person(owner))
            except KeyError:
                warn(words.gone, words.language)
        yield self._panels(owner, seat, entry)

    def entry(self, owner: str, race_id: str) -> RaceEntry | None:
        """The race of that id if this owner may see it."""
        found = list_races(self._desk.assistant.stores.database, race_id) if race_id else []
        return next((one for one in found if self._may_see(owner, one)), None)

    def _may_see(self, owner: str, entry: RaceEntry) -> bool:
        if self._desk.operates(owner):
            return True
        if entry.advertiser_id is None or not self._desk.may_see(owner, entry.advertiser_id):
            return False
        return owner.startswith("user:") or entry.owner == owner

    def _panels(self, owner: str, seat: Seat, entry: RaceEntry | None) -> Panels:
        words = racing_words(seat.language)
        found = [one for one in list_races(self._desk.assistant.stores.database) if self._may_see(owner, one)]
        names = {one.id: one.name for one in self._desk.advertisers(owner)}
        rows = [(one, names.get(one.advertiser_id or "", one.advertiser_id or "—")) for one in found]
        beside = empty_html(words, any_race=bool(found))
        if entry is not None:
            beside = race_html(self._look(entry, names.get(entry.advertiser_id or "", "—")), words)
        return str(list_html(rows, entry.id if entry else None, words)), str(beside)

    def _look(self, entry: RaceEntry, account: str) -> Look:
        stores, race = self._desk.assistant.stores, self._book.race(entry.id)
        status = race.status()
        arm_ids = [arm.arm_id for arm in status.arms]
        return Look(
            entry=entry,
            account=account,
            rules=race.rules,
            status=status,
            gain=race.gain(),
            traffic=traffic(stores.database, entry.id, arm_ids),
            audit=race.audit(),
            texts={title.id: title.text for title in stores.titles.existing(arm_ids)},
        )

    def _simulate(self, owner: str, event: gr.EventData, words: RacingWords) -> Iterator[Panels]:
        simulation, asked = Simulation(), text_of(event, "rates")
        rates = read_rates(asked) if asked else simulation.rates
        if rates is None:
            warn(words.bad_rates, words.language)
            yield gr.skip(), gr.skip()
            return
        sizes = {str(size): size for size in SIZES}
        simulation = Simulation(rates, sizes.get(text_of(event, "impressions"), simulation.impressions))
        for _ in simulation.run(seed=time.time_ns() % 2**32):
            yield gr.skip(), str(simulation_html(simulation, words, done=False))
        yield gr.skip(), str(simulation_html(simulation, words, done=True))


def _member(race: Race, arm_id: str) -> str:
    """Only an arm that was in the race comes back: no other title gets traffic by an id. Raises KeyError."""
    if arm_id not in {arm.arm_id for arm in race.status().arms}:
        raise KeyError(arm_id)
    return arm_id
