"""Somebody signs in: a wrong password, the right one, their own accounts alone, and out again."""

from __future__ import annotations

from typing import Any

from double import DoubleAssistant
from test_accessibility import findings

from ui.page.people import People

WORD = "correct horse 正确"
UNTITLED = "document-title"  # Gradio takes the title off its sign-in page, where nothing of ours runs


def test_somebody_signs_in_works_and_leaves(serve: Any, visit: Any, size: dict[str, int]) -> None:
    assistant = DoubleAssistant()
    crowd = People(assistant.stores.database, rounds=4)
    crowd.add("mei", WORD, "advertiser", ("t02",))
    visitor = visit(serve(assistant, may_see=crowd.may_see, operates=crowd.operates, people=crowd).url, **size)
    tab = visitor.tab
    tab.goto(visitor.url)
    name, password = tab.locator("input").nth(0), tab.locator("input[type=password]")
    password.wait_for()
    assert "请登录" in tab.inner_text("body")
    visitor.shot(f"sign-in-{visitor.device}")
    found = [one for one in findings(visitor) if not one.startswith(UNTITLED)]
    name.fill("mei")
    password.fill("a wrong guess")
    with tab.expect_response("**/login") as answered:
        password.press("Enter")
    assert answered.value.status == 400
    visitor.shot(f"sign-in-wrong-{visitor.device}")
    assert not tab.locator("#history").count(), "a wrong password opened the page"
    name.fill("mei")
    password.fill(WORD)
    password.press("Enter")
    tab.wait_for_selector("#history [data-thread]")
    visitor.say("来几条唇釉标题")
    assert "mei" in tab.get_attribute(".leave", "title")
    assert tab.input_value("#side input[role=listbox], #side .wrap input").startswith("霁橙测试")
    assert tab.locator("#views [data-view=console]").count() == 0, "an advertiser met the operators' console"
    assert [one.owner for one in assistant.entries.values()] == ["user:mei"]
    visitor.shot(f"signed-in-{visitor.device}")
    with tab.expect_request("**/logout") as asked:
        tab.click(".leave")
    assert asked.value.all_headers()["referer"].startswith(visitor.url), "over plain HTTP nothing else tells whose link"
    password.wait_for()
    assert not found, "\n".join(found)
