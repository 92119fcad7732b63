"""Ten titles and batches on each backend that is there: the same requests, the same seeds."""

from __future__ import annotations

import importlib.util
import statistics
import sys
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from agent.roles import WRITER
from agent.settings import Settings
from models.generator import Generator, load_generator
from models.generator.adapter import adapter_path
from models.generator.bank import Bank
from models.generator.candidate import Candidate
from models.generator.drafts import TEMPERATURE, TOP_K
from models.generator.filters import fault, tidy
from models.generator.prompting import Drawer
from models.generator.request import TitleRequest
from models.generator.sense import SenseJudge
from models.llm import LanguageModel, ModelSpec, Sampling, load_language_model, prepare_model
from models.llm.prepare import assemble
from models.llm.vllm import exported
from models.scorers import Scorers

SHIPPED, UNMODIFIED, TRANSFORMERS, VLLM = "llama.cpp", "llama.cpp, unmodified model", "transformers", "vLLM"
BATCHED = 4  # drafts a keyword set in the batch
PATIENCE = 900.0  # seconds for one answer of a server that shares its processors


@dataclass(frozen=True)
class Speed:
    """One backend: seconds for a list of titles, tokens a second then and in one large batch, usable drafts in it."""

    name: str
    requests: int
    median_s: float
    p95_s: float
    tokens_s: float
    batch_tokens_s: float
    usable: float


def backends(settings: Settings, url: str | None, scratch: Path | None = None) -> dict[str, ModelSpec]:
    """What can be compared here. `url` is a vLLM server with our adapters.

    The unmodified model is among them where a folder `scratch` is there to take it.
    """
    home, adapter = settings.home, adapter_path()
    found = {SHIPPED: ModelSpec(home=home, adapter=adapter, threads=settings.threads)}
    if scratch is not None:
        full = scratch / "full.gguf"
        assemble(full, lambda step, share: None)
        found[UNMODIFIED] = ModelSpec(home=home, model=str(full), threads=settings.threads)
    if all(importlib.util.find_spec(name) for name in ("torch", "transformers", "peft", "gguf")):
        folder = exported(prepare_model(home), Path(sys.executable))
        found[TRANSFORMERS] = ModelSpec(
            kind="transformers", model=str(folder), adapter=adapter, threads=settings.threads
        )
    if url:
        found[VLLM] = ModelSpec(
            kind="openai", url=url, api_key=settings.llm_key, served_adapter=WRITER, timeout=PATIENCE
        )
    return found


def measure(
    name: str,
    spec: ModelSpec,
    sets: Sequence[tuple[str, ...]],
    n: int,
    bank: Bank,
    scorers: Scorers,
    judge: SenseJudge | None,
) -> Speed:
    """Lists of `n` titles for every set, then one batch of drafts for all of them. The first list warms up."""
    with ExitStack() as stack:
        model = load_language_model(spec)
        stack.callback(model.close)
        generator = load_generator(model, scorers, judge)
        seconds, tokens = _lists(generator, sets, n)
        batch_s, batch_tokens, usable = _batch(model, sets, bank)
    return Speed(
        name=name,
        requests=len(sets),
        median_s=statistics.median(seconds),
        p95_s=float(np.quantile(seconds, 0.95)),
        tokens_s=tokens / sum(seconds),
        batch_tokens_s=batch_tokens / batch_s,
        usable=usable,
    )


def _lists(generator: Generator, sets: Sequence[tuple[str, ...]], n: int) -> tuple[list[float], int]:
    generator.draw(TitleRequest(keywords=sets[-1], seed=len(sets)), n)
    runs = [generator.draw(TitleRequest(keywords=words, seed=at), n) for at, words in enumerate(sets)]
    return [run.seconds for run in runs], sum(run.tokens for run in runs)


def _batch(model: LanguageModel, sets: Sequence[tuple[str, ...]], bank: Bank) -> tuple[float, int, float]:
    """Seconds, tokens and the share of drafts that pass the filters, all drafts in one call."""
    asked = [TitleRequest(keywords=words, seed=at) for at, words in enumerate(sets)]
    work = []
    for request in asked:
        prompts = Drawer(request, bank, adapted=model.adapter is not None).prompts()
        work += [(request, *next(prompts)) for _ in range(BATCHED)]
    sampling = Sampling(max_tokens=34, temperature=TEMPERATURE, top_p=0.9, top_k=TOP_K, seed=0)
    began = time.monotonic()
    done = model.complete([prompt for _, prompt, _ in work], sampling)
    seconds = time.monotonic() - began
    drafts = [
        fault(Candidate(tidy(opening + one.text), "model", truncated=one.finish != "stop"), request) is None
        for (request, _, opening), one in zip(work, done, strict=True)
    ]
    return seconds, sum(one.tokens for one in done), sum(drafts) / len(drafts)
