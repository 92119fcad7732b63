"""Hands that never touch a mouse: what opens takes the focus, keeps it, closes on Escape and gives the focus back."""

from __future__ import annotations

from typing import Any

import pytest
from double import DoubleAssistant

WITHIN = "selector => Boolean(document.activeElement.closest(selector))"
ON = "selector => document.activeElement.matches(selector)"


@pytest.fixture
def assistant() -> DoubleAssistant:
    return DoubleAssistant()


def press(visitor: Any, *keys: str) -> None:
    for key in keys:
        visitor.tab.keyboard.press(key)


def until(visitor: Any, condition: str, selector: str) -> None:
    visitor.tab.wait_for_function(condition, arg=selector)


def stays(visitor: Any, selector: str) -> None:
    """Tab after the last thing comes to the first, Shift+Tab before the first to the last."""
    ends = []
    for key in ("Shift+Tab", "Tab", "Shift+Tab", "Tab"):
        press(visitor, key)
        assert visitor.tab.evaluate(WITHIN, selector), f"{key} left {selector}"
        ends.append(visitor.tab.evaluate("() => document.activeElement.outerHTML"))
    assert ends[:2] == ends[2:] and (selector == ".compare" or ends[0] != ends[1])


def test_the_tray_and_a_dialog_over_it_keep_the_focus(
    assistant: DoubleAssistant, serve: Any, visit: Any, phone: dict[str, int]
) -> None:
    visitor = visit(serve(assistant).url, **phone).arrive()
    visitor.say("来几条便签标题")
    for number in (1, 2):
        press(visitor, f"Alt+Digit{number}")
        visitor.tab.wait_for_selector(f"#tray li:nth-child({number})", state="attached")
    visitor.tab.focus(".tray-open")
    press(visitor, "Enter")
    until(visitor, WITHIN, "#tray")
    assert visitor.tab.get_attribute("#tray", "role") == "dialog"
    stays(visitor, "#tray")
    for _ in range(2):  # the same two once more: nothing new came from the server
        visitor.tab.focus("#tray [data-what=compare]")
        press(visitor, "Enter")
        until(visitor, WITHIN, ".compare")
        stays(visitor, ".compare")
        press(visitor, "Escape")
        visitor.tab.wait_for_selector(".compare", state="detached")
        until(visitor, ON, "#tray [data-what=compare]")
    press(visitor, "Escape")
    visitor.tab.wait_for_selector("#tray", state="hidden")
    until(visitor, ON, ".tray-open")
    press(visitor, "Enter")
    until(visitor, WITHIN, "#tray")
    visitor.tab.focus("#tray [data-what=save]")
    press(visitor, "Enter")
    until(visitor, ON, ".asking")
    press(visitor, "Tab", "Tab", "Enter")
    visitor.settled(2)
    assert visitor.texts("#history .reply")[-1] == "好的，没有存。"
    assert not visitor.errors


def test_the_drawer_keeps_the_focus(assistant: DoubleAssistant, serve: Any, visit: Any, phone: dict[str, int]) -> None:
    visitor = visit(serve(assistant).url, **phone).arrive()
    visitor.tab.focus("[data-act=menu]")
    press(visitor, "Enter")
    until(visitor, WITHIN, "#side")
    stays(visitor, "#side")
    visitor.shot("keyboard-drawer")
    press(visitor, "Escape")
    visitor.tab.wait_for_selector("#new", state="hidden")
    until(visitor, ON, "[data-act=menu]")
    assert visitor.tab.get_attribute("#side", "role") is None


def test_a_field_and_a_menu_give_the_focus_back(assistant: DoubleAssistant, serve: Any, visit: Any) -> None:
    visitor = visit(serve(assistant).url).arrive()
    visitor.say("来几条便签标题")
    edit, card = "#history .card:nth-child(2) [data-act=edit]", "#history .card:nth-child(2)"
    for key in ("Escape", "Enter"):
        visitor.tab.focus(edit)
        press(visitor, "Enter")
        until(visitor, ON, "input.inline")
        visitor.tab.keyboard.type("便签，想到就写")
        press(visitor, key)
        until(visitor, ON, edit)
    visitor.tab.wait_for_selector(f"{card}[data-title=title-2-edited]")
    until(visitor, ON, edit)
    visitor.tab.focus(f"{card} .objecting summary")
    press(visitor, "Enter", "Tab")
    assert visitor.tab.evaluate(WITHIN, ".objecting > div")
    press(visitor, "Escape")
    until(visitor, ON, f"{card} .objecting summary")
    visitor.tab.focus("#aside .chip.max_chars .change")
    press(visitor, "Enter")
    visitor.tab.keyboard.type("12")
    press(visitor, "Enter")
    visitor.tab.wait_for_selector("#aside .chip.max_chars .change[data-old='12']")
    until(visitor, ON, "#aside .chip.max_chars .change")
    press(visitor, "Alt+Digit1")
    visitor.tab.wait_for_selector("#tray li")
    press(visitor, "Alt+KeyT")
    until(visitor, WITHIN, "#tray")
    press(visitor, "/")
    until(visitor, ON, "#composer textarea")
    assert not visitor.errors
