"""The page with the real assistant: three turns, an approval, and the same conversation after a restart."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from agent.assembly import build_assistant
from agent.session import Assistant
from agent.settings import Settings

LIMIT = 20


def settings(home: Path) -> Settings:
    return Settings(home=home, seed=1, _env_file=None)  # type: ignore[call-arg]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture
def assistant(home: Path, chromium: Any) -> Iterator[Assistant]:
    made = build_assistant(settings(home))
    yield made
    made.close()


def test_three_turns_then_an_approval(assistant: Assistant, serve: Any, visit: Any) -> None:
    visitor = visit(serve(assistant).url).arrive()
    assert visitor.texts(".idea .title"), "no suggestions before a word is typed"
    visitor.shot("real-welcome")

    visitor.say(f"给浮砂纪行来3条标题，{LIMIT}字以内")
    titles = visitor.texts("#history .card .title")
    assert len(titles) == 3 and all(0 < len(title) <= LIMIT for title in titles)
    assert f"最多 {LIMIT} 字" in visitor.texts("#aside .chip .change")
    assert visitor.texts("#history .card .length") == [f"{len(title)}/{LIMIT}" for title in titles]
    assert len(visitor.texts("#history .card .score em")) == 9
    assert "违规" not in "".join(visitor.texts("#history .card .verdict"))
    assert visitor.tab.locator("#history .steps li").count() >= 1

    visitor.tab.click("#history .card:nth-child(2) [data-text='第2条再短点']")
    visitor.settled(2)
    shorter = visitor.texts("#history .turn:nth-child(2) .card .title")
    assert len(shorter) == 1 and len(shorter[0]) < len(titles[1])

    visitor.say("存下来")
    assert visitor.tab.locator(".asking").count() == 1
    visitor.shot("real-three-turns")
    assert not assistant.library("adv01"), "saved before anybody approved"
    visitor.tab.click(".asking [data-approve=yes]")
    visitor.settled(4)
    assert [title.text for title in assistant.library("adv01")] == shorter
    assert not visitor.errors and not visitor.outside


def test_after_a_restart_the_conversation_goes_on(assistant: Assistant, serve: Any, visit: Any) -> None:
    visitor = visit(serve(assistant).url, width=390, height=844).arrive()
    visitor.tab.click("[data-act=menu]")
    visitor.tab.click("#threads .open")
    visitor.tab.wait_for_selector("#history .turn:nth-child(4)")
    assert f"最多 {LIMIT} 字" in visitor.texts("#aside .chip .change")
    visitor.say("再来2条")
    assert len(visitor.texts("#history .turn:nth-child(5) .card .title")) == 2
    visitor.shot("real-phone-resumed")
    assert visitor.tab.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_pasted_link_and_a_pasted_list(assistant: Assistant, serve: Any, visit: Any) -> None:
    visitor = visit(serve(assistant).url).arrive()
    visitor.say("https://item.example.com/i.htm?id=9")
    assert visitor.texts("#history .reply")[0].startswith("链接我打不开")
    assert visitor.tab.locator("#history .card").count() == 0
    visitor.say("组队\n开黑\n周末")
    assert visitor.texts("#aside .chip.keywords .change") == ["关键词组队", "关键词开黑", "关键词周末"]
    titles = visitor.texts("#history .turn:nth-child(2) .card .title")
    assert any(word in title for title in titles for word in ("组队", "开黑", "周末")), titles
    visitor.shot("real-pasted")
    assert not visitor.errors and not visitor.outside
