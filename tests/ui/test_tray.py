"""The tray: what is ticked is what is acted on, wherever its row has moved to."""

from __future__ import annotations

import csv
import io
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
    visitor.tab.wait_for_selector("#tray .tray-actions:visible")


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


LABELS = ["存入素材库", "发起赛马", "对比", "复制全部", "CSV", "XLSX"]


def test_what_is_taken_away_is_what_is_ticked(
    assistant: DoubleAssistant, serve: Any, visit: Any, size: dict[str, int]
) -> None:
    visitor = visit(serve(assistant).url, **size).arrive()
    visitor.tab.evaluate("navigator.clipboard.writeText = async (text) => { window.copied = text; }")
    visitor.say("来几条便签标题")
    pick_three(visitor)
    lines = [f"来几条便签标题的第{number}个标题" for number in (1, 2, 3)]
    assert visitor.texts("#tray .tray-actions button") == LABELS
    assert taken(visitor) == (lines, lines)
    for kept in ("title-1", "title-3"):
        visitor.tab.check(BOX.format(kept))
    assert visitor.texts("#tray .tray-actions button") == [
        f"{one}（2）" for one in [*LABELS[:3], "复制所选", *LABELS[4:]]
    ]
    visitor.shot(f"journey-{visitor.device}-tray-ticked")
    assert taken(visitor) == (lines[::2], lines[::2]), "titles that are not ticked were taken away"
    visitor.tab.click(f"{ROW.format(3)} [data-what=drop]")
    visitor.tab.wait_for_selector(ROW.format(3), state="detached")
    assert taken(visitor) == (lines[:1], lines[:1])
    visitor.tab.uncheck(BOX.format("title-1"))
    visitor.tab.wait_for_selector("#tray button:text-is('复制全部')")
    assert visitor.texts("#tray .tray-actions button") == LABELS
    assert taken(visitor) == (lines[:2], lines[:2])


def taken(visitor: Any) -> tuple[list[str], list[str]]:
    """The titles in the file and on the clipboard."""
    with visitor.tab.expect_download() as given:
        visitor.tab.click("#tray [data-what=csv]")
    table = list(csv.reader(io.StringIO(given.value.path().read_text("utf-8-sig"))))
    visitor.tab.click("#tray .tray-actions [data-act=copy]")
    copied: str = visitor.tab.evaluate("window.copied")
    return [row[1] for row in table[1:]], copied.split("\n")


@pytest.mark.parametrize(("kind", "name"), [("save", "存入素材库"), ("race", "发起赛马")])
def test_picks_are_saved_and_raced_from_a_first_screen(
    assistant: DoubleAssistant, serve: Any, visit: Any, size: dict[str, int], kind: str, name: str
) -> None:
    visitor = visit(serve(assistant).url, **size).arrive()
    visitor.say("来几条便签标题")
    pick_three(visitor)
    visitor.tab.keyboard.press("Escape")
    visitor.open_drawer()
    visitor.tab.click("#new")
    visitor.tab.wait_for_selector(".welcome")
    visitor.tab.wait_for_selector(".idea.ghosted", state="detached")
    visitor.tab.keyboard.press("Escape")
    visitor.open_tray()
    visitor.tab.wait_for_selector("#tray .tray-actions:visible")
    visitor.tab.check(BOX.format("title-2"))
    visitor.tab.check(BOX.format("title-3"))
    visitor.tab.click(f"#tray [data-what={kind}]")
    visitor.tab.wait_for_selector(".asking")
    (action,) = assistant.entries["thread-1"].waiting
    assert (action.kind, action.title_ids) == (kind, ("title-2", "title-3"))
    assert visitor.texts(".asking li") == ["来几条便签标题的第2个标题", "来几条便签标题的第3个标题"]
    assert not assistant.entries["thread-0"].waiting
    assert assistant.entries["thread-1"].name == f"{name} 来几条便签标题的第2个标题"
    visitor.shot(f"journey-{visitor.device}-{kind}-from-first-screen")
    visitor.tab.click(".asking [data-approve=yes]")
    visitor.settled(1)
    assert visitor.texts("#history .reply") == ["已存入素材库。"]
    assert visitor.tab.url.endswith("t=thread-1")


def test_a_race_of_one_opens_no_conversation(assistant: DoubleAssistant, serve: Any, visit: Any) -> None:
    visitor = visit(serve(assistant).url).arrive()
    visitor.say("来几条便签标题")
    pick_three(visitor)
    visitor.tab.click("#new")
    visitor.tab.wait_for_selector(".welcome")
    visitor.tab.check(BOX.format("title-2"))
    visitor.tab.click("#tray [data-what=race]")
    visitor.tab.wait_for_selector(".toast-body:has-text('至少选两条')")
    assert list(assistant.entries) == ["thread-0"]
