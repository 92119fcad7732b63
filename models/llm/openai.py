"""A model behind an OpenAI-compatible server: vLLM, llama-server, or another with /v1/completions."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Literal

from models.llm.errors import EndpointError, ModelClosed, ModelError
from models.llm.jobs import Draft
from models.llm.protocol import Completion, Sampling
from models.llm.stopping import Stop, pieces_until, wait_for
from models.llm.transport import Transport

Dialect = Literal["llamacpp", "vllm"]


class OpenAIEndpoint:
    """A client of /v1/completions. An adapter is chosen by its served name, which then takes the model's place."""

    def __init__(
        self,
        url: str,
        *,
        model: str | None = None,
        adapter: str | None = None,
        key: str | None = None,
        parallel: int = 16,
        dialect: Literal["auto", "llamacpp", "vllm"] = "auto",
        timeout: float = 120.0,
        retries: int = 3,
    ) -> None:
        """Ask the server at `url` what it serves. Raises EndpointUnreachable, EndpointDenied or EndpointError."""
        self._web = Transport(url, key=key, timeout=timeout, retries=retries)
        try:
            first = _listed(self._web)[0]
        except ModelError:
            self._web.close()
            raise
        self.name = adapter or model or str(first["id"])
        owner = str(first.get("owned_by", ""))
        self.adapter = adapter
        self.dialect: Dialect = dialect if dialect != "auto" else ("vllm" if owner == "vllm" else "llamacpp")
        self._pool = ThreadPoolExecutor(parallel, thread_name_prefix="endpoint")
        self._closing = threading.Event()

    def complete(
        self,
        prompts: Sequence[str],
        sampling: Sampling,
        *,
        grammar: str | None = None,
        cancel: threading.Event | None = None,
    ) -> list[Completion]:
        """See LanguageModel. One streamed request for each prompt, so that a cancel reaches the server."""
        self._check_open()
        stop = Stop(cancel, self._closing)
        drafts = [Draft() for _ in prompts]
        running = [
            self._pool.submit(self._draw, self._body(prompt, sampling, grammar, i), drafts[i], stop)
            for i, prompt in enumerate(prompts)
        ]
        try:
            wait_for(running, stop)
        finally:
            stop.now = True
        return [draft.completion() for draft in drafts]

    def stream(
        self, prompt: str, sampling: Sampling, *, grammar: str | None = None, cancel: threading.Event | None = None
    ) -> Iterator[str]:
        """See LanguageModel."""
        self._check_open()
        stop = Stop(cancel, self._closing)
        body = self._body(prompt, sampling, grammar, 0)
        return pieces_until(stop, lambda emit: self._pool.submit(self._draw, body, Draft(), stop, emit))

    def mean_logprobs(self, texts: Sequence[str]) -> list[float]:
        """See LanguageModel. Raises EndpointError where the server does not score prompts (llama-server does not)."""
        self._check_open()
        return [self._score(text) if text else float("-inf") for text in texts]

    def tokenize(self, text: str) -> list[int]:
        """See LanguageModel. Uses /tokenize, which llama-server and vLLM both have, each with its own field names."""
        self._check_open()
        fields: dict[str, Any] = {"content": text, "add_special": False}
        if self.dialect == "vllm":
            fields = {"model": self.name, "prompt": text, "add_special_tokens": False}
        return [int(token) for token in self._web.post("/tokenize", fields)["tokens"]]

    def close(self) -> None:
        """See LanguageModel."""
        if not self._closing.is_set():
            self._closing.set()
            self._pool.shutdown(wait=True, cancel_futures=True)
            self._web.close()

    def _check_open(self) -> None:
        if self._closing.is_set():
            raise ModelClosed(f"the connection to {self.name} was closed; load it again with load_language_model")

    def _body(self, prompt: str, sampling: Sampling, grammar: str | None, position: int) -> dict[str, Any]:
        return request(self.name, self.dialect, prompt, sampling, grammar, position)

    def _draw(self, body: dict[str, Any], draft: Draft, stop: Stop, emit: Any = None) -> None:
        for chunk in self._web.events("/v1/completions", body, stop):
            choices = chunk.get("choices") or ()
            for choice in choices:
                draft.add(choice, chunk.get("usage"))
                if emit and choice.get("text"):
                    emit(choice["text"])
            if not choices and chunk.get("usage"):  # vLLM counts in a last chunk of its own
                draft.tokens = int(chunk["usage"]["completion_tokens"])
                draft.prompt_tokens = int(chunk["usage"].get("prompt_tokens", 0))

    def _score(self, text: str) -> float:
        if self.dialect != "vllm":
            raise EndpointError(
                "this server gives no log-probabilities of prompts; score with the llamacpp backend or vLLM"
            )
        body = {"model": self.name, "prompt": text, "max_tokens": 1, "temperature": 0, "echo": True, "logprobs": 0}
        answer = self._web.post("/v1/completions", body)
        values = answer["choices"][0]["logprobs"]["token_logprobs"][:-1]  # the last token was drawn, not given
        known = [float(value) for value in values if value is not None]
        return sum(known) / len(known) if known else float("-inf")


def served(url: str, *, key: str | None = None, timeout: float = 120.0) -> list[str]:
    """The names that the server at `url` answers to; errors as for OpenAIEndpoint."""
    web = Transport(url, key=key, timeout=timeout, retries=3)
    try:
        return [str(one["id"]) for one in _listed(web)]
    finally:
        web.close()


def _listed(web: Transport) -> list[dict[str, Any]]:
    """The server's models, one at least."""
    answer = web.get("/v1/models")
    found = answer.get("data") if isinstance(answer, dict) else None
    if not (isinstance(found, list) and found and all(isinstance(one, dict) and "id" in one for one in found)):
        raise EndpointError(f"{web.url} lists no models; check that it is an OpenAI-compatible server")
    return found


def request(
    model: str, dialect: Dialect, prompt: str, sampling: Sampling, grammar: str | None, position: int
) -> dict[str, Any]:
    """The body of one streamed request; prompt number `position` of a call is drawn with seed + position.

    vLLM takes a grammar inside `structured_outputs` and calls the repeat penalty `repetition_penalty`; its `top_k` is
    -1 for none, where llama-server has 0.
    """
    body: dict[str, Any] = {
        "model": model,
        "prompt": prompt,
        "stream": True,
        "stream_options": {"include_usage": True},
        "max_tokens": sampling.max_tokens,
        "temperature": sampling.temperature,
        "top_p": sampling.top_p,
        "min_p": sampling.min_p,
        "stop": list(sampling.stop),
    }
    if dialect == "vllm":
        body |= {"top_k": sampling.top_k or -1, "repetition_penalty": sampling.repeat_penalty}
        body |= {"structured_outputs": {"grammar": grammar}} if grammar is not None else {}
    else:
        body |= {"top_k": sampling.top_k, "repeat_penalty": sampling.repeat_penalty, "cache_prompt": True}
        body |= {"grammar": grammar} if grammar is not None else {}
    if sampling.seed is not None:
        body["seed"] = (sampling.seed + position) % (1 << 32)
    if sampling.logprobs:
        body["logprobs"] = 1
    return body
