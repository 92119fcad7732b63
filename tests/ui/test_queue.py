"""The place in the line on the page, and leaving it."""

from __future__ import annotations

import time
from typing import Any

from double import DoubleAssistant


def test_the_page_tells_the_place_in_the_line_and_stop_leaves_it(serve: Any, visit: Any) -> None:
    assistant = DoubleAssistant(places=1)
    ahead = assistant.turnstile.ticket("somebody")
    next_one = assistant.turnstile.ticket("somebody else")
    visitor = visit(serve(assistant).url).arrive()
    visitor.tab.fill("#composer textarea", "慢慢写")
    visitor.tab.press("#composer textarea", "Enter")
    visitor.tab.wait_for_selector("#live .doing:has-text('前面还有 1 位')")
    visitor.shot("queue-place")
    assistant.turnstile.leave(next_one)
    visitor.tab.wait_for_selector("#live .doing:has-text('下一个就是你')")
    assistant.turnstile.leave(ahead)
    visitor.tab.wait_for_selector("#live .doing:has-text('写标题')")
    visitor.tab.click("#stop")
    visitor.settled(1)
    assert not assistant.turnstile._inside


def test_a_closed_tab_gives_its_place_back(serve: Any, visit: Any) -> None:
    assistant = DoubleAssistant(places=1)
    visitor = visit(serve(assistant).url).arrive()
    visitor.tab.fill("#composer textarea", "慢慢写")
    visitor.tab.press("#composer textarea", "Enter")
    visitor.tab.wait_for_selector("#live .doing:has-text('写标题')")
    visitor.tab.close()
    until = time.monotonic() + 30
    while assistant.turnstile._inside and time.monotonic() < until:
        time.sleep(0.05)
    assert not assistant.turnstile._inside, "the turn of a closed tab ran on (it takes 90 s)"
