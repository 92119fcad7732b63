"""What happens on each event of the page. Handlers check ownership through the desk and never trust ids they get."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import gradio as gr

from agent.session import ThreadBusy
from agent.suggestions import Suggestion
from agent.turn import TokenEvent, TurnEvent
from tools.store import NotFound
from ui.page.briefing import edit_of
from ui.page.desk import Desk, Seat, brief_of, owner_of
from ui.page.pace import Pace
from ui.page.panels import brand_html, hints_html
from ui.page.screen import Screen, show
from ui.page.shown import Shown
from ui.page.talk import LiveTurn, live_html
from ui.page.text import words
from ui.page.toasts import failure, inform, warn
from ui.ports import ThreadLike

log = logging.getLogger(__name__)

IDEAS = 8
IDEA_AT_MOST = 64
HINT_AT_MOST = 200
HINTS = 5
HINT_FROM, HINT_TO = 2, 60  # characters typed; titles are shorter, what says a title's meaning may be longer
MESSAGE_LIMIT = 4_000
NAME_LENGTH = 24
FRAME_SECONDS = 0.05
STOP_TRIES = 8

Values = tuple[Any, ...]


class Handlers:
    """Event handlers over one desk. Each gives the values of the panels in `Screen`'s order."""

    def __init__(self, desk: Desk, pace: Pace | None = None) -> None:
        self.desk = desk
        self.pace = pace or Pace()
        self.shown = Shown()
        self._talking: dict[str, ThreadLike] = {}
        self._begun: set[str] = set()

    def arrive(self, seat: Seat, request: gr.Request) -> Iterator[Values]:
        """The page opens: on the conversation named in its address if it is the visitor's own."""
        owner = owner_of(request)
        thread = self.desk.thread(owner, request.query_params.get("t"))
        say, allowed = words(seat.language), self.desk.advertisers(owner)
        choices = [(f"{one.name} · {one.industry}" if one.industry else one.name, one.id) for one in allowed]
        if not allowed:
            raise failure(say.no_accounts, seat.language)
        seat = seat.at(thread.advertiser_id, thread.id) if thread else seat.at(allowed[0].id)
        brand = brand_html(say, request.username)
        for values in self._with_ideas(owner, seat):
            if str(request.session_hash) in self._begun:  # a quick visitor's first message was faster than this screen
                values = (gr.skip(),) * len(values)
            yield (*values, gr.update(choices=choices, value=seat.advertiser_id), brand)

    def choose(self, advertiser_id: str, seat: Seat, request: gr.Request) -> Iterator[Values]:
        """Another advertiser: a clean first screen."""
        owner = owner_of(request)
        known = {one.id for one in self.desk.advertisers(owner)}
        yield from self._with_ideas(owner, seat.at(advertiser_id if advertiser_id in known else seat.advertiser_id))

    def begin(self, seat: Seat, request: gr.Request) -> Iterator[Values]:
        yield from self._with_ideas(owner_of(request), seat.at(seat.advertiser_id))

    def send(self, message: str, seat: Seat, request: gr.Request) -> Iterator[Values]:
        """A typed message. It leaves its box when the turn is shown, which the browser does by itself."""
        if message.strip() and self.pace.allows("turn", request, seat.language):
            yield from self.turn(message, seat, request)
        else:
            yield _same(seat)

    def say(self, seat: Seat, event: gr.EventData, request: gr.Request) -> Iterator[Values]:
        """A message sent by a button of a card; one of the first screen is thereby adopted."""
        if not self.pace.allows("turn", request, seat.language):
            yield _same(seat)
            return
        self._adopt(owner_of(request), seat, text_of(event, "idea"))
        yield from self.turn(text_of(event, "text"), seat, request)

    def taken(self, seat: Seat, event: gr.EventData, request: gr.Request) -> None:
        """A card of the first screen was copied."""
        self._adopt(owner_of(request), seat, text_of(event, "idea"))

    def _adopt(self, owner: str, seat: Seat, idea: str) -> None:
        if idea and self.desk.serves(owner, seat):
            self.desk.assistant.adopt(seat.advertiser_id, idea[:IDEA_AT_MOST])

    def answer(self, seat: Seat, event: gr.EventData, request: gr.Request) -> Values:
        """Approve or decline a pending action of the visitor's own conversation."""
        owner, action_id = owner_of(request), text_of(event, "id")
        thread = self.desk.thread(owner, seat.thread_id)
        say = words(seat.language)
        if thread is None or action_id not in {one.id for one in thread.pending()}:
            inform(say.answered, seat.language)
        else:
            try:
                thread.resume(getattr(event, "approve", False) is True, action_id)
            except ThreadBusy:
                warn(say.busy, seat.language)
        return self.screen(owner, seat).values()

    def stop(self, seat: Seat, request: gr.Request) -> None:
        """Stop the turn; one that is only about to begin is waited for."""
        thread = self.desk.thread(owner_of(request), seat.thread_id)
        for _ in range(STOP_TRIES):
            if thread is None or thread.cancel():
                return
            time.sleep(FRAME_SECONDS)

    def gone(self, request: gr.Request) -> None:
        """The tab was closed: its turn is stopped, so that others get the place."""
        self._begun.discard(str(request.session_hash))
        thread = self._talking.get(str(request.session_hash))
        if thread is not None:
            thread.cancel()

    def hint(self, seat: Seat, event: gr.EventData, request: gr.Request) -> str:
        """Titles that continue what is being typed, or once it is long enough say something alike."""
        text = text_of(event, "text").strip()
        if not HINT_FROM <= len(text) <= HINT_TO or not self.desk.serves(owner_of(request), seat):
            return ""
        if not self.pace.allows("hint", request, seat.language):
            return ""
        found = self.desk.assistant.complete(text, HINTS, seat.advertiser_id)
        return str(hints_html(found, words(seat.language)))

    def took(self, seat: Seat, event: gr.EventData, request: gr.Request) -> None:
        """A hint was taken into the message box: its title is adopted."""
        text = text_of(event, "text")
        if 0 < len(text) <= HINT_AT_MOST and self.desk.serves(owner_of(request), seat):
            self.desk.assistant.take(seat.advertiser_id, text)

    def amend(self, seat: Seat, event: gr.EventData, request: gr.Request) -> Values:
        """A chip of the Brief changed, added or lifted by hand."""
        owner, say = owner_of(request), words(seat.language)
        new, seat = text_of(event, "text"), self._seated(owner, seat)
        try:
            thread = self.desk.thread_to_write(owner, seat)
            brief = brief_of(thread.history())
            advertiser = self.desk.advertiser(thread.advertiser_id)
            thread.amend(edit_of(brief, advertiser, text_of(event, "field"), text_of(event, "old"), new))
            seat = seat.at(thread.advertiser_id, thread.id)
        except ThreadBusy:
            warn(say.busy, seat.language)
        except NotFound:
            warn(say.gone, seat.language)
        except ValueError:
            warn(say.bad_value.format(new), seat.language)
        return self.screen(owner, seat).values()

    def switch(self, seat: Seat, request: gr.Request) -> Values:
        """The other language."""
        owner = owner_of(request)
        seat = replace(seat, language="en" if seat.language == "zh" else "zh")
        return self.screen(owner, seat, ideas=True).values()

    def turn(self, message: str, seat: Seat, request: gr.Request) -> Iterator[Values]:
        """Stream one turn: a sign of life first, the settled screen last, whatever happens."""
        owner, session, say = owner_of(request), str(request.session_hash), words(seat.language)
        live, seat = LiveTurn(user=message[:MESSAGE_LIMIT]), self._seated(owner, seat)
        self._begun.add(session)
        try:
            thread = self.desk.thread_to_write(owner, seat)
            if thread.id != seat.thread_id:
                thread.rename(" ".join(live.user.split())[:NAME_LENGTH])
            seat = seat.at(seat.advertiser_id, thread.id)
            before = self.screen(owner, seat, ideas=True)
            told = before.talk if thread.history() else f'<div data-thread="{thread.id}"></div>'
            self._talking[session] = thread
            yield seat, told, self._live(live, seat), before.brief, before.threads, before.tray
            for _ in _stream(thread, live):
                self.shown.add(owner, live.titles)
                yield seat, gr.skip(), self._live(live, seat), gr.skip(), gr.skip(), gr.skip()
        except ThreadBusy:
            warn(say.busy, seat.language)
        except NotFound:
            warn(say.gone, seat.language)
        except Exception as error:  # the page must come back to rest; the log has the whole story
            log.exception("a turn failed")
            warn(say.failed.format(error), seat.language)
        finally:
            self._talking.pop(session, None)
        yield self.screen(owner, seat).values()

    def _seated(self, owner: str, seat: Seat) -> Seat:
        """The seat with an account, the visitor's first where the page has not told yet which it is on."""
        allowed = () if seat.advertiser_id else self.desk.advertisers(owner)
        return seat.at(allowed[0].id) if allowed else seat

    def _own(self, owner: str, seat: Seat) -> Seat:
        """The seat at an account of the visitor's; an error on the page for who has none."""
        if self.desk.serves(owner, seat):
            return seat
        allowed = self.desk.advertisers(owner)
        if not allowed:
            raise failure(words(seat.language).no_accounts, seat.language)
        return seat.at(allowed[0].id)

    def _live(self, live: LiveTurn, seat: Seat) -> str:
        return str(live_html(live, self.desk.max_chars, words(seat.language)))

    def screen(self, owner: str, seat: Seat, *, ideas: bool = True) -> Screen:
        """The screen of a seat; of the visitor's first account where the seat's is not, or no longer, theirs."""
        seat = self._own(owner, seat)
        empty = seat.thread_id is None
        return show(self.desk, owner, seat, self._ideas(owner, seat) if ideas and empty else ())

    def _with_ideas(self, owner: str, seat: Seat) -> Iterator[Values]:
        """The screen at once, its suggestions when they are there."""
        seat = self._own(owner, seat)
        if seat.thread_id is None:
            yield show(self.desk, owner, seat, None).values()
        yield self.screen(owner, seat).values()

    def _ideas(self, owner: str, seat: Seat) -> list[Suggestion]:
        found = self.desk.assistant.first_screen(seat.advertiser_id, IDEAS)
        self.shown.add(owner, [one.title for one in found if one.title])
        return found


def _stream(thread: ThreadLike, live: LiveTurn) -> Iterator[None]:
    """Feed a turn's events to `live`; token events share a frame, everything else shows at once."""
    shown = 0.0
    for event in thread.stream(live.user):
        live.take(event)
        now = time.monotonic()
        if isinstance(event, TurnEvent) or (isinstance(event, TokenEvent) and now - shown < FRAME_SECONDS):
            continue
        shown = now
        yield


def text_of(event: gr.EventData, name: str) -> str:
    value = getattr(event, name, "")
    return value if isinstance(value, str) else ""


def _same(seat: Seat) -> Values:
    return (seat, *(gr.skip() for _ in range(5)))
