"""The interface of every language model here: completions of plain prompts, no chat templates."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Literal, Protocol

from pydantic import BaseModel, ConfigDict, Field

Finish = Literal["stop", "length", "cancelled"]
Kind = Literal["llamacpp", "openai", "transformers"]


class Sampling(BaseModel):
    """How tokens are drawn. Temperature 0 is greedy; `top_k` 0 and `min_p` 0 switch those filters off."""

    model_config = ConfigDict(frozen=True)

    max_tokens: int = Field(default=64, ge=1)
    temperature: float = Field(default=0.8, ge=0)
    top_p: float = Field(default=0.95, gt=0, le=1)
    top_k: int = Field(default=0, ge=0)
    min_p: float = Field(default=0.0, ge=0, le=1)
    repeat_penalty: float = Field(default=1.0, gt=0)
    seed: int | None = None
    """Prompt number i of a call is drawn with seed + i; None draws afresh each time."""
    stop: tuple[str, ...] = ("\n",)
    """A completion ends before the first of these."""
    logprobs: bool = False
    """Fill `Completion.mean_logprob`; costs a little speed."""


class Completion(BaseModel):
    """One continuation. `tokens` counts drawn tokens, the end token included where it was drawn; `prompt_tokens` those
    of the prompt, 0 where the model had not told when it was cut off.

    `mean_logprob` is the mean natural-log probability of the drawn tokens before temperature, filters and grammar;
    None unless `Sampling.logprobs` asked for it and at least one token was drawn.
    """

    model_config = ConfigDict(frozen=True)

    text: str
    tokens: int = Field(ge=0)
    prompt_tokens: int = Field(default=0, ge=0)
    finish: Finish
    mean_logprob: float | None = None


class LanguageModel(Protocol):
    """A loaded model with at most one adapter. Calls are safe from several threads at once.

    After `close()` every method but `close` raises ModelClosed. Failures are ModelError's subclasses.
    """

    name: str
    adapter: str | None

    def complete(
        self,
        prompts: Sequence[str],
        sampling: Sampling,
        *,
        grammar: str | None = None,
        cancel: threading.Event | None = None,
    ) -> list[Completion]:
        """One completion for each prompt, in order, drawn as parallel streams.

        For n samples pass the prompt n times in a row. `grammar` is GBNF text. Setting `cancel` makes the call return
        within half a second with what was drawn so far (finish "cancelled").
        """
        ...

    def stream(
        self, prompt: str, sampling: Sampling, *, grammar: str | None = None, cancel: threading.Event | None = None
    ) -> Iterator[str]:
        """The pieces of one completion as they are drawn; together they are its text. Leaving the loop cancels."""
        ...

    def mean_logprobs(self, texts: Sequence[str]) -> list[float]:
        """Mean natural-log probability per token of each text, given the begin token; -inf for an empty text."""
        ...

    def tokenize(self, text: str) -> list[int]:
        """The ids of `text` without begin and end tokens."""
        ...

    def close(self) -> None:
        """Give back memory and threads. Calling it twice is fine."""
        ...


class ModelSpec(BaseModel):
    """What to load. `kind` decides which fields count."""

    model_config = ConfigDict(frozen=True)

    kind: Kind = "llamacpp"
    home: Path = Path(".miaoti")
    """Where prepared and converted files are kept."""
    model: str | None = None
    """llamacpp: path of a GGUF file, default the prepared one; openai: the served name; transformers: a folder."""
    url: str | None = None
    """openai: the server's address, with or without /v1."""
    api_key: str | None = Field(default=None, repr=False)
    adapter: Path | None = None
    """A PEFT folder with `adapter_config.json` and `adapter_model.safetensors`."""
    served_adapter: str | None = None
    """openai: the name an adapter is served under; it is asked for in the model's place."""
    parallel: int = Field(default=16, ge=1, le=256)
    """Streams drawn at once."""
    context: int = Field(default=1024, ge=64)
    """Tokens of prompt and completion together that one stream may hold."""
    remembered_mib: int = Field(default=0, ge=0)
    """llamacpp: memory for what was read of prompts that no stream holds any more, so that it is not read again."""
    threads: int | None = Field(default=None, ge=1)
    """Processor threads; None takes all, or OMP_NUM_THREADS where it is set."""
    dialect: Literal["auto", "llamacpp", "vllm"] = "auto"
    """openai: where the server expects grammars; "auto" asks it."""
    timeout: float = Field(default=120.0, gt=0)
    """openai: seconds to wait for an answer."""
