"""Changes that are not messages: a branch from an earlier turn, a Brief corrected by hand, an edited title."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from langgraph.graph.state import CompiledStateGraph

from agent.brief import Brief, BriefEdit, apply_edit
from agent.checkpoints import address
from agent.plan import Intent, ShownList
from agent.runtime import TurnContext
from agent.state import Memory, State
from agent.turn import PendingAction, Turn
from models.types import Title
from tools.store import Stores

Graph = CompiledStateGraph[State, TurnContext, State, State]
RECORDED = "（改要求）"


def copy_turns(stores: Stores, graph: Graph, source: Sequence[Turn], thread_id: str) -> None:
    """Let the empty conversation `thread_id` begin with these turns, memory included; the source stays as it is."""
    copies = [turn.model_copy(update={"thread_id": thread_id, "pending": []}) for turn in source]
    for turn in copies:
        index = stores.turns.begin(thread_id, turn.user)
        stores.turns.finish(thread_id, index, turn.model_dump(mode="json"), turn.status)
    if copies:
        _write(graph, thread_id, _memory_of(copies))


def amend_brief(stores: Stores, graph: Graph, thread_id: str, edit: BriefEdit) -> Turn:
    """Apply an edit that the user made by hand, and record it as a turn of its own.

    Raises:
        ValueError: the Brief would not be valid.
    """
    memory = read_memory(graph, thread_id)
    before = Brief.model_validate(memory.get("brief") or {})
    brief = apply_edit(before, edit)
    index = stores.turns.begin(thread_id, RECORDED)
    turn = Turn(
        thread_id=thread_id,
        index=index,
        user=RECORDED,
        reply="",
        intent=Intent.REFINE,
        brief=brief,
        timings={"total": 0.0},
    )
    _write(graph, thread_id, {**memory, "brief": brief.model_dump(mode="json")})
    stores.turns.finish(thread_id, index, turn.model_dump(mode="json"))
    return turn


def put_edited(stores: Stores, graph: Graph, thread_id: str, advertiser_id: str, old: Title, new: Title) -> Title:
    """Keep an edited title, and let the lists that showed the old one point at it: “第二条” means the new text."""
    title = new.model_copy(update={"id": uuid4().hex[:16]})
    stores.titles.add([title], advertiser_id=advertiser_id, thread_id=thread_id)
    memory = read_memory(graph, thread_id)
    shown = [ShownList.model_validate(one) for one in memory.get("shown", [])]
    if any(old.id in one.title_ids for one in shown):
        _write(graph, thread_id, {**memory, "shown": [_pointed(one, old, title) for one in shown]})
    return title


def propose(stores: Stores, thread_id: str, kind: str, title_ids: Sequence[str]) -> PendingAction:
    """Ask for approval to save or to race titles, as the tools do."""
    action = stores.actions.create(thread_id, kind, tuple(title_ids))
    return PendingAction.model_validate(action, from_attributes=True)


def read_memory(graph: Graph, thread_id: str) -> Memory:
    """What the conversation remembers, as its last finished turn left it; empty before the first."""
    memory: Memory = graph.get_state(address(thread_id)).values.get("memory", {})
    return memory


def _memory_of(turns: Sequence[Turn]) -> Memory:
    """What a conversation of these turns remembers."""
    read = [turn for turn in turns if turn.status == "done" and turn.timings]
    return {
        "brief": (read[-1].brief if read else Brief()).model_dump(mode="json"),
        "shown": [
            ShownList.of(turn.index, turn.intent, turn.titles).model_dump(mode="json") for turn in turns if turn.titles
        ],
        "memes": [],
        "last_intent": str(read[-1].intent) if read else None,
        "associated": None,
        "refused": [],
        "user_texts": [turn.user for turn in read if turn.user != RECORDED],
    }


def _pointed(shown: ShownList, old: Title, new: Title) -> dict[str, Any]:
    at = [index for index, one in enumerate(shown.title_ids) if one == old.id]
    ids = tuple(new.id if index in at else one for index, one in enumerate(shown.title_ids))
    texts = tuple(new.text if index in at else one for index, one in enumerate(shown.texts))
    return shown.model_copy(update={"title_ids": ids, "texts": texts}).model_dump(mode="json")


def _write(graph: Graph, thread_id: str, memory: Memory) -> None:
    graph.update_state(address(thread_id), {"memory": memory}, as_node="answer")
