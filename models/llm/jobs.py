"""Requests that a server answers in one go, and the completions that grow out of its chunks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from models.llm.protocol import Completion, Finish, Sampling

SEEDS = 1 << 32


@dataclass
class Draft:
    """A completion in the making; until its last chunk came it counts as cancelled."""

    parts: list[str] = field(default_factory=list)
    logprobs: list[float] = field(default_factory=list)
    tokens: int = 0
    prompt_tokens: int = 0
    finish: Finish = "cancelled"

    def add(self, choice: dict[str, Any], usage: dict[str, Any] | None) -> None:
        """Take one choice of a streamed chunk in the form of OpenAI's completions."""
        self.parts.append(choice.get("text") or "")
        self.tokens += 1
        self.logprobs.extend(chunk_logprobs(choice.get("logprobs")))
        self.prompt_tokens = (usage or {}).get("prompt_tokens", self.prompt_tokens)
        if choice.get("finish_reason"):
            self.finish = "length" if choice["finish_reason"] == "length" else "stop"
            self.tokens = usage["completion_tokens"] if usage else self.tokens - 1

    def completion(self) -> Completion:
        """What was drawn so far."""
        mean = sum(self.logprobs) / len(self.logprobs) if self.logprobs else None
        return Completion(
            text="".join(self.parts),
            tokens=self.tokens,
            prompt_tokens=self.prompt_tokens,
            finish=self.finish,
            mean_logprob=mean,
        )


def chunk_logprobs(logprobs: dict[str, Any] | None) -> list[float]:
    """Log-probabilities in a choice: llama.cpp lists tokens under `content`, vLLM gives `token_logprobs`."""
    if not logprobs:
        return []
    if "content" in logprobs:
        return [float(token["logprob"]) for token in logprobs["content"] or ()]
    return [float(value) for value in logprobs.get("token_logprobs") or () if value is not None]


@dataclass
class Job:
    """One prompt and the samples wanted of it; sample i is drawn with `seed` + i."""

    prompt: str
    seed: int | None
    drafts: list[Draft]


def jobs(prompts: Sequence[str], sampling: Sampling, most: int) -> list[Job]:
    """Group neighbouring equal prompts, at most `most` together; seeds run on over the whole call."""
    result: list[Job] = []
    position = 0
    for prompt, run in groupby(prompts):
        count = len(list(run))
        for start in range(0, count, most):
            seed = None if sampling.seed is None else (sampling.seed + position + start) % SEEDS
            result.append(Job(prompt, seed, [Draft() for _ in range(min(most, count - start))]))
        position += count
    return result
