"""What happens on each event of the console. The role is asked anew every time: a hidden tab protects nothing."""

from __future__ import annotations

import time
from typing import Any

import gradio as gr
from markupsafe import Markup

from tools.importing import ImportProblem
from tools.store import NotFound
from ui.page.console.adoption import ADOPTION
from ui.page.console.bench import Bench, Section, Visit
from ui.page.console.form import Form
from ui.page.console.house import HOUSE
from ui.page.console.html import joined
from ui.page.console.journal import JOURNAL
from ui.page.console.law import LAW
from ui.page.console.materials import LIBRARY, QUEUE
from ui.page.console.memebook import MEMEBOOK
from ui.page.console.memes import MEMES
from ui.page.console.mining import mined, shown_button
from ui.page.console.phrases import PHRASES
from ui.page.console.placements import PLACEMENTS
from ui.page.console.recall import RECALL
from ui.page.console.rules import RULES_SECTION
from ui.page.console.words import Say
from ui.page.desk import Desk, Seat, owner_of, person
from ui.page.door.shelf import reading
from ui.page.text import words
from ui.page.toasts import done, refused

_PAGES = (LIBRARY, QUEUE, RULES_SECTION, MEMES, MEMEBOOK, PHRASES, PLACEMENTS, RECALL, ADOPTION, LAW, HOUSE, JOURNAL)
SECTIONS = {one.name: one for one in _PAGES}

READ_SECONDS = 10.0
"""How long word of what a file held stays."""

Panels = tuple[Any, Any, Any, Any, Any]
"""HTML of the sections' names, and of a section: its form, what follows the typing, what stands below; the upload."""


class ConsoleHandlers:
    """Over one desk. Who is no operator gets one sentence, whatever they send."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._bench = Bench(desk)

    def show(self, seat: Seat, request: gr.Request) -> Panels:
        """The tab opens."""
        return self._panels(LIBRARY, Form({}), seat, request)

    def do(self, seat: Seat, event: gr.EventData, request: gr.Request) -> Panels:
        """One act by its name, or only another section."""
        asked = Form.of(event)
        section = SECTIONS.get(asked.text("section"), LIBRARY)
        visit, act = self._visit(seat, request), section.acts.get(asked.text("what"))
        if visit is not None and act is not None:
            try:
                done(act(visit, asked), seat.language)
                return self._panels(section, asked, seat, request, drawn=time.time_ns())
            except (ValueError, NotFound) as error:
                refused(str(error), seat.language)
                return gr.skip(), gr.skip(), gr.skip(), gr.skip(), gr.skip()  # what was typed stays, to be put right
        # What is taken up to be edited takes the place of what is typed.
        drawn = time.time_ns() if asked.has("edit") else 0
        return self._panels(section, asked, seat, request, drawn=drawn)

    def live(self, seat: Seat, event: gr.EventData, request: gr.Request) -> str:
        """What follows the typing."""
        asked, visit = Form.of(event), self._visit(seat, request)
        section = SECTIONS.get(asked.text("section"))
        return str(section.live(visit, asked)) if visit and section else ""

    def mine(self, file: str, seat: Seat, request: gr.Request) -> Panels:
        """Titles and comments of a file, which is removed, become proposals in the meme queue."""
        visit = self._visit(seat, request)
        with reading(file) as sheet:
            if visit is not None:
                try:
                    done(mined(visit, sheet), seat.language, seconds=READ_SECONDS)
                except (ImportProblem, ValueError) as error:
                    refused(str(error), seat.language)
        return self._panels(MEMES, Form({}), seat, request, drawn=time.time_ns())

    def _visit(self, seat: Seat, request: gr.Request) -> Visit | None:
        owner = owner_of(request)
        if not self._desk.operates(owner):
            return None
        return Visit(self._bench, person(owner), Say(seat.language), words(seat.language))

    def _panels(self, section: Section, asked: Form, seat: Seat, request: gr.Request, *, drawn: int = 0) -> Panels:
        """With a new `drawn` all is drawn afresh, and so emptied of what was typed."""
        visit = self._visit(seat, request)
        if visit is None:
            refused = Markup('<p class="quiet lonely">{}</p>').format(Say(seat.language)("not_yours"))
            return "", str(refused), "", "", shown_button("", Say(seat.language))
        shown = section.show(visit, asked)
        form, below = (Markup('<div data-drawn="{}">{}</div>').format(drawn, one) for one in (shown.form, shown.below))
        names, upload = sections_html(section.name, visit), shown_button(section.name, visit.say)
        return str(names), str(form), str(shown.live), str(below), upload


def sections_html(current: str, visit: Visit) -> Markup:
    """Names of the sections, each with how much waits there."""
    return Markup('<h2>{}</h2><ul class="sections">{}</ul>').format(
        visit.say("console"), joined(_name(one, current, visit) for one in SECTIONS.values())
    )


def _name(section: Section, current: str, visit: Visit) -> Markup:
    waiting: Any = section.count(visit.bench) if section.count else 0
    return Markup(
        '<li class="{}"><button type="button" class="open" data-act="do" data-section="{}"{}>{}{}</button></li>'
    ).format(
        "current" if section.name == current else "",
        section.name,
        Markup(' aria-current="true"') if section.name == current else "",
        visit.say(section.name),
        Markup(" <small>{}</small>").format(waiting) if waiting else "",
    )
