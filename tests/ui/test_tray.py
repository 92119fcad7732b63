"""The tray: what is ticked is what is acted on, wherever its row has moved to."""

from __future__ import annotations

from typing import Any

import pytest
from double import DoubleAssistant

ROW = "#tray li:nth-child({})"
BOX = "#tray li[data-title={}] input[type=checkbox]"


@pytest.fixture
def assistant() -> DoubleAssistant:
    return DoubleAssistant()


def pick_three(visitor: Any) -> None:
    for number in (1, 2, 3):
        visitor.tab.click(f"#history .turn:last-of-type .card:nth-child({number}) .pick")
        visitor.tab.wait_for_selector(ROW.format(number), state="attached")
    visitor.open_tray()


def ticked(visitor: Any) -> list[str]:
    found: list[str] = visitor.tab.evaluate(
        "[...document.querySelectorAll('#tray input:checked')].map((one) => one.dataset.id)"
    )
    return found


def saved(visitor: Any, assistant: DoubleAssistant) -> tuple[str, ...]:
    """What is asked about after pressing save."""
    before = visitor.tab.locator(".asking").count()
    visitor.tab.click("#tray [data-what=save]")
    visitor.tab.wait_for_selector(f".asking >> nth={before}")
    return assistant.entries["thread-0"].waiting[-1].title_ids


def test_a_tick_goes_with_its_title(assistant: DoubleAssistant, serve: Any, visit: Any, size: dict[str, int]) -> None:
    visitor = visit(serve(assistant).url, **size).arrive()
    visitor.say("来几条便签标题")
    pick_three(visitor)
    visitor.tab.check(BOX.format("title-3"))
    visitor.tab.click(f"{ROW.format(3)} [data-what=up]")
    visitor.tab.wait_for_selector(f"{ROW.format(2)}[data-title=title-3]")
    assert ticked(visitor) == ["title-3"], "the tick stayed on its row"
    visitor.tab.click(f"{ROW.format(1)} [data-what=drop]")
    visitor.tab.wait_for_selector(ROW.format(3), state="detached")
    assert ticked(visitor) == ["title-3"], "the tick stayed on its row when one above was removed"
    visitor.tab.click("#tray [data-what=undo]")
    visitor.tab.wait_for_selector(ROW.format(3))
    visitor.tab.click("#tray [data-what=undo]")
    visitor.tab.wait_for_selector(f"{ROW.format(3)}[data-title=title-3]")
    visitor.tab.click(f"{ROW.format(2)} [data-what=down]")
    visitor.tab.wait_for_selector(f"{ROW.format(2)}[data-title=title-3]")
    assert saved(visitor, assistant) == ("title-3",), "other titles are saved than those ticked"


def test_a_tick_is_gone_with_its_title_and_stays_on_what_it_became(
    assistant: DoubleAssistant, serve: Any, visit: Any
) -> None:
    visitor = visit(serve(assistant).url).arrive()
    visitor.say("来几条便签标题")
    pick_three(visitor)
    visitor.tab.check(BOX.format("title-1"))
    visitor.tab.check(BOX.format("title-2"))
    visitor.tab.click(f"{ROW.format(1)} [data-what=drop]")
    visitor.tab.wait_for_selector(ROW.format(3), state="detached")
    assert ticked(visitor) == ["title-2"]
    visitor.tab.click("#history .card:nth-child(2) [data-act=edit]")
    visitor.tab.fill("#history .card:nth-child(2) input.inline", "便签，想到就写")
    visitor.tab.press("#history .card:nth-child(2) input.inline", "Enter")
    visitor.tab.wait_for_selector("#tray li[data-title=title-2-edited]")
    assert saved(visitor, assistant) == ("title-2-edited",), "an edit took the tick away, so all were saved"
    visitor.tab.click("#tray [data-what=undo]")
    visitor.tab.wait_for_selector("#tray li[data-title=title-2]")
    assert ticked(visitor) == ["title-2"]
