"""A language model for tests of what reads and judges: it always says the same, and keeps what it was asked."""

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
        if cancel is not None and cancel.is_set():
            return [Completion(text="", tokens=0, finish="cancelled") for _ in prompts]
        return [self._completion(prompt, grammar) for prompt in prompts]

    def answer(self, prompt: str) -> str:
        """What it says to this prompt, for doubles that do not always say the same."""
        return self.text or ""

    def _completion(self, prompt: str, grammar: str | None) -> Completion:
        self.asked.append((prompt, grammar))
        return Completion(text=self.answer(prompt), tokens=9, finish="stop", mean_logprob=self.certainty)

    def stream(
        self, prompt: str, sampling: Sampling, *, grammar: str | None = None, cancel: threading.Event | None = None
    ) -> Iterator[str]:
        yield self.text or ""

    def mean_logprobs(self, texts: Sequence[str]) -> list[float]:
        return [self.certainty] * len(texts)

    def tokenize(self, text: str) -> list[int]:
        return []

    def close(self) -> None: ...
