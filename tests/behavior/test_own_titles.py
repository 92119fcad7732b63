"""Titles of the user's own, and wordings changed as told, in the real graph on the real model."""

from __future__ import annotations

import pytest

from agent.assembly import Assistant, Thread
from agent.plan import Intent

CAT_TREE = {
    "id": "t-own",
    "name": "跳跳木",
    "products": [
        {"name": "跳跳木实木猫爬架", "category": "猫爬架", "facts": ["高约1.6米", "剑麻绳可更换"], "price": "329元"}
    ],
}


@pytest.fixture
def thread(assistant: Assistant) -> Thread:
    assistant.advertisers.put(CAT_TREE)
    return assistant.open("t-own")


def test_a_title_handed_in_is_judged_rewritten_and_can_be_used_as_it_is(thread: Thread) -> None:
    turn = thread.send("我自己写了个“猫爬架到家，沙发终于安全了”，帮我改得活泼一点")
    assert turn.intent is Intent.REFINE and turn.titles
    assert "「猫爬架到家，沙发终于安全了」" in turn.reply and "就用我那句" in turn.reply
    assert not turn.brief.must_include
    saved = thread.send("就用我那句，存了")
    (call,) = saved.tool_calls
    assert call.name == "save_titles" and len(call.args["title_ids"]) == 1
    assert call.args["title_ids"][0] not in {title.id for title in turn.titles}


def test_a_verdict_is_followed_by_a_change_of_the_title_judged(thread: Thread) -> None:
    judged = thread.send("帮我看看这句：猫爬架到家，沙发终于安全了")
    assert judged.intent is Intent.SCORE and not judged.titles
    changed = thread.send("改短一点")
    assert "「猫爬架到家，沙发终于安全了」" in changed.reply
    assert all(len(title.text) < len("猫爬架到家，沙发终于安全了") for title in changed.titles)


def test_wordings_are_changed_as_told(thread: Thread) -> None:
    first = thread.send("猫爬架来4条标题")
    ended = thread.send("第2条末尾加个“那咋了”")
    assert [title.text for title in ended.titles] == [first.titles[1].text.rstrip("。，") + "，那咋了"] or (
        ended.titles[0].text.startswith(first.titles[1].text[:4]) and ended.titles[0].text.endswith("那咋了")
    )
    assert "那咋了" not in thread.send("再来2条").reply, "it was asked for in one title"


def test_what_cannot_be_done_is_told_with_a_way_to_it(thread: Thread) -> None:
    thread.send("猫爬架来4条标题")
    turn = thread.send("第1条后半句保留，前面改改")
    assert turn.intent is Intent.REFINE and not turn.titles
    assert "还写不好" in turn.reply or "没有停顿" in turn.reply
