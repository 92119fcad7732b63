"""The public face: an `Assistant` holds conversations, a `Thread` is one of them."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from typing import TYPE_CHECKING, Any

from langgraph.checkpoint.sqlite import SqliteSaver
from langgraph.graph.state import CompiledStateGraph

from agent.approval import pending_actions, settle
from agent.branching import amend_brief, copy_turns, propose, put_edited, read_memory
from agent.brief import Brief, BriefEdit
from agent.offers import Library
from agent.recommend import first_screen, recommend_titles
from agent.running import Running, ThreadBusy
from agent.runtime import Parts, TurnContext
from agent.state import State
from agent.suggestions import Suggestion
from agent.toolbox import ToolRun
from agent.turn import Event, PendingAction, Turn, TurnEvent
from agent.turn_view import Step
from agent.turning import TurnRunner, restored
from agent.turnstile import Turnstile
from models.types import Compliance, Scores, Title
from tools.base import ToolContext
from tools.library.adoption import log_adoption, was_shown
from tools.store import NotFound, Stores, ThreadHit, ThreadRecord, find_in_threads

if TYPE_CHECKING:
    from opentelemetry.trace import Tracer

__all__ = ["Assistant", "Thread", "ThreadBusy"]

SLOW_TOOLS = ("generate_titles",)


class Assistant:
    """Everything a front needs. Safe for use from several threads; `close` it when done."""

    def __init__(
        self,
        parts: Parts,
        graph: CompiledStateGraph[State, TurnContext, State, State],
        saver: SqliteSaver,
        library: Library,
        close: Callable[[], None],
        tracer: Tracer | None = None,
    ) -> None:
        self.parts = parts
        self.advertisers = parts.stores.advertisers
        self._graph = graph
        self._saver = saver
        self._library = library
        self._close = close
        self._running = Running(Turnstile(parts.settings.turns_at_once))
        self._runner = TurnRunner(parts, graph, saver, self._running, self._finished, tracer)
        self.on_turn: list[Callable[[Turn], None]] = []
        """Told of every finished turn, on the thread that ran it; must not raise."""

    @property
    def stores(self) -> Stores:
        """The tables."""
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

    def find(self, words: str, advertiser_id: str, owner: str) -> list[ThreadHit]:
        """An owner's conversations of an account in which the words were said, answered or offered, newest first."""
        return find_in_threads(self.stores.database, words, owner, advertiser_id)

    def recommend(self, advertiser_id: str, n: int = 6) -> list[Title]:
        """First-screen suggestions: the account's best titles so far, before a word is typed."""
        account = self.advertisers.get(advertiser_id)
        return recommend_titles(self.stores, self._library.scorer, account, n, estimated=self._library.estimated)

    def first_screen(self, advertiser_id: str, n: int = 6) -> list[Suggestion]:
        """Titles and things to ask for, before a word is typed; each one shown is logged."""
        account = self.advertisers.get(advertiser_id)
        return first_screen(
            self.stores,
            self._library.scorer,
            account,
            n,
            similar=lambda text, k: self.similar(text, k, account.id),
            estimated=self._library.estimated,
        )

    def adopt(self, advertiser_id: str, suggestion_id: str) -> bool:
        """A card of the first screen was taken up; false for what the account was never shown, which counts nothing."""
        shown = was_shown(self.stores, advertiser_id, suggestion_id)
        if shown:
            log_adoption(self.stores, advertiser_id, suggestion_id)
        return shown

    def score(self, texts: list[str], keywords: list[list[str]] | None = None) -> list[Scores]:
        """Scores of any titles, each 0..1; `keywords` are those of each title, and sharpen `sense`."""
        return self._library.scorer.scores(texts, keywords)

    def estimated(self, titles: Sequence[Title], advertiser_id: str | None = None) -> list[Title]:
        """The titles with predicted click-through rates, where real events have taught a model that holds."""
        return self._library.estimated(titles, advertiser_id)

    def check(self, text: str, advertiser_id: str | None = None, product_id: str | None = None) -> Compliance:
        """The verdict on one title, also by the account's industry and its own words for the product.

        Raises NotFound.
        """
        account = self.advertisers.get(advertiser_id) if advertiser_id else None
        return self._library.law.check_for(text, account, product_id)

    def rewrite(self, text: str, advertiser_id: str, product_id: str | None = None) -> str | None:
        """A version of a title that `check` lets pass, if there is one. Raises NotFound."""
        return self._library.law.rewrite(text, self.advertisers.get(advertiser_id), product_id)

    def explain(self, title: Title, language: str | None = None, advertiser_id: str | None = None) -> list[str]:
        """What is weak about a title, how to mend it, what is good: clauses in `zh`, `en` or the settings' language.

        The account's product names are not held against the title. Raises NotFound.
        """
        names = [one.name for one in self.advertisers.get(advertiser_id).products] if advertiser_id else []
        return self.parts.reason(title, language or self.parts.settings.language, names).lines

    def similar(self, text: str, k: int = 5, advertiser_id: str | None = None) -> list[str]:
        """Titles that say something alike, best first; only ones that the account may see, templates as well."""
        return self._library.similar(text, k, advertiser_id)

    def complete(self, text: str, k: int = 5, advertiser_id: str | None = None) -> list[str]:
        """Titles for who types: what goes on from the text, and from some length what says something alike."""
        return self._library.typing.titles(text, k, advertiser_id)

    def take(self, advertiser_id: str, text: str) -> bool:
        """A title that `complete` brought was taken: adopted, if the account may see one of these words."""
        return self._library.typing.take(advertiser_id, text)

    def library(self, advertiser_id: str) -> list[Title]:
        """Saved finals, newest first."""
        return self.stores.library.list(advertiser_id)

    def run_tool(
        self,
        name: str,
        args: dict[str, Any],
        advertiser_id: str,
        *,
        thread_id: str = "",
        user_text: str = "",
        party: str | None = None,
    ) -> ToolRun:
        """Run one tool outside a turn. Numbers in a title may come from `user_text`; a tool's failure is in the result.

        A tool that keeps the processor busy waits in the line of turns, for `party` or else for the account.

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
        with self._running.place(party or advertiser_id) if name in SLOW_TOOLS else nullcontext():
            context = ToolContext(
                advertiser=self.advertisers.get(advertiser_id),
                thread_id=thread_id,
                shown=shown,
                user_text=user_text,
                deadline=time.monotonic() + self.parts.settings.turn_seconds,
            )
            return self.parts.toolbox.run(Step(name, args), context)

    def _finished(self, turn: Turn) -> None:
        self._library.publish()
        self._tell(turn)

    def _tell(self, turn: Turn) -> None:
        for listener in self.on_turn:
            listener(turn)

    def close(self) -> None:
        self._close()


class Thread:
    """One conversation with one advertiser. A second message while one runs raises `ThreadBusy`."""

    def __init__(self, assistant: Assistant, record: ThreadRecord) -> None:
        self._assistant = assistant
        self._record = record
        self.id = record.id
        self.advertiser_id = record.advertiser_id
        self.name = record.name

    def history(self) -> list[Turn]:
        """Turns so far, oldest first; a turn that was cut off says so in `status`."""
        return [restored(self.id, row) for row in self._stores.turns.history(self.id)]

    def pending(self) -> list[PendingAction]:
        """Actions that wait for `resume`."""
        return pending_actions(self._stores, self.id)

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

        Where other turns go first, the events begin with its place in the line. Leaving the iterator early cancels
        the turn. Whoever has the whole turn may send the next message.

        Raises:
            ThreadBusy: a turn is running on this conversation.
        """
        lane = self._assistant._running.start(self.id)
        whole: Event | None = None
        try:
            for event in self._assistant._runner.run(self._record, text, lane):
                if isinstance(event, TurnEvent):
                    whole = event
                else:
                    yield event
        finally:
            self._assistant._running.end(self.id)
        if whole is not None:
            yield whole

    def cancel(self) -> bool:
        """Stop the turn, running or waiting; what was written by then is kept. False when there is none."""
        return self._assistant._running.cancel(self.id)

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
        """Give the conversation another name. Raises NotFound when it was deleted."""
        self._stores.threads.rename(self.id, name)

    def delete(self) -> None:
        """Forget the conversation, its checkpoints included; titles in the library stay."""
        self._assistant._saver.delete_thread(self.id)
        self._stores.threads.delete(self.id)

    def recover(self) -> None:
        """Mark a turn that a dead process left half done as cut off."""
        if self.id not in self._assistant._running.lanes:
            self._stores.turns.cut_off(self.id)

    def _brief(self) -> Brief:
        """The standing instructions, as the last finished turn left them."""
        return Brief.model_validate(read_memory(self._assistant._graph, self.id).get("brief") or {})

    @property
    def _stores(self) -> Stores:
        return self._assistant.stores
