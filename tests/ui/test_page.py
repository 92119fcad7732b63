"""The page in a browser, over an assistant that answers by a fixed rule."""

from __future__ import annotations

import time
from typing import Any

import pytest
from double import HOSTILE, DoubleAssistant, advertiser


@pytest.fixture
def assistant() -> DoubleAssistant:
    return DoubleAssistant()


def test_three_turns_show_cards_steps_and_the_brief(
    assistant: DoubleAssistant, serve: Any, visit: Any, size: dict[str, int]
) -> None:
    visitor = visit(serve(assistant).url, **size).arrive()
    assert "青鹭测试" in visitor.texts(".welcome h2")[0]
    assert len(visitor.texts(".idea .title")) == 3
    assert visitor.texts(".idea .source") == ["投放过", "投放过", "卖点"]
    visitor.shot(f"journey-{visitor.device}-welcome")
    visitor.say("来几条便签标题")
    assert visitor.texts("#history .card .title")[0] == "来几条便签标题的第1个标题"
    assert visitor.texts("#history .card .score em")[:3] == ["91", "55", "20"]
    assert visitor.texts("#history .card .length")[0] == "13/20"
    assert visitor.texts("#history mark.bad") == ["最好"]
    assert "《广告法》第九条第三项" in visitor.texts("#history .reasons")[0]
    assert visitor.texts("#aside .chip .change") == ["语气轻松", "最多 20 字", "不用内卷"]
    visitor.tab.click("#history .card:nth-child(2) [data-text='第2条再短点']")
    visitor.settled(2)
    assert visitor.texts("#history .said p")[1].endswith("第2条再短点")
    assert visitor.tab.locator("#history .turn:first-child [data-act=say]").count() == 0, "old cards took quick actions"
    visitor.say("存下来")
    visitor.tab.click("#history .turn:nth-child(3) .steps summary")
    assert visitor.texts("#history .turn:nth-child(3) .steps li") == ["存入素材库\n写了 4 条\n等你确认"]
    visitor.shot(f"journey-{visitor.device}-three-turns")
    visitor.tab.click("#aside .chip.max_chars .lift")
    visitor.tab.wait_for_selector("#aside .chip.max_chars", state="detached")
    assert not visitor.outside and not visitor.errors


def test_a_card_of_the_first_screen_that_is_used_is_logged(
    assistant: DoubleAssistant, serve: Any, visit: Any, size: dict[str, int]
) -> None:
    visitor = visit(serve(assistant).url, **size).arrive()
    visitor.tab.click(".idea:first-child [data-act=copy]")
    visitor.tab.wait_for_selector(".idea:first-child .done")
    visitor.shot(f"journey-{visitor.device}-idea")
    visitor.tab.click(".idea.ask [data-act=say]")
    visitor.settled(1)
    assert visitor.texts("#history .said p")[0].endswith("突出离线可用，写3条")
    for idea in ("title-901", "s-ask"):
        assert [(one.kind, one.advertiser_id) for one in assistant.stores.feedback.of(idea)] == [("adopt", "t01")]


def test_something_shows_at_once_and_stop_stops(
    assistant: DoubleAssistant, serve: Any, visit: Any, size: dict[str, int]
) -> None:
    visitor = visit(serve(assistant).url, **size).arrive()
    visitor.tab.fill("#composer textarea", "慢慢写")
    visitor.tab.press("#composer textarea", "Enter")
    visitor.tab.wait_for_selector("#live .doing", timeout=3000)
    assert visitor.texts("#live .said p")[0].endswith("慢慢写")
    visitor.tab.wait_for_selector("#stop:visible")
    visitor.shot(f"journey-{visitor.device}-stop")
    assert not visitor.tab.is_visible("#send")
    started = time.monotonic()
    visitor.tab.click("#stop")
    visitor.settled(1)
    assert time.monotonic() - started < 10, "the turn ran on after Stop (it would take 90 s)"
    assert visitor.tab.is_visible("#send")


@pytest.mark.parametrize(("answer", "reply"), [("yes", "已存入素材库。"), ("no", "好的，没有存。")])
def test_a_pending_action_is_answered_once(
    assistant: DoubleAssistant, serve: Any, visit: Any, size: dict[str, int], answer: str, reply: str
) -> None:
    visitor = visit(serve(assistant).url, **size).arrive()
    visitor.say("存第一条")
    assert visitor.texts(".asking p") == ["存入 1 条：存第一条"]
    visitor.shot(f"journey-{visitor.device}-pending")
    visitor.tab.click(f".asking [data-approve={answer}]")
    visitor.settled(2)
    assert visitor.texts("#history .reply")[-1] == reply
    assert visitor.tab.locator(".asking").count() == 0
    assert "语气轻松" in visitor.texts("#aside .chip .change"), "an answer emptied the Brief"


def test_conversations_are_listed_resumed_renamed_and_deleted(
    assistant: DoubleAssistant, serve: Any, visit: Any
) -> None:
    first = serve(assistant)
    visitor = visit(first.url).arrive()
    visitor.say("第一个话题")
    address = visitor.tab.url
    visitor.tab.click("#new")
    visitor.tab.wait_for_selector(".welcome")
    visitor.say("第二个话题")
    assert sorted(visitor.texts("#threads .open span")) == ["第一个话题", "第二个话题"]
    first.stop()
    again = serve(assistant)
    later = visit(again.url).arrive("?" + address.split("?")[1])
    assert later.texts("#history .said p")[0].endswith("第一个话题"), (
        "the address did not lead back to its conversation"
    )
    later.tab.click("#threads li:not(.current) .open")
    later.tab.wait_for_function("document.querySelector('#history .said p')?.innerText.includes('第二个话题')")
    row = later.tab.locator("#threads li.current")
    row.hover()
    row.locator("[data-act=rename]").click()
    later.tab.fill("input.inline", "<b>新名字</b>")
    later.tab.press("input.inline", "Enter")
    later.tab.wait_for_function(
        "document.querySelector('#threads li.current .open span')?.innerText === '<b>新名字</b>'"
    )
    row.hover()
    row.locator("[data-act=delete]").click()
    assert len(assistant.entries) == 2, "one click deleted a conversation"
    row.locator("[data-act=delete]").click()
    later.tab.wait_for_selector(".welcome")
    assert len(later.texts("#threads .open")) == 1


def test_a_phone_shows_everything_without_scrolling_sideways(
    assistant: DoubleAssistant, serve: Any, visit: Any
) -> None:
    visitor = visit(serve(assistant).url, width=360, height=740).arrive()
    visitor.shot("phone-welcome")
    visitor.say("来几条非常非常非常非常非常非常长的ABCDEFGHIJKLMNOPQRSTUVWXYZABCDEFGHIJKLMNOPQRSTUVWXYZ标题")
    visitor.shot("phone-talk")
    assert visitor.tab.evaluate("document.documentElement.scrollWidth") <= 360
    wide = "[...document.querySelectorAll('#talk *')].filter(e => e.getBoundingClientRect().right > 361).length"
    assert visitor.tab.evaluate(wide) == 0
    assert visitor.tab.locator("#aside .chip").first.is_visible()
    assert not visitor.tab.is_visible("#new")
    visitor.tab.click("[data-act=menu]")
    visitor.tab.wait_for_selector("#new:visible")
    visitor.shot("phone-drawer")
    visitor.tab.keyboard.press("Escape")
    visitor.tab.wait_for_selector("#new", state="hidden")


def test_nothing_written_by_people_runs(serve: Any, visit: Any) -> None:
    account = advertiser(1, name=HOSTILE, product=HOSTILE)
    visitor = visit(serve(DoubleAssistant([account])).url).arrive()
    assert HOSTILE in visitor.texts(".welcome h2")[0]
    for text in (
        HOSTILE,
        "${alert(3)}{{constructor}}`存",
        '"><svg onload=alert(4)>',
        "</script><script>alert(5)</script>",
    ):
        visitor.say(text)
        assert text in visitor.texts("#history .said p")[-1]
        assert any(text in title for title in visitor.texts("#history .card .title"))
    visitor.tab.wait_for_timeout(300)
    assert not visitor.dialogs
    assert visitor.tab.locator("#talk img, #talk script, #threads img, #talk svg").count() == 0


def test_english_and_dark_without_reload(
    assistant: DoubleAssistant, serve: Any, visit: Any, size: dict[str, int]
) -> None:
    visitor = visit(serve(assistant).url, **size, dark=True).arrive()
    visitor.say("来几条")
    visitor.shot(f"journey-{visitor.device}-dark")
    dark = visitor.tab.evaluate("getComputedStyle(document.body).backgroundColor")
    visitor.tab.click("[data-act=theme]")
    assert visitor.tab.evaluate("getComputedStyle(document.body).backgroundColor") != dark
    visitor.tab.click("#language")
    visitor.tab.wait_for_selector("#send:has-text('Send')")
    visitor.tab.wait_for_function("document.querySelector('#history .verdict')?.innerText === 'Legal'")
    assert visitor.texts("#aside h3")[0] == "Understood as"
    visitor.shot(f"journey-{visitor.device}-english")
    visitor.tab.reload()
    visitor.tab.wait_for_selector("#send:has-text('Send')")
    assert visitor.tab.evaluate("document.documentElement.lang") == "en"


def test_completions_follow_typing(assistant: DoubleAssistant, serve: Any, visit: Any, size: dict[str, int]) -> None:
    visitor = visit(serve(assistant).url, **size).arrive()
    visitor.tab.locator("#composer textarea").press_sequentially("便签", delay=40)
    visitor.tab.wait_for_selector(".hint")
    visitor.shot(f"journey-{visitor.device}-completions")
    visitor.tab.click(".hint")
    assert visitor.tab.input_value("#composer textarea") == "便签，一天写完"
    deadline = time.monotonic() + 5
    while not assistant.stores.feedback.of("便签，一天写完") and time.monotonic() < deadline:
        visitor.tab.wait_for_timeout(50)
    (taken,) = assistant.stores.feedback.of("便签，一天写完")
    assert (taken.kind, taken.advertiser_id) == ("adopt", "t01"), "what is taken is adopted"
