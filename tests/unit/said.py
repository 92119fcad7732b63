"""A language model for tests of the planner: it always says the same, and keeps what it was asked."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence

from models.llm import Completion, ModelRequestError, Sampling


class Says:
    """Answers every prompt with `text`, or fails for none; `certainty` is the mean log-probability it claims."""

    name: str = "says"
    adapter: str | None = None

    def __init__(self, text: str | None, certainty: float = -0.01) -> None:
        self.text, self.certainty = text, certainty
        self.asked: list[tuple[str, str | None]] = []

    def complete(
        self,
        prompts: Sequence[str],
        sampling: Sampling,
        *,
        grammar: str | None = None,
        cancel: threading.Event | None = None,
    ) -> list[Completion]:
        if self.text is None:
            raise ModelRequestError("no")
        self.asked += [(prompt, grammar) for prompt in prompts]
        return [Completion(text=self.text, tokens=9, finish="stop", mean_logprob=self.certainty) for _ in prompts]

    def stream(
        self, prompt: str, sampling: Sampling, *, grammar: str | None = None, cancel: threading.Event | None = None
    ) -> Iterator[str]:
        yield self.text or ""

    def mean_logprobs(self, texts: Sequence[str]) -> list[float]:
        return [self.certainty] * len(texts)

    def tokenize(self, text: str) -> list[int]:
        return []

    def close(self) -> None: ...
