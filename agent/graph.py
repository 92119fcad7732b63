"""The graph of one turn.

read -> decide -> act -> criticise -> decide ... -> answer
                   ^---- repair, at most twice ----|
"""

from __future__ import annotations

from typing import Any

from langgraph.checkpoint.base import BaseCheckpointSaver
from langgraph.graph import END, START, StateGraph
from langgraph.graph.state import CompiledStateGraph
from langgraph.runtime import Runtime

from agent.acting import act, criticise, decide
from agent.answering import answer
from agent.reading import read_message
from agent.runtime import Parts, TurnContext
from agent.state import State

# A turn has few tool calls; a run that needs more nodes than this is going in circles.
RECURSION_LIMIT = 80


def build_graph(
    parts: Parts, saver: BaseCheckpointSaver[Any] | None
) -> CompiledStateGraph[State, TurnContext, State, State]:
    """Compile the graph over `parts`, remembering conversations in `saver`."""

    def read_node(state: State, runtime: Runtime[TurnContext]) -> dict[str, Any]:
        return read_message(state, parts, runtime.context)

    def decide_node(state: State, runtime: Runtime[TurnContext]) -> dict[str, Any]:
        return decide(state, parts, runtime.context)

    def act_node(state: State, runtime: Runtime[TurnContext]) -> dict[str, Any]:
        return act(state, parts, runtime.context, runtime.stream_writer)

    def criticise_node(state: State, runtime: Runtime[TurnContext]) -> dict[str, Any]:
        return criticise(state, parts, runtime.context)

    def answer_node(state: State, runtime: Runtime[TurnContext]) -> dict[str, Any]:
        return answer(state, parts, runtime.context, runtime.stream_writer)

    graph = StateGraph(State, context_schema=TurnContext)
    graph.add_node("read", read_node)
    graph.add_node("decide", decide_node)
    graph.add_node("act", act_node)
    graph.add_node("criticise", criticise_node)
    graph.add_node("answer", answer_node)
    graph.add_edge(START, "read")
    graph.add_edge("read", "decide")
    graph.add_conditional_edges("decide", lambda state: "act" if state["work"]["step"] else "answer", ["act", "answer"])
    graph.add_edge("act", "criticise")
    graph.add_conditional_edges("criticise", _after_critique, ["act", "decide"])
    graph.add_edge("answer", END)
    return graph.compile(checkpointer=saver)


def _after_critique(state: State) -> str:
    """Act again when the critique asks for replacements."""
    return "act" if state["work"]["step"] else "decide"
