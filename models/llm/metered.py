"""Counts what a model is asked and what it writes, for whoever listens on the calling thread."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from models.llm.protocol import Completion, LanguageModel, Sampling


@dataclass(frozen=True)
class ModelCall:
    """One call for completions. `prompt_tokens` counts each prompt for each of its samples, and is 0 for samples that
    were cut off before the model told; `began` and `ended` are nanoseconds since the epoch. `error` names the class of
    the exception that the call ended with.
    """

    model: str
    samples: int
    prompt_tokens: int
    tokens: int
    cancelled: int
    began: int
    ended: int
    error: str | None = None


Listener = Callable[[ModelCall], None]
_listener: ContextVar[Listener | None] = ContextVar("listener", default=None)


@contextmanager
def listening(listener: Listener) -> Iterator[None]:
    """Tell `listener` of every call that this thread makes inside the block."""
    token = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(token)


class Metered:
    """A language model that tells of its calls; see LanguageModel for everything else."""

    def __init__(self, model: LanguageModel) -> None:
        self._model = model
        self.name = model.name
        self.adapter = model.adapter

    def complete(
        self,
        prompts: Sequence[str],
        sampling: Sampling,
        *,
        grammar: str | None = None,
        cancel: threading.Event | None = None,
    ) -> list[Completion]:
        """See LanguageModel."""
        began = time.time_ns()
        try:
            found = self._model.complete(prompts, sampling, grammar=grammar, cancel=cancel)
        except Exception as error:
            self._tell(began, (), type(error).__name__)
            raise
        self._tell(began, found)
        return found

    def stream(
        self, prompt: str, sampling: Sampling, *, grammar: str | None = None, cancel: threading.Event | None = None
    ) -> Iterator[str]:
        """See LanguageModel. Streams are not counted: the agent draws none."""
        return self._model.stream(prompt, sampling, grammar=grammar, cancel=cancel)

    def mean_logprobs(self, texts: Sequence[str]) -> list[float]:
        """See LanguageModel."""
        return self._model.mean_logprobs(texts)

    def tokenize(self, text: str) -> list[int]:
        """See LanguageModel."""
        return self._model.tokenize(text)

    def _tell(self, began: int, found: Sequence[Completion], error: str | None = None) -> None:
        if (listener := _listener.get()) is None:
            return
        listener(
            ModelCall(
                model=self.name,
                samples=len(found),
                prompt_tokens=sum(one.prompt_tokens for one in found),
                tokens=sum(one.tokens for one in found),
                cancelled=sum(one.finish == "cancelled" for one in found),
                began=began,
                ended=time.time_ns(),
                error=error,
            )
        )

    def close(self) -> None:
        """See LanguageModel."""
        self._model.close()
