"""What the eye needs: bars that are filled, panels inside the window, lists read from their first title."""

from __future__ import annotations

from typing import Any

import pytest
from double import DoubleAssistant

BARS = """[...document.querySelectorAll('#history .card:first-child .score')].map(score => {
  const [bar, fill] = ['.bar', '.bar b'].map(one => score.querySelector(one).getBoundingClientRect());
  return {score: Number(score.querySelector('em').textContent), share: fill.width / bar.width, height: fill.height};
})"""
NEWEST = "document.querySelector('#history .turn:last-of-type .said').getBoundingClientRect().top - "
TOP = "document.querySelector('#talk').getBoundingClientRect().top"


@pytest.fixture
def assistant() -> DoubleAssistant:
    return DoubleAssistant()


def test_a_score_bar_is_filled_as_far_as_the_score_says(
    assistant: DoubleAssistant, serve: Any, visit: Any, size: dict[str, int]
) -> None:
    visitor = visit(serve(assistant).url, **size).arrive()
    visitor.say("来几条便签标题")
    bars = visitor.tab.evaluate(BARS)
    assert [bar["score"] for bar in bars] == [91, 55, 20]
    for bar in bars:
        assert bar["height"] >= 3
        assert bar["share"] == pytest.approx(bar["score"] / 100, abs=0.02)


def test_the_tray_stays_in_the_window_when_the_column_is_full(
    assistant: DoubleAssistant, serve: Any, visit: Any
) -> None:
    visitor = visit(serve(assistant).url, width=1360, height=400).arrive()
    visitor.say("来几条便签标题")
    for number in (1, 2, 3):
        visitor.tab.click(f"#history .card:nth-child({number}) .pick")
        visitor.tab.wait_for_selector(f"#tray li:nth-child({number})")
    panels = "['#brief', '#tray'].map(one => document.querySelector(one).getBoundingClientRect().toJSON())"
    brief, tray = visitor.tab.evaluate(panels)
    assert tray["bottom"] > 400, "the column is not full: nothing was tested"
    assert (tray["left"], tray["right"]) == (brief["left"], brief["right"])


def test_a_long_answer_is_read_from_its_question_on(
    assistant: DoubleAssistant, serve: Any, visit: Any, size: dict[str, int]
) -> None:
    visitor = visit(serve(assistant).url, width=size["width"], height=520).arrive()
    visitor.say("第一批")
    visitor.say("第二批")
    visitor.tab.wait_for_function(f"Math.abs({NEWEST + TOP} - 16) < 4")
    visitor.tab.hover("#talk")
    visitor.tab.mouse.wheel(0, 3000)
    visitor.tab.click("#history .turn:last-of-type .card:last-child .pick")
    visitor.tab.wait_for_selector("#tray li", state="attached")
    visitor.tab.wait_for_timeout(200)
    assert visitor.tab.evaluate(NEWEST + TOP) < 0, "a pick scrolled the list away from the reader"


def test_what_moves_by_itself_loses_no_answer(assistant: DoubleAssistant, serve: Any, visit: Any) -> None:
    visitor = visit(serve(assistant).url, width=390, height=520).arrive()
    visitor.say("第一批")
    visitor.tab.fill("#composer textarea", "慢慢写")
    visitor.tab.press("#composer textarea", "Enter")
    visitor.tab.wait_for_selector("#live .doing")
    visitor.tab.evaluate("document.querySelector('#talk').scrollTop -= 300")
    visitor.tab.wait_for_timeout(100)
    visitor.tab.click("#stop")
    visitor.settled(2)
    visitor.tab.wait_for_function(f"Math.abs({NEWEST + TOP} - 16) < 4")


def test_enter_waits_while_an_answer_is_written(assistant: DoubleAssistant, serve: Any, visit: Any) -> None:
    visitor = visit(serve(assistant).url).arrive()
    visitor.tab.fill("#composer textarea", "慢慢写")
    visitor.tab.press("#composer textarea", "Enter")
    visitor.tab.wait_for_selector("#live .doing time:has-text('秒')")
    visitor.tab.fill("#composer textarea", "下一句")
    visitor.tab.press("#composer textarea", "Enter")
    visitor.tab.click("#stop")
    visitor.settled(1)
    assert visitor.tab.input_value("#composer textarea") == "下一句"
    assert len(assistant.entries["thread-0"].turns) == 1


def test_what_floats_closes_when_something_else_is_pressed(assistant: DoubleAssistant, serve: Any, visit: Any) -> None:
    visitor = visit(serve(assistant).url).arrive()
    visitor.say("来几条便签标题")
    for shut in (lambda: visitor.tab.keyboard.press("Escape"), lambda: visitor.tab.click("#aside h3 >> nth=0")):
        visitor.tab.click("#history .card:first-child .objecting summary")
        visitor.tab.wait_for_selector("#history .objecting[open]")
        shut()
        visitor.tab.wait_for_selector("#history .objecting[open]", state="detached")


def test_a_question_names_the_titles_it_is_about(assistant: DoubleAssistant, serve: Any, visit: Any) -> None:
    visitor = visit(serve(assistant).url).arrive()
    visitor.say("存第一条")
    assert visitor.texts(".asking li") == ["存第一条的第1个标题"]


@pytest.mark.parametrize(("language", "head", "cross"), [("zh", "提示", "关闭"), ("en", "Notice", "Close")])
def test_a_notice_is_headed_in_the_language_of_the_page(
    assistant: DoubleAssistant, serve: Any, visit: Any, language: str, head: str, cross: str
) -> None:
    visitor = visit(serve(assistant, language=language).url).arrive()
    visitor.say("来几条便签标题")
    visitor.tab.click("#history .card:nth-child(1) .pick")
    visitor.tab.click("#tray [data-what=compare]")
    visitor.tab.wait_for_selector(".toast-body")
    assert visitor.texts(".toast-title") == [head]
    assert visitor.tab.get_attribute(".toast-close", "aria-label") == cross
    assert "<b" not in visitor.texts(".toast-body")[0] and visitor.texts(".toast-body")[0].count(head) == 1
    visitor.shot(f"toast-{language}")
