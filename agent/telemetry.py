"""Traces to an OpenTelemetry collector, by setting; without the packages of the extra `otel` it says so."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import SpanProcessor
    from opentelemetry.trace import Tracer

SERVICE = "miaoti"


class TelemetryMissing(RuntimeError):
    """Traces are asked for, and the packages that send them are not there."""


def open_tracer(url: str | None) -> tuple[Tracer | None, Callable[[], None]]:
    """A tracer that sends spans to the collector at `url` (OTLP over gRPC), and how to close it; none without `url`.

    Raises TelemetryMissing.
    """
    if url is None:
        return None, lambda: None
    try:
        from opentelemetry.exporter.otlp.proto.grpc.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.trace.export import BatchSpanProcessor
    except ImportError as error:
        raise TelemetryMissing(
            f"MIAOTI_OTLP is set but {error.name} is missing: pip install 'miaoti[otel]', or unset it"
        ) from None
    exporter = OTLPSpanExporter(endpoint=url, insecure=not url.startswith("https"))
    return tracer_with(BatchSpanProcessor(exporter))


def tracer_with(processor: SpanProcessor) -> tuple[Tracer, Callable[[], None]]:
    """A tracer whose spans go to `processor`, and how to close it. Nothing global is set."""
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import TracerProvider

    provider = TracerProvider(resource=Resource.create({"service.name": SERVICE}))
    provider.add_span_processor(processor)
    return provider.get_tracer(SERVICE), provider.shutdown
