"""The chat endpoint, used as ordinary OpenAI clients use it: every request sends the whole history again."""

from __future__ import annotations

import asyncio
import json
import time
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from scripted import ScriptedModel

from agent.assembly import Assistant, Settings
from ui.api import build_api
from ui.api.conversations import Conversations, digest
from ui.api.running import TurnFeed


class Chat:
    """A client that keeps the messages itself."""

    def __init__(self, client: TestClient) -> None:
        self.client = client
        self.messages: list[dict[str, Any]] = [{"role": "system", "content": "be brief"}]

    def say(self, text: str, **more: Any) -> dict[str, Any]:
        self.messages.append({"role": "user", "content": text})
        asked = {"model": "miaoti", "temperature": 0.3, "messages": self.messages, **more}
        answer = self.client.post("/v1/chat/completions", json=asked)
        assert answer.status_code == 200, answer.text
        body: dict[str, Any] = answer.json()
        self.messages.append({"role": "assistant", "content": body["choices"][0]["message"]["content"]})
        return body

    def stream(self, text: str) -> list[dict[str, Any]]:
        self.messages.append({"role": "user", "content": text})
        pieces, said = [], ""
        asked = {"model": "miaoti", "messages": self.messages, "stream": True}
        with self.client.stream("POST", "/v1/chat/completions", json=asked) as answer:
            assert answer.headers["content-type"].startswith("text/event-stream")
            lines = [line for line in answer.iter_lines() if line]
        assert lines[-1] == "data: [DONE]"
        for line in lines[:-1]:
            pieces.append(json.loads(line.removeprefix("data: ")))
            said += pieces[-1]["choices"][0]["delta"].get("content", "")
        self.messages.append({"role": "assistant", "content": said})
        return pieces


@pytest.fixture(scope="module")
def app(scripted_assistant: tuple[Assistant, Settings]) -> FastAPI:
    return build_api(*scripted_assistant)


def client_of(app: FastAPI, *advertisers: str) -> TestClient:
    _key, text = app.state.services.keys.create(list(advertisers), burst=1000)
    return TestClient(app, headers={"Authorization": f"Bearer {text}"}, raise_server_exceptions=False)


@pytest.fixture(scope="module")
def client(app: FastAPI) -> TestClient:
    return client_of(app, "adv01", "adv02")


def test_the_whole_history_goes_on_in_the_same_conversation(client: TestClient) -> None:
    chat = Chat(client)
    first = chat.say("来3条标题，20字以内")["miaoti"]
    second = chat.say("第二个再短点")["miaoti"]
    assert second["thread_id"] == first["thread_id"]
    assert [one["provenance"]["parent_id"] for one in second["titles"]] == [first["titles"][1]["id"]]
    assert first["titles"][1]["text"] in chat.messages[2]["content"], "a client that shows text alone sees the titles"


def test_streamed_and_whole_answers_mix_in_one_conversation(client: TestClient) -> None:
    chat = Chat(client)
    pieces = chat.stream("来3条标题")
    last = pieces[-1]
    assert last["choices"][0]["finish_reason"] == "stop" and len(last["miaoti"]["titles"]) == 3
    kinds = [piece["miaoti"]["type"] for piece in pieces if "type" in piece.get("miaoti", {})]
    assert kinds.index("tool_started") < kinds.index("tool_finished") < kinds.index("title")
    for title in last["miaoti"]["titles"]:
        assert title["text"] in chat.messages[-1]["content"]
    assert chat.say("第一个再短点")["miaoti"]["thread_id"] == last["miaoti"]["thread_id"]


def test_equal_openings_stay_apart(client: TestClient) -> None:
    one, other = Chat(client), Chat(client)
    ids = [chat.say("你好")["miaoti"]["thread_id"] for chat in (one, other)]
    assert one.messages == other.messages and len(set(ids)) == 2
    after = [chat.say("来1条标题")["miaoti"]["thread_id"] for chat in (one, other)]
    assert sorted(after) == sorted(ids)


def test_going_back_to_an_earlier_message_begins_anew(client: TestClient) -> None:
    chat = Chat(client)
    first = chat.say("来2条标题")["miaoti"]["thread_id"]
    branch = Chat(client)
    branch.messages = list(chat.messages)
    assert chat.say("再来1条")["miaoti"]["thread_id"] == first
    assert branch.say("来5条标题")["miaoti"]["thread_id"] != first


def test_another_key_does_not_go_on_with_my_messages(app: FastAPI, client: TestClient) -> None:
    chat = Chat(client)
    mine = chat.say("来2条标题")["miaoti"]["thread_id"]
    thief = Chat(client_of(app, "adv01"))
    thief.messages = list(chat.messages)
    assert thief.say("再来1条")["miaoti"]["thread_id"] != mine
    assert chat.say("再来1条")["miaoti"]["thread_id"] == mine


def test_a_conversation_outlives_the_server(scripted_assistant: tuple[Assistant, Settings], client: TestClient) -> None:
    chat = Chat(client)
    first = chat.say("来2条标题")["miaoti"]["thread_id"]
    chat.client = TestClient(build_api(*scripted_assistant), headers=dict(client.headers))
    assert chat.say("第一个再短点")["miaoti"]["thread_id"] == first


def test_the_account_comes_from_the_model_name(client: TestClient) -> None:
    names = [one["id"] for one in client.get("/v1/models").json()["data"]]
    assert names == ["miaoti", "miaoti:adv01", "miaoti:adv02"]
    assert Chat(client).say("来1条标题", model="miaoti:adv02")["miaoti"]["advertiser_id"] == "adv02"
    unknown = client.post("/v1/chat/completions", json={"model": "gpt", "messages": [{"role": "user", "content": "a"}]})
    assert unknown.status_code == 404 and unknown.json()["error"]["code"] == "model_not_found"


def test_what_awaits_approval_can_be_approved(client: TestClient) -> None:
    chat = Chat(client)
    chat.say("来2条标题")
    (action,) = chat.say("把第一个存进素材库")["miaoti"]["pending"]
    assert action["id"] in chat.messages[-1]["content"]
    decided = client.post(f"/api/v1/actions/{action['id']}", json={"approve": True}).json()
    assert (decided["kind"], decided["status"]) == ("save", "approved")


@pytest.mark.parametrize(
    "messages",
    [
        [],
        [{"role": "assistant", "content": "a"}],
        [{"role": "user", "content": "长" * 4001}],
        [{"role": "user", "content": [{"type": "image_url", "image_url": {"url": "x"}}]}],
        [{"role": "robot", "content": "a"}],
        "来1条标题",
    ],
)
def test_messages_that_are_none_are_refused(client: TestClient, messages: Any) -> None:
    answer = client.post("/v1/chat/completions", json={"messages": messages})
    assert answer.status_code == 422 and answer.json()["error"]["code"] == "invalid"


def test_parts_of_text_and_no_text_at_all_are_messages(client: TestClient) -> None:
    parts = [{"role": "user", "content": [{"type": "text", "text": "来1条"}, {"type": "text", "text": "标题"}]}]
    assert client.post("/v1/chat/completions", json={"messages": parts}).json()["miaoti"]["intent"] == "generate"
    nothing = [{"role": "user", "content": None}]
    assert client.post("/v1/chat/completions", json={"messages": nothing}).json()["miaoti"]["intent"] == "clarify"


def test_who_hangs_up_frees_the_model_and_the_conversation(
    scripted_assistant: tuple[Assistant, Settings], scripted_model: ScriptedModel
) -> None:
    thread = scripted_assistant[0].open("adv01")
    scripted_model.held.set()

    async def hang_up() -> float:
        feed = TurnFeed(thread, "来3条标题")
        await feed.next()
        await asyncio.to_thread(scripted_model.waiting.wait, 10)
        stopped = time.perf_counter()
        feed.stop()
        await asyncio.to_thread(scripted_model.cancelled.wait, 10)
        return time.perf_counter() - stopped

    try:
        assert asyncio.run(hang_up()) < 5
    finally:
        scripted_model.held.clear()
    for _ in range(100):
        if not thread.cancel():
            break
        time.sleep(0.05)
    assert thread.send("来1条标题").titles


def test_a_busy_conversation_says_so(app: FastAPI, scripted_assistant: tuple[Assistant, Settings]) -> None:
    key, text = app.state.services.keys.create(["adv01"])
    thread = scripted_assistant[0].open("adv01", owner=key.owner)
    running = thread.stream("来1条标题")
    next(running)
    asked = {"messages": [{"role": "user", "content": "再来"}], "miaoti": {"thread_id": thread.id}}
    for stream in (False, True):
        answer = TestClient(app, headers={"Authorization": f"Bearer {text}"}).post(
            "/v1/chat/completions", json={**asked, "stream": stream}
        )
        assert answer.status_code == 409 and answer.json()["error"]["code"] == "busy"
    list(running)


def test_a_state_is_found_once_and_only_by_its_scope(tmp_path: Any) -> None:
    book = Conversations(tmp_path)
    said = [("user", "a"), ("assistant", "b ")]
    book.keep("k", said, "t1")
    assert book.take("other", said) is None
    assert book.take("k", [("user", "a"), ("assistant", "b")]) == "t1"
    assert book.take("k", said) is None
    assert digest([("user", "ab"), ("user", "")]) != digest([("user", "a"), ("user", "b")])
    book.close()
