"""Where the racing tab stands, and which event goes to which handler."""

from __future__ import annotations

from typing import Any

import gradio as gr

from ui.page.desk import Desk
from ui.page.parts import QUIET, panel
from ui.page.racing.handlers import RacingHandlers


def lay_out() -> list[Any]:
    """The panels of the tab: the list, and what stands beside it."""
    with gr.Row(elem_id="races-view", elem_classes="view"):
        with gr.Column(elem_id="races-side"):
            listed = panel("races-list")
        with gr.Column(elem_id="races-main"):
            shown = panel("races-shown")
    return [listed, shown]


def wire(panels: list[Any], desk: Desk, seat: Any) -> Any:
    """Hand the panels' events to their handlers; gives the function that fills the tab when it opens."""
    handlers = RacingHandlers(desk)
    gr.on([one.select for one in panels], handlers.do, seat, panels, **QUIET)
    return handlers.show
