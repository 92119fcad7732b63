"""A real Chromium on a real page. Tests here skip, and say so, where no Chromium is installed."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ui.freeport import free_port
from ui.page.serve import go_quiet, launch

FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
SHOTS = Path("reports") / "ui"
DESKTOP = {"width": 1280, "height": 860}
PHONE = {"width": 390, "height": 844}
NARROW = 760  # px, where page.css turns to the layout for phones
WAIT_MS = int(os.environ.get("MIAOTI_TEST_WAIT_MS", "20000"))
TURN_MS = int(os.environ.get("MIAOTI_TEST_TURN_MS", "120000"))


class Served:
    """A page being served; `stop` ends it as a killed process would, without asking the browser."""

    def __init__(self, assistant: Any, language: str = "zh", people: Any = None, **roles: Any) -> None:
        go_quiet()
        from ui.page.layout import build_page

        self.page = build_page(assistant, language=language, **roles)
        self.url = self._launched(people)

    def _launched(self, people: Any, tries: int = 3) -> str:
        """Its address. A port that was free may be taken by a connection of the browser before it is listened on, and
        Gradio waits five seconds for its server, which a busy machine may need.
        """
        try:
            port = free_port("127.0.0.1", 0)
            return launch(self.page, "127.0.0.1", port, block=False, say=lambda _url: None, people=people)
        except OSError:
            if tries == 1:
                raise
            return self._launched(people, tries - 1)

    def stop(self) -> None:
        self.page.close(verbose=False)


class Visitor:
    """One browser tab and what it saw: outside requests, dialogs (a script that ran), errors on the console."""

    def __init__(self, tab: Any, url: str) -> None:
        self.tab, self.url = tab, url
        self.outside: list[str] = []
        self.dialogs: list[str] = []
        self.errors: list[str] = []
        tab.set_default_timeout(WAIT_MS)
        tab.on("request", self._request)
        tab.on("dialog", self._dialog)
        tab.on("pageerror", lambda error: self.errors.append(str(error)))

    def arrive(self, query: str = "") -> Visitor:
        self.tab.goto(self.url + query)
        self.tab.wait_for_selector("#history [data-thread]")
        self.tab.wait_for_selector(".idea.ghosted", state="detached")
        return self

    def say(self, text: str) -> None:
        """Type a message, send it, and wait until the page is at rest again."""
        turns = self.tab.locator("#history .turn").count()
        self.tab.fill("#composer textarea", text)
        self.tab.press("#composer textarea", "Enter")
        self.settled(turns + 1)

    def settled(self, turns: int) -> None:
        self.tab.wait_for_function(
            "n => document.querySelectorAll('#history .turn').length >= n && !document.querySelector('#live .turn')",
            arg=turns,
            timeout=TURN_MS,
        )

    def texts(self, selector: str) -> list[str]:
        return [text.strip() for text in self.tab.locator(selector).all_inner_texts()]

    @property
    def device(self) -> str:
        """`desktop` or `phone`, by the width of the window: for the names of screenshots."""
        return "phone" if self.tab.viewport_size["width"] <= NARROW else "desktop"

    def open_drawer(self) -> None:
        """On a phone the conversations are in a drawer, which an answer or a click beside it shuts."""
        # While it shuts it is still seen.
        open_already = self.tab.evaluate("document.body.classList.contains('drawer')")
        if self.tab.is_visible("[data-act=menu]") and not open_already:
            self.tab.click("[data-act=menu]")
            self.tab.wait_for_selector("#new:visible")

    def pick_two(self) -> None:
        """The first two titles of the newest answer into the tray."""
        for number in (1, 2):
            self.tab.click(f"#history .turn:last-of-type .card:nth-child({number}) .pick")
            self.tab.wait_for_selector(f"#tray li:nth-child({number})", state="attached")

    def open_tray(self) -> None:
        if self.tab.is_visible(".tray-open"):
            self.tab.click(".tray-open")

    def shot(self, name: str) -> None:
        SHOTS.mkdir(parents=True, exist_ok=True)
        self.tab.wait_for_timeout(300)
        self.tab.screenshot(path=SHOTS / f"{name}.png")

    def _request(self, request: Any) -> None:
        if not request.url.startswith((self.url, "data:", "blob:")):
            self.outside.append(request.url)

    def _dialog(self, dialog: Any) -> None:
        self.dialogs.append(dialog.message)
        dialog.dismiss()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    path = next(
        (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None
    )
    if path is None:
        pytest.skip("no Chromium is installed: the page is not tested (apt install chromium)")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(params=[DESKTOP, PHONE], ids=["desktop", "phone"])
def size(request: pytest.FixtureRequest) -> dict[str, int]:
    """The window of somebody at a desk, then of somebody with a phone: `visit(url, **size)`."""
    return dict(request.param)


@pytest.fixture
def phone() -> dict[str, int]:
    """The window of somebody with a phone."""
    return dict(PHONE)


@pytest.fixture
def visit(chromium: Any) -> Iterator[Any]:
    """`visit(url, width=, height=, dark=)` opens a tab in a profile of its own."""
    contexts = []

    def opened(url: str, width: int = 1360, height: int = 860, dark: bool = False) -> Visitor:
        context = chromium.new_context(
            viewport={"width": width, "height": height}, color_scheme="dark" if dark else "light", locale="zh-CN"
        )
        contexts.append(context)
        return Visitor(context.new_page(), url)

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture
def serve() -> Iterator[Any]:
    """`serve(assistant)` serves a page until the test ends."""
    served: list[Served] = []

    def started(assistant: Any, language: str = "zh", **more: Any) -> Served:
        served.append(Served(assistant, language, **more))
        return served[-1]

    yield started
    for one in served:
        one.stop()
