"""The default model: llama.cpp inside this process (xllamacpp), parallel streams with continuous batching."""

from __future__ import annotations

import os
import secrets
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import httpx

from models.llm.errors import EndpointError, ModelClosed, ModelDamaged, ModelMissing, ModelRequestError
from models.llm.jobs import Job, jobs
from models.llm.protocol import Completion, Sampling
from models.llm.scoring import TextScorer
from models.llm.stopping import Stop, pieces_until, wait_for

QUIET = -1


class LlamaCpp:
    """One llama.cpp server object; its adapter is fixed at load, because changing it re-reads every prompt.

    The server object always listens on a loopback port; a random key guards it and cross-origin use is refused.
    """

    def __init__(
        self,
        model: Path,
        *,
        adapter: Path | None = None,
        adapter_name: str | None = None,
        parallel: int = 16,
        context: int = 1024,
        threads: int | None = None,
        remembered_mib: int = 0,
    ) -> None:
        """Load `model` (GGUF) with `adapter` (GGUF LoRA). Raises ModelMissing where a file is not there."""
        for path in (model, adapter):
            if path is not None and not path.is_file():
                raise ModelMissing(f"{path} is not there; prepare the model again or correct the setting")
        self.name = model.stem
        self.adapter = adapter_name or (adapter.stem if adapter else None)
        self.parallel = parallel
        self._key = secrets.token_urlsafe(24)
        self._load = partial(start_server, model, adapter, self._key, context, threads)
        self._server: Any = self._load(parallel=parallel, remembered_mib=remembered_mib)
        self._http = httpx.Client(
            base_url=self._server.listening_address, headers={"Authorization": f"Bearer {self._key}"}, timeout=60
        )
        self._pool = ThreadPoolExecutor(parallel, thread_name_prefix="llamacpp")
        self._closing = threading.Event()
        self._scoring = threading.Lock()
        self._scorer: TextScorer | None = None
        self._path = model

    def complete(
        self,
        prompts: Sequence[str],
        sampling: Sampling,
        *,
        grammar: str | None = None,
        cancel: threading.Event | None = None,
    ) -> list[Completion]:
        """See LanguageModel. Neighbouring equal prompts are read once and share their cache."""
        self._check_open()
        stop = Stop(cancel, self._closing)
        work = jobs(prompts, sampling, self.parallel)
        running = [self._pool.submit(self._draw, job, sampling, grammar, stop) for job in work]
        try:
            wait_for(running, stop)
        finally:
            stop.now = True
        return [draft.completion() for job in work for draft in job.drafts]

    def stream(
        self, prompt: str, sampling: Sampling, *, grammar: str | None = None, cancel: threading.Event | None = None
    ) -> Iterator[str]:
        """See LanguageModel."""
        self._check_open()
        stop = Stop(cancel, self._closing)
        job = jobs([prompt], sampling, 1)[0]
        return pieces_until(stop, lambda emit: self._pool.submit(self._draw, job, sampling, grammar, stop, emit))

    def mean_logprobs(self, texts: Sequence[str]) -> list[float]:
        """See LanguageModel. The first call loads a second context over the same file (about half a second)."""
        self._check_open()
        with self._scoring:
            if self._scorer is None:
                server = self._load(parallel=1, embedding=True)
                self._scorer = TextScorer(server, self._key, self._path)
            return self._scorer.score([self.tokenize(text) for text in texts])

    def tokenize(self, text: str) -> list[int]:
        """See LanguageModel."""
        self._check_open()
        answer = self._http.post("/tokenize", json={"content": text, "add_special": False})
        ids: list[int] = answer.raise_for_status().json()["tokens"]
        return ids

    def close(self) -> None:
        """See LanguageModel. Running calls return what they have."""
        if self._closing.is_set():
            return
        self._closing.set()
        self._pool.shutdown(wait=True, cancel_futures=True)
        self._http.close()
        with self._scoring:
            self._scorer = None
        self._server = None

    def _check_open(self) -> None:
        if self._closing.is_set():
            raise ModelClosed(f"{self.name} was closed; load it again with load_language_model")

    def _draw(
        self, job: Job, sampling: Sampling, grammar: str | None, stop: Stop, emit: Callable[[str], None] | None = None
    ) -> None:
        def on_chunk(chunk: dict[str, Any]) -> bool:
            for choice in chunk.get("choices", ()):
                job.drafts[choice["index"]].add(choice, chunk.get("usage"))
                if emit and choice["text"]:
                    emit(choice["text"])
            raised.extend([chunk["error"]] if "error" in chunk else [])
            return stop.wanted()

        raised: list[dict[str, Any]] = []
        server = self._server
        if server is None or stop.wanted():
            return
        server.handle_completions(request(job, sampling, grammar), on_chunk)
        if raised:
            raise explain(raised[0])


def start_server(
    model: Path,
    adapter: Path | None,
    key: str,
    context: int,
    threads: int | None,
    *,
    parallel: int,
    embedding: bool = False,
    remembered_mib: int = 0,
) -> Any:
    """An `xllamacpp.Server` for `parallel` streams of `context` tokens, on a free loopback port guarded by `key`.

    `remembered_mib` of memory keep what was read of prompts that have left their stream.
    """
    # Threads that spin long at barriers starve one another as soon as something else needs a core (16 streams on two
    # cores, one of them busy: 7 tokens a second by the library's default); threads that never spin lose half the
    # speed on an idle machine (24 titles: 3.2 s instead of 1.6 s). Read once, at loading; a user's setting wins.
    if "OMP_WAIT_POLICY" not in os.environ:
        os.environ.setdefault("GOMP_SPINCOUNT", "1000")
    import xllamacpp

    params = xllamacpp.CommonParams()
    params.model.path = str(model)
    if adapter is not None:
        params.lora_adapters = [_lora(xllamacpp, adapter)]
    params.n_parallel = parallel
    params.n_ctx = context * parallel
    params.swa_full = True  # without the full cache a shared prompt prefix could not be reused
    params.cache_ram_mib = remembered_mib
    params.cpuparams.n_threads = params.cpuparams_batch.n_threads = threads or usable_cpus()
    params.warmup = False
    params.verbosity = QUIET
    params.api_keys = [key]
    params.cors_origins = "http://127.0.0.1"
    params.ui = False
    if embedding:
        params.embedding = True
        params.pooling_type = xllamacpp.llama_pooling_type.LLAMA_POOLING_TYPE_NONE
        params.embd_normalize = -1
        params.n_ubatch = params.n_batch = context
    try:
        return xllamacpp.Server(params)
    except (RuntimeError, ValueError) as error:
        raise ModelDamaged(
            f"llama.cpp could not load {model} ({error}); delete it and prepare the model again"
        ) from None


def usable_cpus() -> int:
    """Processors this process may use; OMP_NUM_THREADS bounds them.

    llama.cpp's threads spin while they wait for each other, so on a busy machine fewer threads are faster.
    """
    free = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    bound = os.environ.get("OMP_NUM_THREADS", "")
    return min(free, int(bound)) if bound.isdigit() and int(bound) > 0 else free


def _lora(xllamacpp: Any, adapter: Path) -> Any:
    info = xllamacpp.CommonAdapterLoraInfo()
    info.path, info.scale = str(adapter), 1.0
    return info


def request(job: Job, sampling: Sampling, grammar: str | None) -> dict[str, Any]:
    """The body of a llama.cpp completion request; sample i of `n` is drawn with seed + i."""
    body: dict[str, Any] = {
        "prompt": job.prompt,
        "n": len(job.drafts),
        "stream": True,
        "cache_prompt": True,
        "max_tokens": sampling.max_tokens,
        "temperature": sampling.temperature,
        "top_p": sampling.top_p,
        "top_k": sampling.top_k,
        "min_p": sampling.min_p,
        "repeat_penalty": sampling.repeat_penalty,
        "stop": list(sampling.stop),
    }
    if job.seed is not None:
        body["seed"] = job.seed
    if grammar is not None:
        body["grammar"] = grammar
    if sampling.logprobs:
        body["logprobs"] = 1
    return body


def explain(error: dict[str, Any]) -> ModelRequestError | EndpointError:
    """llama.cpp's error as ours, with what to do about it."""
    message = str(error.get("message", error))
    if error.get("type") == "exceed_context_size_error":
        return ModelRequestError(f"the prompt is too long ({message}); shorten it or raise the model's context")
    if error.get("code") == 400:
        return ModelRequestError(f"the request was refused ({message}); correct the prompt, grammar or sampling")
    return EndpointError(f"llama.cpp failed ({message}); try again, and load the model anew if it stays")
