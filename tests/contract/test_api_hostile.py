"""What programs and people with bad intentions send: no 5xx, no crash, nothing of others, nothing lost."""

from __future__ import annotations

import itertools
import os
from typing import Any

import pytest
import schemathesis
from fastapi import FastAPI
from fastapi.testclient import TestClient
from hostile import ORDINARY, hostile
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import CHECKS

from agent.assembly import Assistant, Settings
from ui.api import build_api
from ui.api.limits import RateLimiter

# Every run sends all messages where that is quick; `make fuzz` sends as many where each one takes a search.
MESSAGES, BATCH = 2_000, 20
TYPED = int(os.environ.get("MIAOTI_FUZZ", "0")) or 300


@pytest.fixture(scope="module")
def app(scripted_assistant: tuple[Assistant, Settings]) -> FastAPI:
    return build_api(*scripted_assistant, limiter=RateLimiter(clock=itertools.count(0, 3600).__next__))


@pytest.fixture(scope="module")
def client(app: FastAPI) -> TestClient:
    _key, text = app.state.services.keys.create(["adv01"])
    return TestClient(app, headers={"Authorization": f"Bearer {text}"}, raise_server_exceptions=False)


def test_two_thousand_hostile_messages_are_answered(client: TestClient) -> None:
    texts = list(itertools.islice(hostile(7), MESSAGES))
    assert len(texts) == MESSAGES and max(map(len, texts)) == 500
    for start in range(0, MESSAGES, BATCH):
        batch = texts[start : start + BATCH]
        checked = client.post("/api/v1/check", json={"texts": batch})
        scored = client.post("/api/v1/score", json={"texts": batch})
        assert (checked.status_code, scored.status_code) == (200, 200), batch
        for answer in (checked, scored):
            assert [one["text"] for one in answer.json()["results"]] == batch, "every text comes back as it was sent"
        for row in checked.json()["results"]:
            for found in row["compliance"]["findings"]:
                assert row["text"][found["start"] : found["end"]] == found["span"]
    assert client.get("/v1/models").status_code == 200


@pytest.mark.parametrize("mode", ["complete", "similar"])
def test_hostile_texts_are_associated(client: TestClient, mode: str) -> None:
    for text in itertools.islice(hostile(8), TYPED if mode == "complete" else 100):
        answer = client.post("/api/v1/associate", json={"text": text, "k": 3, "mode": mode})
        assert answer.status_code == 200, (text, answer.text)
        assert len(answer.json()["titles"]) <= 3


@pytest.mark.parametrize("route", ["/api/v1/check", "/api/v1/generate", "/api/v1/race", "/v1/chat/completions"])
def test_bodies_of_every_shape_are_refused_in_words(client: TestClient, route: str) -> None:
    deep = "[" * 50_000 + "]" * 50_000
    bodies = [
        "", "null", "[]", "1", '"text"', "{", "{}x", deep, '{"texts": ' + deep + "}", '{"messages": ' + deep + "}",
        '{"a":' * 20_000 + "1" + "}" * 20_000, "9" * 5_000, '{"n": 1e999}', '{"n": NaN}', '{"n": ' + "9" * 5_000 + "}",
        '{"texts": {"0": "a"}}', '{"texts": ["\\ud800"]}', '{"\\ud800": 1}', '{"texts": [null, 1, true, [], {}]}',
        '{"messages": [{"role": "user", "content": "\\udfff"}]}', '{"messages": [{}]}',
        '{"messages": {"role": "user"}}',
        '{"advertiser_id": "\\u0000", "texts": ["a"]}', '{"title_ids": [{"$ne": 1}]}', '{"n": true}', '{"n": -1}',
    ]  # fmt: skip
    for body in bodies:
        answer = client.post(route, content=body.encode(), headers={"Content-Type": "application/json"})
        assert 400 <= answer.status_code < 500, (body[:80], answer.text[:200])
        assert answer.json()["error"]["message"]


def test_addresses_and_headers_of_every_shape(client: TestClient) -> None:
    strange = ["%00", "..%2f..%2fetc%2fpasswd", "%ff%fe", "a" * 5_000, "'%20OR%201=1", "%E2%80%AE", "{x}", "*"]
    for path in ("/api/v1/race/", "/api/v1/actions/", "/v1/", "/api/v1/", "/metrics/"):
        for one in strange:
            answer = client.get(path + one)
            assert answer.status_code == 404 and answer.json()["error"]["code"], (path, one)
    for name, value in (
        ("Authorization", "Bearer " + "x" * 5_000),
        ("Authorization", b"Bearer \xff\xfe"),
        ("Accept-Language", "zh;q=nan,en;q=1e999," + "x," * 500),
        ("Content-Length", "-5"),
        ("Content-Type", "text/plain"),
    ):
        answer = client.post("/api/v1/check", content=b'{"texts": ["a"]}', headers={name: value})
        assert answer.status_code < 500, (name, answer.text)


CHECKED = (
    "not_a_server_error", "status_code_conformance", "content_type_conformance", "response_schema_conformance",
    "response_headers_conformance", "negative_data_rejection",
)  # fmt: skip
WRITES = ("POST /api/v1/generate", "POST /v1/chat/completions")


@pytest.mark.parametrize("mode", list(GenerationMode))
def test_the_document_is_true(app: FastAPI, client: TestClient, mode: GenerationMode) -> None:
    """schemathesis draws requests from the document, well-formed or not, and holds the answers to it."""
    schema = schemathesis.openapi.from_asgi("/api/v1/openapi.json", app)
    rejection = schema.config.checks.negative_data_rejection
    # A list may also be refused for its bytes, before its items are counted.
    rejection.expected_statuses = [*rejection.expected_statuses, "413"]
    seen: dict[str, set[int]] = {}
    for result in schema.get_all_operations():
        operation = result.ok()
        # What has the model write takes longest.
        _hold(operation, mode, 3 if operation.label in WRITES else 8, dict(client.headers), seen)
    assert {"POST /api/v1/check", "GET /v1/models", "GET /api/v1/race/{race_id}"} <= set(seen)
    if mode is GenerationMode.POSITIVE:
        assert sum(bool(statuses & {200, 201}) for statuses in seen.values()) >= 7, seen
    else:
        assert 422 in seen["POST /api/v1/check"]


def test_a_stream_is_what_the_document_says(app: FastAPI, client: TestClient) -> None:
    schema, headers = schemathesis.openapi.from_asgi("/api/v1/openapi.json", app), dict(client.headers)
    asked = {"messages": [{"role": "user", "content": ORDINARY}], "stream": True}
    case = schema["/v1/chat/completions"]["POST"].Case(body=asked, media_type="application/json")
    answer = case.call(headers=headers)
    assert answer.status_code == 200 and "text/event-stream" in answer.headers["content-type"][0]
    case.validate_response(answer, checks=[CHECKS.get_one(name) for name in CHECKED], headers=headers)


def _hold(operation: Any, mode: GenerationMode, examples: int, headers: dict[str, str], seen: Any) -> None:
    checks = [CHECKS.get_one(name) for name in CHECKED]

    @seed(11)
    @settings(
        max_examples=examples, deadline=None, database=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=operation.as_strategy(generation_mode=mode))
    def once(case: Any) -> None:
        answer = case.call(headers=headers)
        case.validate_response(answer, checks=checks, headers=headers)
        seen.setdefault(operation.label, set()).add(answer.status_code)

    try:
        once()
    except Unsatisfiable:
        assert mode is GenerationMode.NEGATIVE, "an operation without input cannot be asked wrongly, but can be asked"
