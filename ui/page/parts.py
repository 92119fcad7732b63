"""What all tabs are built from: panels of our own HTML, and how their events are wired."""

from __future__ import annotations

from typing import Any

import gradio as gr

from ui.page.theme import panel_script

QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}


def panel(elem_id: str, value: str = "") -> Any:
    """HTML of ours whose buttons the page's script hands on."""
    return gr.HTML(value, elem_id=elem_id, js_on_load=panel_script(), apply_default_css=False)
