"""What a turn tells of itself: tokens in its record and in the metrics, spans for a collector."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from agent.assembly import Assistant, Settings
from agent.telemetry import TelemetryMissing, open_tracer, tracer_with
from agent.turn import Turn
from ui.api.metrics import Metrics

SAID = "来2条秘密标题"


@pytest.fixture
def assistant(scripted_assistant: tuple[Assistant, Settings]) -> Iterator[Assistant]:
    made = scripted_assistant[0]
    runner = made._runner
    yield made
    made._runner = runner


def test_a_turn_counts_the_tokens_of_its_model_calls(assistant: Assistant) -> None:
    thread = assistant.open("adv01")
    turn = thread.send(SAID)
    assert turn.tokens["calls"] >= 1 and turn.tokens["written"] >= 9 * turn.tokens["calls"]
    assert thread.send("谢谢").tokens["calls"] == 1, "thanks are read, and nothing is written"
    assert thread.send("？？？").tokens == {"calls": 0, "prompt": 0, "written": 0}
    assert thread.history()[0].tokens == turn.tokens, "the record lost them"
    assert Turn.model_validate(turn.model_dump(mode="json") | {"tokens": {}}).tokens == {}, "old rows have none"


def test_tokens_and_waits_are_metrics(assistant: Assistant) -> None:
    metrics = Metrics()
    turn = assistant.open("adv01").send(SAID)
    metrics.saw_turn(turn)
    page = metrics.page().body.decode()
    assert f'miaoti_tokens_total{{kind="written"}} {float(turn.tokens["written"])}' in page
    assert "miaoti_queue_seconds_count 1.0" in page


def test_spans_of_a_turn_nest_and_hold_no_words(assistant: Assistant) -> None:
    exporter = InMemorySpanExporter()
    tracer, close = tracer_with(SimpleSpanProcessor(exporter))
    assistant._runner = replace(assistant._runner, tracer=tracer)
    turn = assistant.open("adv01").send(SAID)
    close()
    spans = {span.name: span for span in exporter.get_finished_spans()}
    assert {"turn", "planner", "tool generate_titles", "model"} <= spans.keys()
    root, tool, model = spans["turn"], spans["tool generate_titles"], spans["model"]
    assert root.parent is None and len({span.context.trace_id for span in spans.values()}) == 1
    assert spans["planner"].parent.span_id == tool.parent.span_id == root.context.span_id
    assert model.parent.span_id == tool.context.span_id
    assert tool.start_time <= model.start_time <= model.end_time <= tool.end_time <= root.end_time
    written = [
        span.attributes["gen_ai.usage.output_tokens"] for span in exporter.get_finished_spans() if span.name == "model"
    ]
    assert sum(written) == turn.tokens["written"]
    assert root.attributes["miaoti.titles"] == len(turn.titles)
    told = str([dict(span.attributes) for span in spans.values()])
    assert SAID not in told and not any(title.text in told for title in turn.titles)


def test_without_the_packages_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    assert open_tracer(None)[0] is None
    monkeypatch.setitem(sys.modules, "opentelemetry.exporter.otlp.proto.grpc.trace_exporter", None)
    with pytest.raises(TelemetryMissing, match=r"miaoti\[otel\]"):
        open_tracer("http://127.0.0.1:4317")


def test_a_collector_that_is_not_there_stops_no_turn(assistant: Assistant, tmp_path: Path) -> None:
    tracer, _close = open_tracer("http://127.0.0.1:9")
    assistant._runner = replace(assistant._runner, tracer=tracer)
    assert assistant.open("adv01").send(SAID).titles
