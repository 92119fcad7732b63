"""Starts the page: no analytics, nothing from outside."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from typing import Any


def go_quiet() -> None:
    """Before Gradio is imported: no analytics, and no model hub is asked for anything."""
    os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    logging.getLogger("httpx").setLevel(logging.WARNING)


def launch(page: Any, host: str, port: int, *, block: bool, say: Callable[[str], None] = print) -> str:
    """Serve the page and tell its address; with `block` until interrupted."""
    from ui.page.theme import build_theme, head

    _app, local, _share = page.launch(
        server_name=host,
        server_port=port,
        theme=build_theme(),
        head=head(),
        quiet=True,
        share=False,
        footer_links=[],
        prevent_thread_lock=True,
        ssr_mode=False,
        enable_monitoring=False,
    )
    say(local)
    if block:
        page.block_thread()
    return str(local)
