"""Why a title scores so is told wherever its scores are shown."""

from __future__ import annotations

from typing import Any

from double import DoubleAssistant, title

from ui.page.shown import OWNERS_AT_MOST, TITLES_EACH, Shown

TOLD = ".why p:has-text('看点不足')"


def ask_why(visitor: Any, place: str) -> None:
    visitor.tab.hover(f"{place} .scores")
    visitor.tab.wait_for_selector(f"{place} {TOLD}")


def test_a_first_screen_and_a_comparison_tell_why(serve: Any, visit: Any, size: dict[str, int]) -> None:
    visitor = visit(serve(DoubleAssistant()).url, **size).arrive()
    ask_why(visitor, ".idea:nth-child(1)")
    visitor.shot(f"why-idea-{visitor.device}")
    visitor.tab.mouse.move(0, 0)
    visitor.say("来几条便签标题")
    visitor.pick_two()
    visitor.open_tray()
    visitor.tab.click("#tray [data-what=compare]")
    visitor.tab.wait_for_selector(".compare li:nth-child(2)")
    ask_why(visitor, ".compare li:nth-child(2)")
    visitor.shot(f"why-compare-{visitor.device}")
    assert visitor.tab.locator(".compare li").count() == 2, "the answer took the place of the comparison"
    visitor.tab.keyboard.press("Escape")
    visitor.tab.wait_for_selector(".compare", state="detached")
    second = visitor.tab.locator("#history .card:nth-child(2) .why p")
    assert second.count() == 3, "what was told of a title was asked for again where it stands besides"
    assert visitor.tab.locator("#history .card:nth-child(1) .why p").count() == 0
    assert not visitor.errors and not visitor.outside


def test_a_title_tells_why_while_others_are_written(serve: Any, visit: Any) -> None:
    visitor = visit(serve(DoubleAssistant(pause=2.0)).url).arrive()
    visitor.tab.fill("#composer textarea", "来几条便签标题")
    visitor.tab.press("#composer textarea", "Enter")
    visitor.tab.wait_for_selector("#live .card:nth-child(1)")
    ask_why(visitor, "#live .card:nth-child(1)")
    shown = visitor.tab.locator("#live .card").count()
    visitor.tab.wait_for_selector(f"#live .card:nth-child({shown + 1}), #history .card:nth-child({shown + 1})")
    assert visitor.tab.locator(f".card:nth-child(1) {TOLD}").count() == 1, "the next title took the reasons away"
    visitor.settled(1)
    assert visitor.tab.locator(f"#history .card:nth-child(1) {TOLD}").count() == 1


def test_what_is_shown_is_found_by_its_owner_alone_and_not_kept_for_ever() -> None:
    shown = Shown()
    shown.add("ann", [title(number, "甲") for number in range(TITLES_EACH + 1)])
    assert shown.find("ann", "title-0") is None and shown.find("ann", "title-1") is not None
    assert shown.find("bob", "title-1") is None
    for number in range(OWNERS_AT_MOST):
        shown.add(str(number), [])
    assert shown.find("ann", "title-1") is None
