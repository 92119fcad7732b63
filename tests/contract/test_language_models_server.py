"""What a caller is told when a model server is missing, closed to him, or not what was expected."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from models.llm import (
    EndpointDenied,
    EndpointError,
    EndpointUnreachable,
    ModelMissing,
    ModelRequestError,
    ModelSpec,
    Sampling,
    load_language_model,
)
from models.llm.openai import OpenAIEndpoint, request

CHUNKS = [
    {"choices": [{"index": 0, "text": "妙", "finish_reason": None}]},
    {"choices": [{"index": 0, "text": "题", "finish_reason": "stop"}]},
    {"choices": [], "usage": {"completion_tokens": 7}},
]


class Handler(BaseHTTPRequestHandler):
    """A server that speaks vLLM's dialect and follows a list of statuses for completions."""

    statuses: list[int]
    bodies: list[dict[str, Any]]
    chunks: list[dict[str, Any]]

    def do_GET(self) -> None:
        self._answer(200, json.dumps({"data": [{"id": "base", "owned_by": "vllm"}]}))

    def do_POST(self) -> None:
        self.bodies.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        status = self.statuses.pop(0) if self.statuses else 200
        text = "".join(f"data: {json.dumps(chunk)}\n\n" for chunk in self.chunks) + "data: [DONE]\n\n"
        self._answer(status, text if status == 200 else '{"error": "no"}')

    def _answer(self, status: int, text: str) -> None:
        self.send_response(status)
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[tuple[str, type[Handler]]]:
    handler = type("Scripted", (Handler,), {"statuses": [], "bodies": [], "chunks": CHUNKS})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as http:
        threading.Thread(target=http.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{http.server_port}", handler
        http.shutdown()


def test_nobody_listens() -> None:
    with pytest.raises(EndpointUnreachable, match="MIAOTI_LLM_URL"):
        OpenAIEndpoint("http://127.0.0.1:9", retries=0)


def test_no_address_is_set() -> None:
    with pytest.raises(ModelMissing, match="MIAOTI_LLM_URL"):
        load_language_model(ModelSpec(kind="openai"))


@pytest.mark.parametrize(
    ("status", "error"),
    [(401, EndpointDenied), (404, EndpointError), (400, ModelRequestError), (500, EndpointError)],
)
def test_each_refusal_has_its_error(server: tuple[str, type[Handler]], status: int, error: type[Exception]) -> None:
    url, handler = server
    model = OpenAIEndpoint(url)
    handler.statuses[:] = [status]
    with pytest.raises(error):
        model.complete(["x"], Sampling())
    assert len(handler.bodies) == 1
    model.close()


@pytest.mark.parametrize(("code", "error"), [(400, ModelRequestError), (500, EndpointError)])
def test_an_error_told_in_the_stream_counts_like_a_status(
    server: tuple[str, type[Handler]], code: int, error: type[Exception]
) -> None:
    url, handler = server
    model = OpenAIEndpoint(url)
    handler.chunks = [CHUNKS[0], {"error": {"message": "Invalid grammar", "code": code}}]
    with pytest.raises(error, match="Invalid grammar"):
        model.complete(["x"], Sampling())
    model.close()


def test_a_busy_server_is_asked_again(server: tuple[str, type[Handler]]) -> None:
    url, handler = server
    model = OpenAIEndpoint(f"{url}/v1/")
    handler.statuses[:] = [503, 429]
    (completion,) = model.complete(["x"], Sampling())
    assert (completion.text, completion.tokens, completion.finish) == ("妙题", 7, "stop")
    assert len(handler.bodies) == 3
    model.close()


def test_an_adapter_is_chosen_by_name_and_the_dialect_is_vllms(server: tuple[str, type[Handler]]) -> None:
    url, handler = server
    model = OpenAIEndpoint(url, model="base", adapter="titles")
    model.complete(["x", "y"], Sampling(seed=5), grammar='root ::= "a"')
    assert {body["model"] for body in handler.bodies} == {"titles"}
    assert {body["seed"] for body in handler.bodies} == {5, 6}
    assert handler.bodies[0]["structured_outputs"] == {"grammar": 'root ::= "a"'}
    assert handler.bodies[0]["top_k"] == -1
    model.close()


def test_llama_servers_dialect() -> None:
    body = request("m", "llamacpp", "x", Sampling(repeat_penalty=1.1), 'root ::= "a"', 0)
    assert body["grammar"] == 'root ::= "a"' and body["repeat_penalty"] == 1.1
    assert "structured_outputs" not in body and "seed" not in body
