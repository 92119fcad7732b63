"""What a scraper may know: counts and durations, no names of accounts, keys or titles."""

from __future__ import annotations

import time

from fastapi import Response
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram, generate_latest
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from agent.toolbox import ToolRun
from agent.turn import Turn

SECONDS = (0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)


class Metrics:
    """One registry for one application; `saw_turn` listens to an assistant."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._requests = Counter(
            "miaoti_requests", "Requests answered.", ["route", "method", "status"], registry=self.registry
        )
        self._request_seconds = Histogram(
            "miaoti_request_seconds",
            "Time to the end of an answer.",
            ["route"],
            buckets=SECONDS,
            registry=self.registry,
        )
        self._errors = Counter("miaoti_errors", "Answers that are errors, by code.", ["code"], registry=self.registry)
        self._turns = Counter("miaoti_turns", "Turns of conversations.", ["intent"], registry=self.registry)
        self._turn_seconds = Histogram(
            "miaoti_turn_seconds", "Time a turn takes.", ["stage"], buckets=SECONDS, registry=self.registry
        )
        self._titles = Counter("miaoti_titles", "Titles offered.", registry=self.registry)
        self._tokens = Counter(
            "miaoti_tokens", "Tokens of the language model in turns.", ["kind"], registry=self.registry
        )
        self._waits = Histogram(
            "miaoti_queue_seconds", "Time that a turn waited in the line.", buckets=SECONDS, registry=self.registry
        )
        self._tools = Histogram(
            "miaoti_tool_seconds", "Time a tool takes.", ["tool", "status"], buckets=SECONDS, registry=self.registry
        )

    def saw_turn(self, turn: Turn) -> None:
        self._turns.labels(turn.intent.value).inc()
        self._titles.inc(len(turn.titles))
        for kind in ("prompt", "written"):
            self._tokens.labels(kind).inc(turn.tokens.get(kind, 0))
        self._waits.observe(turn.timings.get("queue", 0.0))
        for stage, seconds in turn.timings.items():
            self._turn_seconds.labels(stage).observe(seconds)
        for call in turn.tool_calls:
            self._tools.labels(call.name, call.status).observe(call.seconds)

    def saw_tool(self, run: ToolRun) -> None:
        self._tools.labels(run.call.name, run.call.status).observe(run.call.seconds)
        self._titles.inc(len(run.result.titles))

    def saw_request(self, scope: Scope, status: int, seconds: float) -> None:
        """Routes are named by their pattern; addresses that do not exist all count as one."""
        route = getattr(scope.get("route"), "path", "unmatched")
        method = scope["method"] if scope["method"] in {"GET", "POST", "DELETE"} else "other"
        self._requests.labels(route, method, status).inc()
        self._request_seconds.labels(route).observe(seconds)
        if status >= 400:
            self._errors.labels(scope.get("miaoti.error", "other")).inc()

    def page(self) -> Response:
        return Response(generate_latest(self.registry), media_type=CONTENT_TYPE_LATEST)


class CountRequests:
    """Counts each request once its answer is complete."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started, status = time.perf_counter(), 500

        async def watched(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, watched)
        finally:
            self._metrics.saw_request(scope, status, time.perf_counter() - started)
