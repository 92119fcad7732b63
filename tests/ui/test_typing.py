"""What is typed while a message is on its way or being answered: nothing of it is lost, and the page says it waits."""

from __future__ import annotations

from typing import Any

import pytest
from double import DoubleAssistant

BOX = "#composer textarea"


@pytest.fixture
def assistant() -> DoubleAssistant:
    return DoubleAssistant(pause=0.2)


def said(assistant: DoubleAssistant) -> list[str]:
    return [turn.user for entry in assistant.entries.values() for turn in entry.turns]


def test_what_is_typed_before_the_server_has_the_message_stays(
    assistant: DoubleAssistant, serve: Any, visit: Any, size: dict[str, int]
) -> None:
    visitor = visit(serve(assistant).url, **size).arrive()
    tab, waiting = visitor.tab, list[Any]()
    tab.route("**/gradio_api/queue/join**", lambda route: waiting.append(route))
    tab.fill(BOX, "第一句")
    tab.press(BOX, "Enter")
    tab.wait_for_timeout(300)
    tab.keyboard.type("第二句")
    tab.keyboard.press("Enter")
    assert tab.input_value(BOX) == "第一句第二句"
    while waiting:
        waiting.pop(0).continue_()
    tab.unroute("**/gradio_api/queue/join**")
    visitor.settled(1)
    tab.wait_for_function("document.querySelector('#composer textarea').value === '第二句'")
    assert said(assistant) == ["第一句"]
    tab.press(BOX, "Enter")
    visitor.settled(2)
    tab.wait_for_function("!document.querySelector('#composer textarea').value")
    assert said(assistant) == ["第一句", "第二句"] and not visitor.errors


def test_a_message_for_later_waits_in_its_box_and_the_page_says_so(
    assistant: DoubleAssistant, serve: Any, visit: Any, size: dict[str, int]
) -> None:
    visitor = visit(serve(assistant).url, **size).arrive()
    tab = visitor.tab
    tab.fill(BOX, "慢慢写")
    tab.press(BOX, "Enter")
    tab.wait_for_selector("#live .turn")
    tab.wait_for_function("!document.querySelector('#composer textarea').value")
    assert not tab.is_visible("#live .waits")
    tab.keyboard.type("第二句")
    tab.keyboard.press("Enter")
    tab.wait_for_selector("#live .waits:visible:has-text('上一条还在写')")
    visitor.shot(f"typing-waits-{visitor.device}")
    tab.click("#stop")
    visitor.settled(1)
    assert tab.input_value(BOX) == "第二句" and said(assistant) == ["慢慢写"]
    tab.press(BOX, "Enter")
    tab.wait_for_selector("#live .turn")
    assert not tab.is_visible("#live .waits"), "the last message's notice stands over the next"
    visitor.settled(2)
    assert said(assistant) == ["慢慢写", "第二句"]


def test_a_message_that_is_refused_comes_back(assistant: DoubleAssistant, serve: Any, visit: Any) -> None:
    visitor = visit(serve(assistant).url).arrive()
    visitor.say("第一句")
    (entry,) = assistant.entries.values()
    entry.busy = True  # as when another tab is talking in the same conversation
    visitor.tab.fill(BOX, "第二句")
    visitor.tab.press(BOX, "Enter")
    visitor.tab.wait_for_selector(".toast-body:has-text('上一条还在写')")
    visitor.tab.wait_for_timeout(500)
    assert visitor.tab.input_value(BOX) == "第二句" and said(assistant) == ["第一句"]
    entry.busy = False
    visitor.tab.press(BOX, "Enter")
    visitor.settled(2)
    assert said(assistant) == ["第一句", "第二句"]
