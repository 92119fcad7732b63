"""Where the console stands, and which event goes to which handler."""

from __future__ import annotations

from typing import Any

import gradio as gr

from ui.page.console.handlers import ConsoleHandlers
from ui.page.desk import Desk
from ui.page.parts import QUIET, panel


def lay_out() -> list[Any]:
    """The sections' names; a section's form, what follows its typing, and what stands below."""
    with gr.Row(elem_id="console-view", elem_classes="view"):
        with gr.Column(elem_id="console-side"):
            names = panel("console-names")
        with gr.Column(elem_id="console-main"):
            shown, live, below = panel("console-shown"), panel("console-live"), panel("console-below")
    return [names, shown, live, below]


def wire(panels: list[Any], desk: Desk, seat: Any) -> Any:
    """Hand the panels' events to their handlers; gives the function that fills the tab when it opens."""
    handlers = ConsoleHandlers(desk)
    _, shown, live, _ = panels
    gr.on([one.select for one in panels], handlers.do, seat, panels, **QUIET)
    shown.input(handlers.live, seat, live, trigger_mode="multiple", **QUIET)
    return handlers.show
