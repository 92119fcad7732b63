"""Starts the page: no analytics, nothing from outside."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from typing import Any

WORKERS = 256  # turns that wait in the line hold one each; Gradio's own 40 would hide the line from the rest
LARGEST_UPLOAD = "5mb"
SIGN_IN = "妙题：请登录。连续输错 5 次会锁定 15 分钟。"


def go_quiet() -> None:
    """Before Gradio is imported: no analytics, and no model hub is asked for anything."""
    os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    logging.getLogger("httpx").setLevel(logging.WARNING)


def launch(
    page: Any,
    host: str,
    port: int,
    *,
    block: bool,
    say: Callable[[str], None] = print,
    beside: Callable[[Any], object] | None = None,
    verify: Callable[[str, str], bool] | None = None,
) -> str:
    """Serve the page and tell its address; with `block` until interrupted. `beside` may add routes to its server.

    With `verify`, which takes a name and a password, everybody signs in first, and sign-ins end.
    """
    from ui.page.sessions import Sessions
    from ui.page.theme import build_theme, head

    app, local, _share = page.launch(
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
        max_threads=WORKERS,
        max_file_size=LARGEST_UPLOAD,
        auth=verify,
        auth_message=SIGN_IN if verify else None,
    )
    if verify is not None:
        app.tokens = Sessions()
    if beside is not None:
        beside(app)
    say(local)
    if block:
        page.block_thread()
    return str(local)
