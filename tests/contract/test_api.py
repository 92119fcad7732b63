"""The JSON API on a real assistant: what it gives, whom it gives it to, and how it says no."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from agent.assembly import Assistant, Settings
from models.types import Title
from ui.api import build_api, mount

Client = Any
UNKNOWN = "0123456789abcdef"


@pytest.fixture(scope="module")
def app(scripted_assistant: tuple[Assistant, Settings]) -> FastAPI:
    return build_api(*scripted_assistant)


def client_of(app: FastAPI, *advertisers: str, **limits: Any) -> TestClient:
    _key, text = app.state.services.keys.create(list(advertisers), **{"burst": 1000, **limits})
    return TestClient(app, headers={"Authorization": f"Bearer {text}"}, raise_server_exceptions=False)


@pytest.fixture(scope="module")
def ann(app: FastAPI) -> TestClient:
    return client_of(app, "adv01", "adv02")


@pytest.fixture(scope="module")
def bob(app: FastAPI) -> TestClient:
    return client_of(app, "adv03")


def error_of(response: Any) -> tuple[int, str, str]:
    body = response.json()
    assert set(body) == {"error"} and set(body["error"]) == {"code", "message"}, body
    return response.status_code, body["error"]["code"], body["error"]["message"]


def test_a_key_sees_its_own_accounts(ann: Client, bob: Client) -> None:
    assert [one["id"] for one in ann.get("/api/v1/advertisers").json()["advertisers"]] == ["adv01", "adv02"]
    assert [one["id"] for one in bob.get("/api/v1/advertisers").json()["advertisers"]] == ["adv03"]


def test_titles_are_written_to_the_brief(ann: Client) -> None:
    asked = {"keywords": ["塔防"], "n": 3, "max_chars": 18, "must_include": ["后院"], "product_id": "adv01-p1"}
    body = ann.post("/api/v1/generate", json=asked).json()
    assert len(body["titles"]) == 3 and body["drawn"] >= 3
    for title in body["titles"]:
        assert "后院" in title["text"] and len(title["text"]) <= 18
        assert title["scores"] and title["compliance"]["verdict"] != "violation"
    again = ann.post("/api/v1/generate", json={"base_ids": [body["titles"][0]["id"]], "n": 1, "instruction": "更短"})
    assert all(one["provenance"]["parent_id"] == body["titles"][0]["id"] for one in again.json()["titles"])


def test_score_check_associate_and_recommend(ann: Client) -> None:
    scored = ann.post("/api/v1/score", json={"texts": ["打开就停不下来", "塔防塔防"], "keywords": [["塔防"], []]})
    assert [0 <= one["scores"]["fluency"] <= 1 for one in scored.json()["results"]] == [True, True]
    bad, good = ann.post("/api/v1/check", json={"texts": ["全网第一的塔防", "周末在家玩塔防"]}).json()["results"]
    assert bad["compliance"]["verdict"] == "violation" and bad["compliance"]["findings"] and bad["explanation"]
    assert good["compliance"]["verdict"] == "clean" and good["explanation"] == ""
    past = ann.get("/api/v1/recommend", params={"n": 4}).json()["titles"]
    assert 0 < len(past) <= 4
    found = ann.post("/api/v1/associate", json={"text": past[0]["text"][:4], "k": 3, "mode": "complete"}).json()
    assert past[0]["text"] in found["titles"]


def test_a_race_starts_when_it_is_approved_and_only_once(ann: Client) -> None:
    texts = ["周末在家玩塔防", "下班路上守一波", "睡前来一局"]
    race = ann.post("/api/v1/race", json={"texts": texts, "pick": 2})
    assert race.status_code == 201
    body = race.json()
    assert body["state"] == "pending" and len(body["titles"]) == 2 and body["standings"] == []
    assert {one["text"] for one in body["titles"]} < set(texts)
    assert ann.post(f"/api/v1/actions/{body['id']}", json={"approve": True}).json()["status"] == "approved"
    running = ann.get(f"/api/v1/race/{body['id']}").json()
    assert running["state"] == "running" and "月" in running["name"] and body["name"] is None
    assert sum(one["probability_best"] for one in running["standings"]) == pytest.approx(1)
    again = ann.post(f"/api/v1/actions/{body['id']}", json={"approve": True})
    assert error_of(again)[:2] == (409, "already_decided")


def test_a_declined_race_stays_declined(ann: Client) -> None:
    race = ann.post("/api/v1/race", json={"texts": ["周末在家玩塔防", "睡前来一局"]}).json()
    assert ann.post(f"/api/v1/actions/{race['id']}", json={"approve": False}).json()["status"] == "declined"
    assert ann.get(f"/api/v1/race/{race['id']}").json()["state"] == "declined"


def test_who_decided_is_in_the_security_log_once(ann: Client, app: FastAPI) -> None:
    race = ann.post("/api/v1/race", json={"texts": ["周末在家玩塔防", "睡前来一局"]}).json()
    for approve in (False, False, True):
        ann.post(f"/api/v1/actions/{race['id']}", json={"approve": approve})
    log = app.state.services.assistant.stores.security
    rows = [row for row in log.list() if row.subject == f"action:{race['id']}"]
    assert [(row.act, row.note) for row in rows] == [("declined", "race, 2 titles")]
    assert rows[0].by.startswith("key:"), "nobody knows who decided"


def test_a_race_of_one_title_is_not_proposed(ann: Client) -> None:
    answer = ann.post("/api/v1/race", json={"texts": ["周末在家玩塔防", "睡前来一局"], "pick": 1})
    assert error_of(answer)[:2] == (422, "race_too_small")


def test_a_replaced_race_says_that_it_was_replaced(ann: Client, app: FastAPI) -> None:
    race = ann.post("/api/v1/race", json={"texts": ["周末在家玩塔防", "睡前来一局"]}).json()
    assistant = app.state.services.assistant
    thread = assistant.open("adv01", race["thread_id"])
    newer = thread.propose("race", [one["id"] for one in race["titles"]])
    assert error_of(ann.post(f"/api/v1/actions/{race['id']}", json={"approve": True}))[:2] == (409, "replaced")
    assert ann.get(f"/api/v1/race/{race['id']}").json()["state"] == "replaced"
    told = thread.resume(True, race["id"])
    assert "替换" in told.reply and not told.tool_calls
    assert thread.resume(True, newer.id).tool_calls


def test_an_illegal_title_cannot_race(ann: Client) -> None:
    answer = ann.post("/api/v1/race", json={"texts": ["全网第一的塔防", "睡前来一局"]})
    assert error_of(answer)[:2] == (422, "illegal_title")


def test_guessing_ids_gets_the_same_nothing_as_inventing_them(ann: Client, bob: Client) -> None:
    title = ann.post("/api/v1/generate", json={"n": 1}).json()["titles"][0]["id"]
    race = ann.post("/api/v1/race", json={"title_ids": [title], "texts": ["睡前来一局"]}).json()
    chat = {"messages": [{"role": "user", "content": "来1条标题"}]}
    thread = ann.post("/v1/chat/completions", json=chat).json()["miaoti"]["thread_id"]

    def tries(title: str, action: str, thread: str, account: str) -> list[tuple[Any, ...]]:
        return [
            error_of(answer)
            for answer in (
                bob.post("/api/v1/generate", json={"base_ids": [title], "instruction": "更短"}),
                bob.post("/api/v1/race", json={"title_ids": [title]}),
                bob.get(f"/api/v1/race/{action}"),
                bob.get(f"/api/v1/actions/{action}"),
                bob.post(f"/api/v1/actions/{action}", json={"approve": True}),
                bob.post("/v1/chat/completions", json={**chat, "miaoti": {"thread_id": thread}}),
                bob.post("/v1/chat/completions", json={**chat, "model": f"miaoti:{account}"}),
                bob.post("/v1/chat/completions", json={**chat, "miaoti": {"advertiser_id": account}}),
                bob.get("/api/v1/recommend", params={"advertiser_id": account}),
                *(
                    bob.post(f"/api/v1/{route}", json={**body, "advertiser_id": account})
                    for route, body in (
                        ("generate", {"n": 1}),
                        ("check", {"texts": ["睡前来一局"]}),
                        ("associate", {"text": "睡前"}),
                        ("race", {"texts": ["睡前来一局"]}),
                    )
                ),
            )
        ]

    guessed = tries(title, race["id"], thread, "adv01")
    assert guessed == tries(UNKNOWN, UNKNOWN, UNKNOWN, "adv99")
    assert {one[:2] for one in guessed} == {(404, "not_found")}
    assert ann.get(f"/api/v1/actions/{race['id']}").json()["status"] == "pending"


def test_a_second_key_of_the_account_sees_titles_but_not_conversations(app: FastAPI, ann: Client) -> None:
    other = client_of(app, "adv01")
    race = ann.post("/api/v1/race", json={"texts": ["周末在家玩塔防", "睡前来一局"]}).json()
    assert other.post("/api/v1/race", json={"title_ids": [one["id"] for one in race["titles"]]}).status_code == 201
    assert other.get(f"/api/v1/race/{race['id']}").status_code == 404


def test_without_a_valid_key_nothing_is_told(app: FastAPI) -> None:
    _key, text = app.state.services.keys.create(["adv01"])
    assert TestClient(app).get("/v1/models", headers={"Authorization": f"Bearer {text}"}).status_code == 200
    app.state.services.keys.revoke(text.split("_")[1])
    for sent in (None, "Bearer ", "Bearer x", f"Bearer {text}", f"Bearer {text}x", f"Basic {text}", "Bearer mt__"):
        answer = TestClient(app, headers={"Authorization": sent} if sent else {}).get("/api/v1/advertisers")
        assert error_of(answer)[:2] == (401, "unauthorized")
        assert answer.headers["www-authenticate"] == "Bearer"


def test_too_many_requests_are_told_when_to_come_back(app: FastAPI) -> None:
    eager = client_of(app, "adv01", burst=2, per_minute=30)
    answers = [eager.get("/v1/models") for _ in range(3)]
    assert [one.status_code for one in answers] == [200, 200, 429]
    assert error_of(answers[2])[1] == "rate_limited"
    assert answers[2].headers["retry-after"] == "2"


@pytest.mark.parametrize(
    ("route", "body", "told"),
    [
        ("generate", {"n": 99}, "n 不能大于 20"),
        ("score", {"texts": ["长" * 501]}, "texts.0 最多 500 个字"),
        ("score", {"texts": []}, "texts 至少 1 项"),
        ("check", {}, "texts 缺少这一项"),
        ("check", {"texts": ["a\0b"]}, "texts.0 含有空字符"),
        ("check", {"texts": ["a"], "industy": "x"}, "industy 没有这一项"),
        ("associate", {"text": "a", "mode": "rhyme"}, "mode 应为 'complete' or 'similar' 之一"),
        ("associate", {"text": "a", "k": "5"}, "k 应为整数"),
    ],
)
def test_what_is_wrong_is_named(ann: Client, route: str, body: dict[str, Any], told: str) -> None:
    status, code, message = error_of(ann.post(f"/api/v1/{route}", json=body))
    assert (status, code) == (422, "invalid") and told in message


def test_errors_speak_the_callers_language(ann: Client) -> None:
    for accepted, language in (("", "zh"), ("fr", "zh"), ("en-GB,en;q=0.9,zh;q=0.2", "en"), ("en;q=0.1,zh-CN", "zh")):
        answer = ann.post("/api/v1/check", json={}, headers={"Accept-Language": accepted})
        assert answer.headers["content-language"] == language
        assert ("is missing" in error_of(answer)[2]) == (language == "en")


def test_bodies_that_are_no_request(ann: Client, app: FastAPI) -> None:
    def post(content: bytes, **headers: str) -> Any:
        return error_of(
            ann.post("/api/v1/check", content=content, headers={"Content-Type": "application/json", **headers})
        )

    assert post(b"{")[:2] == (400, "invalid_json")
    assert post(b"\xff\xfe")[:2] == (400, "invalid_json")
    assert post(b"[" * 100_000)[0] == 400
    assert post(b'{"texts": ["\\ud800"]}')[:2] == (422, "invalid")
    assert post(b" " * (1 << 20) + b"{}")[:2] == (413, "too_large")
    assert error_of(ann.get("/api/v1/nowhere"))[:2] == (404, "no_route")
    assert error_of(ann.get("/api/v1/check"))[:2] == (405, "method_not_allowed")


def test_metrics_count_and_name_nobody(ann: Client, app: FastAPI) -> None:
    ann.post("/api/v1/generate", json={"n": 1})
    ann.post("/v1/chat/completions", json={"messages": [{"role": "user", "content": "来1条标题"}]})
    ann.get("/api/v1/actions/" + UNKNOWN)
    local = TestClient(app, base_url="http://127.0.0.1:7860", client=("127.0.0.1", 5000))
    text = local.get("/metrics").text
    for line in (
        'miaoti_requests_total{method="POST",route="/api/v1/generate",status="200"}',
        'miaoti_turns_total{intent="generate"}',
        'miaoti_tool_seconds_count{status="done",tool="generate_titles"}',
        'miaoti_errors_total{code="not_found"}',
    ):
        assert line in text, line
    assert "adv01" not in text and UNKNOWN not in text
    assert TestClient(app, client=("203.0.113.9", 5000)).get("/metrics").status_code == 401
    rebound = TestClient(app, base_url="http://evil.example", client=("127.0.0.1", 5000))
    assert rebound.get("/metrics").status_code == 401, "another site's page read them by a name that leads here"


def test_the_document_has_examples_that_work(ann: Client) -> None:
    document = ann.get("/api/v1/openapi.json").json()
    tried = 0
    for path, item in document["paths"].items():
        if "post" not in item or "{" in path:
            continue
        schema = item["post"]["requestBody"]["content"]["application/json"]["schema"]
        if "$ref" not in schema:  # events come in several shapes; test_api_events sends each
            continue
        name = schema["$ref"].rpartition("/")[2]
        for example in document["components"]["schemas"][name]["examples"]:
            assert ann.post(path, json=example).is_success, (path, example)
            tried += 1
    assert tried >= 6


def test_mounted_beside_other_routes_it_answers_first(scripted_assistant: tuple[Assistant, Settings]) -> None:
    other = FastAPI()
    other.get("/{anything:path}")(lambda anything: {"page": anything})
    api = mount(other, *scripted_assistant)
    _key, text = api.state.services.keys.create(["adv01"])
    client = TestClient(other, headers={"Authorization": f"Bearer {text}"})
    assert client.get("/v1/models").json()["data"][0]["id"] == "miaoti"
    assert error_of(client.get("/api/v1/nowhere"))[1] == "no_route"
    assert client.get("/somewhere").json() == {"page": "somewhere"}


def test_titles_come_out_as_they_are_stored(ann: Client) -> None:
    body = ann.post("/api/v1/generate", json={"n": 1}).json()
    assert Title.model_validate(body["titles"][0]).text == body["titles"][0]["text"]
