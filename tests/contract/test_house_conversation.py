"""Rules of the house in a conversation: whose rules they are said to be, and that what was chosen is judged again."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient

from agent.assembly import Assistant, Settings, Thread
from tools.compliance.house import HouseDesk, make_rule
from tools.store.changes import ChangeLog
from ui.api import build_api

RULE, WORD = "催单", "闭眼囤"
REASON = "不用催单的话"


@pytest.fixture
def thread(scripted_assistant: tuple[Assistant, Settings]) -> Thread:
    return scripted_assistant[0].open("adv02")


@pytest.fixture
def desk(scripted_assistant: tuple[Assistant, Settings]) -> Iterator[HouseDesk]:
    desk = HouseDesk(ChangeLog(scripted_assistant[0].stores.database))
    yield desk
    for name in desk.get().rules:
        desk.drop(name, by="ann")


def _forbid(desk: HouseDesk, *words: str, rewrite: str = "") -> None:
    desk.put(RULE, make_rule(words=words, reason=REASON, rewrite=rewrite), by="ann")


def test_a_scored_title_gets_its_verdict_once(thread: Thread) -> None:
    turn = thread.send("给“全网最低价的帐篷，买它”打个分")
    assert {"score_titles", "check_compliance"} <= {call.name for call in turn.tool_calls}
    assert turn.intent == "score" and turn.reply.count("广告法") == 1


@pytest.mark.parametrize("asked", ["“帐篷到了闭眼囤”这句合规吗？", "is “帐篷到了闭眼囤” allowed under the rules?"])
def test_a_rule_of_the_house_is_not_called_the_law(thread: Thread, desk: HouseDesk, asked: str) -> None:
    _forbid(desk, WORD)
    reply = thread.send(asked).reply
    assert REASON in reply and "Advertising Law" not in reply and "广告法" not in reply
    assert ("This site's rules" in reply) == asked.startswith("is")


def test_a_word_that_the_house_forbids_is_not_wanted_in_titles(thread: Thread, desk: HouseDesk) -> None:
    _forbid(desk, WORD)
    turn = thread.send(f"来2条标题，必须带上“{WORD}”")
    assert WORD not in turn.brief.must_include and REASON in turn.reply and "广告法" not in turn.reply


def test_what_may_not_stand_by_now_is_not_approved_and_waits(thread: Thread, desk: HouseDesk) -> None:
    thread.send("来4条标题")
    (action,) = thread.send("帮我选2条上线").pending
    finals = [one.text for one in thread.history()[-1].titles]
    _forbid(desk, finals[0])
    refused = thread.resume(approve=True, action_id=action.id)
    assert finals[0] in refused.reply and finals[1] not in refused.reply and not refused.tool_calls
    assert [one.id for one in refused.pending] == [action.id]
    desk.drop(RULE, by="ann")
    assert thread.resume(approve=True, action_id=action.id).tool_calls


def test_the_api_names_what_may_not_stand_by_now(
    thread: Thread, desk: HouseDesk, scripted_assistant: tuple[Assistant, Settings]
) -> None:
    built: Any = build_api(*scripted_assistant)
    _key, text = built.state.services.keys.create(["adv02"], burst=1000)
    client = TestClient(built, headers={"Authorization": f"Bearer {text}"})
    wanted = client.post("/api/v1/race", json={"texts": ["帐篷里听一夜雨", "营灯照着回家路"]}).json()
    _forbid(desk, "听一夜雨")
    refused = client.post(f"/api/v1/actions/{wanted['id']}", json={"approve": True})
    assert refused.status_code == 422 and "听一夜雨" in refused.text and "回家路" not in refused.text
    assert client.get(f"/api/v1/actions/{wanted['id']}").json()["status"] == "pending"
    assert client.post(f"/api/v1/actions/{wanted['id']}", json={"approve": False}).json()["status"] == "declined"
