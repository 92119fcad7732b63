"""What the page shows for a seat: every panel's HTML, made afresh from the store."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from agent.suggestions import Suggestion
from ui.page.desk import Desk, Seat, brief_of
from ui.page.marks import Marks, pinned, read_marks
from ui.page.panels import brief_html, threads_html, welcome_html
from ui.page.talk import Reading, turns_html
from ui.page.text import words
from ui.page.tray import read_tray
from ui.page.tray_panel import tray_html


@dataclass(frozen=True)
class Screen:
    """Values of the panels, in the order in which the layout lists them."""

    seat: Seat
    talk: str
    live: str
    brief: str
    threads: str
    tray: str

    def values(self) -> tuple[Seat, str, str, str, str, str]:
        return self.seat, self.talk, self.live, self.brief, self.threads, self.tray


def show(desk: Desk, owner: str, seat: Seat, ideas: Sequence[Suggestion] | None = None) -> Screen:
    """The screen of a seat; `ideas` are first-screen suggestions, None while they are being made."""
    say = words(seat.language)
    advertiser = desk.advertiser(seat.advertiser_id)
    thread = desk.thread(owner, seat.thread_id)
    turns = thread.history() if thread else []
    pending = thread.pending() if thread else []
    tray = read_tray(desk.notes, owner, seat.advertiser_id)
    marks = read_marks(desk.notes, owner, seat.thread_id) if thread else Marks()
    titles = [title for turn in marks.turns(turns) for title in turn.titles]
    reading = Reading(
        limit=desk.max_chars,
        marks=marks,
        picked={one.id: one.text for one in tray.titles()},
        products={one.id: one.name for one in advertiser.products},
        opinions=desk.opinions(thread.id, titles) if thread else {},
    )
    inner = turns_html(turns, reading, say, pending) if turns or pending else welcome_html(advertiser, ideas, say)
    return Screen(
        seat=seat,
        talk=str(Markup('<div data-thread="{}">{}</div>').format(thread.id if thread else "", inner)),
        live="",
        brief=str(brief_html(brief_of(turns), advertiser, say, len(tray.picks))),
        threads=str(
            threads_html(desk.entries(owner, seat.advertiser_id), seat.thread_id, say, pinned(desk.notes, owner))
        ),
        tray=str(tray_html(tray, say)),
    )
