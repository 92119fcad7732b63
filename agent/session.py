"""The public face: an `Assistant` holds conversations, a `Thread` is one of them."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from langgraph.checkpoint.sqlite import SqliteSaver
from langgraph.graph.state import CompiledStateGraph

from agent.approval import settle
from agent.branching import amend_brief, copy_turns, propose, put_edited
from agent.brief import Brief, BriefEdit
from agent.checkpoints import prune
from agent.graph import RECURSION_LIMIT
from agent.plan import Intent, Plan
from agent.recommend import recommend_titles
from agent.runtime import Parts, TurnContext
from agent.state import State, Work
from agent.steps import Step
from agent.toolbox import ToolRun
from agent.turn import Event, PendingAction, ToolCall, Turn, TurnEvent
from models.types import Compliance, Scores, Title
from tools.base import Scorer, ToolContext
from tools.store import NotFound, Stores, ThreadRecord, TurnRecord


class ThreadBusy(RuntimeError):
    """A turn is already running on this conversation."""


@dataclass(frozen=True)
class Library:
    """What the assistant offers besides conversations."""

    scorer: Scorer
    check: Callable[[str, str | None], Compliance]
    complete: Callable[[str, int, str | None], list[str]]
    publish: Callable[[], None]


@dataclass
class _Running:
    """Turns in progress, by conversation."""

    guard: threading.Lock = field(default_factory=threading.Lock)
    cancels: dict[str, threading.Event] = field(default_factory=dict)

    def start(self, thread_id: str) -> threading.Event:
        with self.guard:
            if thread_id in self.cancels:
                raise ThreadBusy("上一条消息还在处理，请等它完成或先停止。")
            self.cancels[thread_id] = threading.Event()
            return self.cancels[thread_id]

    def end(self, thread_id: str) -> None:
        with self.guard:
            self.cancels.pop(thread_id, None)


class Assistant:
    """Everything a front needs. Safe for use from several threads; `close` it when done."""

    def __init__(
        self,
        parts: Parts,
        graph: CompiledStateGraph[State, TurnContext, State, State],
        saver: SqliteSaver,
        library: Library,
        close: Callable[[], None],
    ) -> None:
        self.parts = parts
        self.advertisers = parts.stores.advertisers
        self._graph = graph
        self._saver = saver
        self._library = library
        self._close = close
        self._running = _Running()
        self.on_turn: list[Callable[[Turn], None]] = []
        """Told of every finished turn, on the thread that ran it; must not raise."""

    @property
    def stores(self) -> Stores:
        return self.parts.stores

    def open(self, advertiser_id: str, thread_id: str | None = None, owner: str | None = None) -> Thread:
        """Start a conversation, or resume the one named.

        Raises:
            NotFound: there is no such advertiser, or no such conversation of this advertiser and owner.
        """
        self.advertisers.get(advertiser_id)
        if thread_id is None:
            record = self.stores.threads.create(advertiser_id, owner=owner)
        else:
            record = self.stores.threads.get(thread_id)
            if record.advertiser_id != advertiser_id or (owner is not None and record.owner != owner):
                raise NotFound("thread", thread_id)
        thread = Thread(self, record)
        thread.recover()
        return thread

    def threads(self, advertiser_id: str | None = None, owner: str | None = None) -> list[ThreadRecord]:
        """Conversations, newest first."""
        return self.stores.threads.list(advertiser_id, owner)

    def recommend(self, advertiser_id: str, n: int = 6) -> list[Title]:
        """First-screen suggestions: the account's best titles so far, before a word is typed."""
        return recommend_titles(self.stores, self._library.scorer, self.advertisers.get(advertiser_id), n)

    def score(self, texts: list[str], keywords: list[list[str]] | None = None) -> list[Scores]:
        return self._library.scorer.scores(texts, keywords)

    def check(self, text: str, advertiser_id: str | None = None) -> Compliance:
        industry = self.advertisers.get(advertiser_id).industry if advertiser_id else None
        return self._library.check(text, industry)

    def explain(self, title: Title) -> str:
        """Why a title scores as it does, in one Chinese sentence."""
        return self.parts.reason(title)

    def complete(self, text: str, k: int = 5, advertiser_id: str | None = None) -> list[str]:
        """Titles that go on from what is being typed: this account's own and the shared ones."""
        return self._library.complete(text, k, advertiser_id) if text.strip() else []

    def library(self, advertiser_id: str) -> list[Title]:
        """Saved finals, newest first."""
        return self.stores.library.list(advertiser_id)

    def run_tool(
        self, name: str, args: dict[str, Any], advertiser_id: str, *, thread_id: str = "", user_text: str = ""
    ) -> ToolRun:
        """Run one tool outside a turn. Numbers in a title may come from `user_text`; a tool's failure is in the result.

        Raises:
            NotFound: there is no such advertiser, or `title_ids` or `base_ids` in `args` are not this account's.
            KeyError: there is no such tool.
        """
        lists = [args.get(key) for key in ("title_ids", "base_ids")]
        named = [one for ids in lists if isinstance(ids, list | tuple) for one in ids if isinstance(one, str)]
        shown = tuple(self.stores.titles.owned(advertiser_id, named))
        for title_id in named:
            if title_id not in {title.id for title in shown}:
                raise NotFound("title", title_id)
        context = ToolContext(
            advertiser=self.advertisers.get(advertiser_id),
            thread_id=thread_id,
            shown=shown,
            user_text=user_text,
            deadline=time.monotonic() + self.parts.settings.turn_seconds,
        )
        return self.parts.toolbox.run(Step(name, args), context)

    def _tell(self, turn: Turn) -> None:
        for listener in self.on_turn:
            listener(turn)

    def close(self) -> None:
        self._close()


class Thread:
    """One conversation with one advertiser. A second message while one runs raises `ThreadBusy`."""

    def __init__(self, assistant: Assistant, record: ThreadRecord) -> None:
        self._assistant = assistant
        self.id = record.id
        self.advertiser_id = record.advertiser_id
        self.name = record.name

    def history(self) -> list[Turn]:
        """Turns so far, oldest first; a turn that was cut off says so in `status`."""
        return [_restored(self.id, row) for row in self._stores.turns.history(self.id)]

    def pending(self) -> list[PendingAction]:
        """Actions that wait for `resume`."""
        return [
            PendingAction.model_validate(action, from_attributes=True)
            for action in self._stores.actions.pending(self.id)
        ]

    def send(self, text: str) -> Turn:
        """Send a message and wait for the whole turn."""
        turn = None
        for event in self.stream(text):
            if isinstance(event, TurnEvent):
                turn = event.turn
        assert turn is not None
        return turn

    def stream(self, text: str) -> Iterator[Event]:
        """Send a message; events come as they happen, the whole turn last.

        Leaving the iterator early cancels the turn.

        Raises:
            ThreadBusy: a turn is running on this conversation.
        """
        cancel = self._assistant._running.start(self.id)
        try:
            yield from self._run(text, cancel)
        finally:
            cancel.set()
            self._assistant._running.end(self.id)

    def cancel(self) -> bool:
        """Stop the running turn; what was written by then is kept. False when none runs."""
        event = self._assistant._running.cancels.get(self.id)
        if event is not None:
            event.set()
        return event is not None

    def resume(self, approve: bool, action_id: str | None = None) -> Turn:
        """Answer a pending action, the newest when none is named; it takes effect once.

        Raises:
            ThreadBusy: a turn is running on this conversation.
        """
        self._assistant._running.start(self.id)
        try:
            turn = settle(self._assistant.parts, self.id, self.advertiser_id, approve, action_id, self._brief())
        finally:
            self._assistant._running.end(self.id)
        self._assistant._tell(turn)
        return turn

    def fork(self, before: int) -> Thread:
        """A new conversation of the same owner with the turns below number `before`; this one stays as it is."""
        record = self._stores.threads.get(self.id)
        made = self._assistant.open(self.advertiser_id, owner=record.owner)
        made.rename(record.name)
        copy_turns(self._stores, self._assistant._graph, self.history()[:before], made.id)
        return made

    def amend(self, edit: BriefEdit) -> Turn:
        """Correct the Brief by hand; kept as a turn without titles.

        Raises:
            ThreadBusy: a turn is running on this conversation.
            ValueError: the Brief would not be valid.
        """
        self._assistant._running.start(self.id)
        try:
            return amend_brief(self._stores, self._assistant._graph, self.id, edit)
        finally:
            self._assistant._running.end(self.id)

    def replace(self, old: Title, new: Title) -> Title:
        """Keep `new`, under a new id, where `old` was shown. Raises ThreadBusy while a turn runs."""
        self._assistant._running.start(self.id)
        try:
            return put_edited(self._stores, self._assistant._graph, self.id, self.advertiser_id, old, new)
        finally:
            self._assistant._running.end(self.id)

    def propose(self, kind: str, title_ids: list[str]) -> PendingAction:
        """Ask for approval to `save` or to `race` titles of this account."""
        return propose(self._stores, self.id, kind, title_ids)

    def rename(self, name: str) -> None:
        self._stores.threads.rename(self.id, name)

    def delete(self) -> None:
        """Forget the conversation, its checkpoints included; titles in the library stay."""
        self._assistant._saver.delete_thread(self.id)
        self._stores.threads.delete(self.id)

    def recover(self) -> None:
        """Mark a turn that a dead process left half done as cut off."""
        if self.id not in self._assistant._running.cancels:
            self._stores.turns.cut_off(self.id)

    def _brief(self) -> Brief:
        """The standing instructions, as the last finished turn left them."""
        config: Any = {"configurable": {"thread_id": self.id}}
        memory = self._assistant._graph.get_state(config).values.get("memory", {})
        return Brief.model_validate(memory.get("brief") or {})

    @property
    def _stores(self) -> Stores:
        return self._assistant.stores

    def _run(self, text: str, cancel: threading.Event) -> Iterator[Event]:
        started = time.perf_counter()
        index = self._stores.turns.begin(self.id, text)
        settings = self._assistant.parts.settings
        context = TurnContext(
            thread_id=self.id,
            advertiser=self._assistant.advertisers.get(self.advertiser_id),
            deadline=time.monotonic() + settings.turn_seconds,
            cancel=cancel,
        )
        config: Any = {"configurable": {"thread_id": self.id}, "recursion_limit": RECURSION_LIMIT}
        graph, first = self._assistant._graph, None
        given: State = {"work": {"index": index, "message": text}}
        for event in graph.stream(given, config, context=context, stream_mode="custom", durability="exit"):
            first = first if first is not None else time.perf_counter() - started
            yield event  # type: ignore[misc]
        work: Work = graph.get_state(config).values["work"]
        timings = {"first_event": round(first or 0.0, 4), "total": round(time.perf_counter() - started, 4)}
        turn = self._finish(index, work, timings)
        prune(self._assistant._saver, self.id)
        yield TurnEvent(turn=turn)

    def _finish(self, index: int, work: Work, timings: dict[str, float]) -> Turn:
        titles = self._stores.titles.many(work["accepted"])
        turn = Turn(
            thread_id=self.id,
            index=index,
            user=work["message"],
            reply=work["reply"],
            intent=Plan.model_validate(work["plan"]).intent,
            titles=titles,
            tool_calls=[ToolCall.model_validate(call) for call in work["calls"]],
            brief=Brief.model_validate(work["brief"]),
            pending=self.pending(),
            timings={**work["timings"], **timings},
            notices=[*work["notes"], *work["failures"]],
        )
        self._stores.turns.finish(self.id, index, turn.model_dump(mode="json"))
        self._stores.threads.touch(self.id)
        self._assistant._library.publish()
        self._assistant._tell(turn)
        return turn


def _restored(thread_id: str, row: TurnRecord) -> Turn:
    if row.payload:
        return Turn.model_validate(row.payload)
    return Turn(thread_id=thread_id, index=row.index, user=row.user, reply="", intent=Intent.CLARIFY, status="cut_off")
