"""Drives the agent in this process, through its public API only."""

from __future__ import annotations

from agent.session import Assistant, Thread
from agent.turn import Turn
from evals.cases import Case
from evals.drivers import Conversation, InfrastructureError
from evals.records import Observation, SeenCall, SeenTitle
from evals.surroundings import are_infrastructure
from models.types import Title


class AgentDriver:
    """One assistant on its own home; each case is an account of its own with one thread."""

    def __init__(self, assistant: Assistant, name: str = "agent") -> None:
        self.name = name
        self._assistant = assistant

    def open(self, case: Case) -> Conversation:
        self._assistant.advertisers.put(case.advertiser)
        return _AgentConversation(self._assistant.open(case.advertiser.id))

    def close(self) -> None:
        self._assistant.close()


class _AgentConversation:
    def __init__(self, thread: Thread) -> None:
        self._thread = thread

    def send(self, text: str) -> Observation:
        turn = self._thread.send(text)
        # The agent goes on without a model that is gone; such a turn says nothing of the agent with its model.
        if lost := are_infrastructure(turn.model_errors):
            raise InfrastructureError(f"the language model was lost: {', '.join(lost)}")
        return observed(turn)

    def stop(self) -> None:
        self._thread.cancel()


def observed(turn: Turn) -> Observation:
    """The record of a turn; its `seconds` are the agent's own and are measured anew by the runner."""
    return Observation(
        user=turn.user,
        reply=turn.reply,
        intent=str(turn.intent),
        titles=tuple(_seen(title) for title in turn.titles),
        tools=tuple(
            SeenCall(name=call.name, args=call.args, status=call.status, summary=call.summary, tokens=call.tokens)
            for call in turn.tool_calls
        ),
        brief=turn.brief.model_dump(mode="json", exclude_defaults=True),
        notices=tuple(turn.notices),
        seconds=turn.timings.get("total", 0.0),
        first_event=turn.timings.get("first_event"),
        plan_seconds=turn.timings.get("plan"),
        tokens=turn.tokens,
        status="ok" if turn.status == "done" else "crashed",
        error=None if turn.status == "done" else "the turn was cut off",
    )


def _seen(title: Title) -> SeenTitle:
    scores = title.scores.model_dump(exclude={"source"}, exclude_none=True) if title.scores else {}
    return SeenTitle(
        id=title.id,
        text=title.text,
        product_id=title.product_id,
        keywords=title.keywords,
        parent_id=title.provenance.parent_id,
        source=title.provenance.source,
        scores=scores,
    )
