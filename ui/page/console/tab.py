"""Where the console stands, and which event goes to which handler."""

from __future__ import annotations

from typing import Any

import gradio as gr

from ui.page.console.handlers import ConsoleHandlers
from ui.page.console.mining import mining_button
from ui.page.desk import Desk
from ui.page.parts import QUIET, panel


def lay_out() -> list[Any]:
    """The sections' names; a section's form, what follows its typing, what stands below; the upload for memes."""
    with gr.Row(elem_id="console-view", elem_classes="view"):
        with gr.Column(elem_id="console-side"):
            names = panel("console-names")
        with gr.Column(elem_id="console-main"):
            shown, live, below = panel("console-shown"), panel("console-live"), panel("console-below")
            upload = mining_button()
    return [names, shown, live, below, upload]


def wire(panels: list[Any], desk: Desk, seat: Any) -> Any:
    """Hand the panels' events to their handlers; gives the function that fills the tab when it opens."""
    handlers = ConsoleHandlers(desk)
    *html, upload = panels
    _, shown, live, _ = html
    gr.on([one.select for one in html], handlers.do, seat, panels, **QUIET)
    shown.input(handlers.live, seat, live, trigger_mode="multiple", **QUIET)
    upload.upload(handlers.mine, [upload, seat], panels, **QUIET)
    return handlers.show
