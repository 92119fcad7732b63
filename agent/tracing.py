"""What a running turn tells of itself: tokens for its record, spans for a collector where one is set.

Names of attributes follow OpenTelemetry's semantic conventions for generative AI where these have one. Spans hold
ids, counts and durations, never what was said.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from models.llm.metered import ModelCall, listening

if TYPE_CHECKING:
    from opentelemetry.trace import Span, Tracer

Attributes = Mapping[str, str | int | float]


@dataclass
class Trace:
    """One turn's. Without a tracer it only counts. Nodes of a turn run one after the other, so nothing is locked."""

    tracer: Tracer | None = None
    root: Span | None = None
    calls: int = 0
    prompt_tokens: int = 0
    tokens: int = 0
    errors: list[str] = field(default_factory=list)

    @contextmanager
    def step(self, name: str, attributes: Attributes | None = None) -> Iterator[None]:
        """A part of the turn; the model's calls inside it, on this thread, are counted and become its children."""
        span = self._begin(name, self.root, attributes or {})
        try:
            with listening(lambda call: self._saw(call, span)):
                yield
        finally:
            if span is not None:
                span.end()

    @contextmanager
    def turn(self, attributes: Attributes) -> Iterator[None]:
        """The whole turn."""
        self.root = self._begin("turn", None, attributes)
        try:
            yield
        finally:
            if self.root is not None:
                self.root.end()

    def note(self, attributes: Attributes) -> None:
        """Say more of the whole turn."""
        if self.root is not None:
            self.root.set_attributes(attributes)

    def counts(self) -> dict[str, int]:
        """For the turn's record: calls of the model, tokens of their prompts, tokens written."""
        return {"calls": self.calls, "prompt": self.prompt_tokens, "written": self.tokens}

    def _saw(self, call: ModelCall, parent: Span | None) -> None:
        self.calls += 1
        self.prompt_tokens += call.prompt_tokens
        self.tokens += call.tokens
        self.errors += [call.error] if call.error else []
        attributes: dict[str, str | int | float] = {
            "gen_ai.operation.name": "text_completion",
            "gen_ai.request.model": call.model,
            "gen_ai.usage.input_tokens": call.prompt_tokens,
            "gen_ai.usage.output_tokens": call.tokens,
            "miaoti.samples": call.samples,
            "miaoti.cancelled": call.cancelled,
        }
        attributes |= {"error.type": call.error} if call.error else {}
        span = self._begin("model", parent, attributes, call.began)
        if span is not None:
            span.end(call.ended)

    def _begin(self, name: str, parent: Span | None, attributes: Attributes, began: int | None = None) -> Span | None:
        if self.tracer is None:
            return None
        from opentelemetry.context import Context
        from opentelemetry.trace import set_span_in_context

        around = set_span_in_context(parent, Context()) if parent is not None else Context()
        return self.tracer.start_span(name, around, attributes=attributes, start_time=began)
