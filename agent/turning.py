"""One message through the graph: the turn's row is begun, the events are handed on, the whole turn is stored."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from langgraph.checkpoint.sqlite import SqliteSaver
from langgraph.graph.state import CompiledStateGraph

from agent.approval import pending_actions
from agent.brief import Brief
from agent.checkpoints import address, prune
from agent.graph import RECURSION_LIMIT
from agent.plan import Intent, Plan
from agent.running import Lane, Running, since
from agent.runtime import Parts, TurnContext
from agent.state import State, Work
from agent.tracing import Trace
from agent.turn import Event, ToolCall, Turn, TurnEvent
from tools.store import ThreadRecord, TurnRecord

if TYPE_CHECKING:
    from opentelemetry.trace import Tracer


@dataclass(frozen=True)
class TurnRunner:
    """Runs turns. `finished` is told of each, once it is stored."""

    parts: Parts
    graph: CompiledStateGraph[State, TurnContext, State, State]
    saver: SqliteSaver
    running: Running
    finished: Callable[[Turn], None]
    tracer: Tracer | None = None

    def run(self, thread: ThreadRecord, text: str, lane: Lane) -> Iterator[Event]:
        """Events as they happen, the whole turn last. A stopped turn ends soon, with what was written by then."""
        trace = Trace(self.tracer)
        with trace.turn({"miaoti.thread": thread.id, "miaoti.advertiser": thread.advertiser_id}):
            yield from self._run(thread, text, lane, trace)

    def _run(self, thread: ThreadRecord, text: str, lane: Lane, trace: Trace) -> Iterator[Event]:
        started = time.perf_counter()
        index = self.parts.stores.turns.begin(thread.id, text)
        timings: dict[str, float] = {}
        for queued in self.running.queue(lane, thread.owner or thread.id):
            timings.setdefault("first_event", since(started))
            yield queued
        if timings:
            timings["queue"] = since(started)
        for event in self._events(thread, text, index, lane, trace):
            timings.setdefault("first_event", since(started))
            yield event
        work: Work = self.graph.get_state(address(thread.id)).values["work"]
        waited = timings.get("queue", 0.0)
        timings = {"first_event": 0.0, **timings, "total": since(started)}
        turn = self._finish(thread.id, index, work, timings, trace)
        trace.note(
            {"miaoti.intent": turn.intent.value, "miaoti.titles": len(turn.titles), "miaoti.seconds.queue": waited}
        )
        prune(self.saver, thread.id)
        yield TurnEvent(turn=turn)

    def _events(self, thread: ThreadRecord, text: str, index: int, lane: Lane, trace: Trace) -> Iterator[Event]:
        context = TurnContext(
            thread_id=thread.id,
            advertiser=self.parts.stores.advertisers.get(thread.advertiser_id),
            deadline=time.monotonic() + self.parts.settings.turn_seconds,
            cancel=lane.cancel,
            trace=trace,
        )
        given: State = {"work": {"index": index, "message": text}}
        config = address(thread.id) | {"recursion_limit": RECURSION_LIMIT}
        yield from self.graph.stream(given, config, context=context, stream_mode="custom", durability="exit")  # type: ignore[misc]

    def _finish(self, thread_id: str, index: int, work: Work, timings: dict[str, float], trace: Trace) -> Turn:
        stores = self.parts.stores
        turn = Turn(
            thread_id=thread_id,
            index=index,
            user=work["message"],
            reply=work["reply"],
            intent=Plan.model_validate(work["plan"]).intent,
            titles=stores.titles.many(work["accepted"]),
            tool_calls=[ToolCall.model_validate(call) for call in work["calls"]],
            brief=Brief.model_validate(work["brief"]),
            pending=pending_actions(stores, thread_id),
            race=work["results"].get("race_titles", {}).get("chart"),
            timings={**work["timings"], **timings},
            tokens=trace.counts(),
            model_errors=trace.errors,
            notices=[*work["notes"], *work["failures"]],
        )
        stores.turns.finish(thread_id, index, turn.model_dump(mode="json"))
        stores.threads.touch(thread_id)
        self.finished(turn)
        return turn


def restored(thread_id: str, row: TurnRecord) -> Turn:
    """A turn from its row; one that was cut off has only what the user said."""
    if row.payload:
        return Turn.model_validate(row.payload)
    return Turn(thread_id=thread_id, index=row.index, user=row.user, reply="", intent=Intent.CLARIFY, status="cut_off")
