"""The tabs of the page: conversation, races and, for operators, the console."""

from __future__ import annotations

from typing import Any

import gradio as gr
from markupsafe import Markup

from ui.page.desk import Desk, Seat, owner_of
from ui.page.handlers import text_of
from ui.page.parts import QUIET

NAMES = {
    "zh": {"label": "页面", "chat": "对话", "races": "赛马", "console": "运营台"},
    "en": {"label": "Views", "chat": "Chat", "races": "Races", "console": "Console"},
}


def views_html(language: str, *, operator: bool) -> Markup:
    """Buttons that change the view; the page's script marks the current one."""
    names = NAMES["en" if language == "en" else "zh"]
    shown = ["chat", "races", *(["console"] if operator else [])]
    buttons = Markup("").join(
        Markup('<button type="button" class="tab" data-act="view" data-view="{}">{}</button>').format(name, names[name])
        for name in shown
    )
    return Markup('<nav class="views" aria-label="{}">{}</nav>').format(names["label"], buttons)


class Views:
    """Fills a view when it is opened. `fillers` give its panels' values, by name, in the order of `outputs`."""

    def __init__(self, desk: Desk, tabs: dict[str, tuple[Any, list[Any]]]) -> None:
        self._desk = desk
        self._tabs = tabs
        self.outputs = [panel for _, panels in tabs.values() for panel in panels]

    def arrive(self, seat: Seat, request: gr.Request) -> str:
        return str(views_html(seat.language, operator=self._desk.operates(owner_of(request))))

    def open(self, seat: Seat, event: gr.EventData, request: gr.Request) -> list[Any]:
        """The panels of the view that was chosen; all others stay as they are."""
        return self._fill(text_of(event, "view"), seat, request)

    def reword(self, seat: Seat, request: gr.Request) -> list[Any]:
        """The tabs in another language; views that stand open are filled when they are next chosen."""
        return [self.arrive(seat, request), *(value for name in self._tabs for value in self._one(name, seat, request))]

    def _fill(self, wanted: str, seat: Seat, request: gr.Request) -> list[Any]:
        return [
            value
            for name, (_, panels) in self._tabs.items()
            for value in (self._one(name, seat, request) if name == wanted else [gr.skip()] * len(panels))
        ]

    def _one(self, name: str, seat: Seat, request: gr.Request) -> list[Any]:
        fill, _ = self._tabs[name]
        return list(fill(seat, request))


def wire_views(page: gr.Blocks, nav: Any, views: Views, seat: Any) -> None:
    page.load(views.arrive, seat, nav, **QUIET)
    nav.select(views.open, seat, views.outputs, **QUIET)
