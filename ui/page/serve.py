"""Starts the page: no analytics, nothing from outside."""

from __future__ import annotations

import atexit
import logging
import os
import shutil
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ui.page.people import People

WORKERS = 256  # turns that wait in the line hold one each; Gradio's own 40 would hide the line from the rest
LARGEST_UPLOAD = 5 << 20  # bytes
SIGN_IN = (
    "妙题：请登录。连续输错 5 次会锁定 15 分钟。 / Please sign in: five wrong passwords shut you out for 15 minutes."
)


def go_quiet() -> None:
    """Before Gradio is imported: no analytics, no model hub is asked for anything, a folder that nobody else reads."""
    os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    if "GRADIO_TEMP_DIR" not in os.environ:
        folder = os.environ["GRADIO_TEMP_DIR"] = tempfile.mkdtemp(prefix="miaoti-page-")
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
    logging.getLogger("httpx").setLevel(logging.WARNING)


def launch(
    page: Any,
    host: str,
    port: int,
    *,
    block: bool,
    say: Callable[[str], None] = print,
    beside: Callable[[Any], object] | None = None,
    spared: Sequence[str] = (),
    people: People | None = None,
) -> str:
    """Serve the page and tell its address; with `block` until interrupted. `beside` may add routes to its server.

    What the page itself does not use answers nobody; addresses that begin with one of `spared` do all the same.
    With `people` everybody signs in first, and sign-ins end.
    """
    from ui.page.door import build_door
    from ui.page.door.signing import SignIn, refuse
    from ui.page.theme import build_theme, head

    sign_in = SignIn(people) if people else None
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
        app_kwargs=build_door(Path(page.GRADIO_CACHE) / "uploads", LARGEST_UPLOAD, spared, sign_in),
        auth=refuse if sign_in else None,
        auth_message=SIGN_IN if sign_in else None,
    )
    if sign_in is not None:
        app.tokens = sign_in.sessions
    if beside is not None:
        beside(app)
    say(local)
    if block:
        page.block_thread()
    return str(local)
