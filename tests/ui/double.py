"""An assistant for tests of the page alone: it keeps conversations in memory and answers by a fixed rule."""

from __future__ import annotations

import datetime
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from agent.branching import RECORDED
from agent.brief import Brief, BriefEdit, apply_edit
from agent.plan import Intent
from agent.session import ThreadBusy
from agent.suggestions import Suggestion
from agent.turn import (
    Event,
    PendingAction,
    QueuedEvent,
    TitleEvent,
    TokenEvent,
    ToolCall,
    ToolFinishedEvent,
    ToolStartedEvent,
    Turn,
    TurnEvent,
)
from agent.turnstile import Turnstile
from models.catalog import Advertiser, Product
from models.types import Compliance, Finding, Provenance, Scores, Title, Verdict
from tools.compliance import check, rewrite
from tools.library.adoption import log_adoption
from tools.store import NotFound, ThreadHit, open_stores

HOSTILE = "<img src=x onerror=alert(1)><script>alert(2)</script>"
SLOW = 90.0  # seconds that “慢” takes when nobody stops it
NOW = datetime.datetime(2026, 1, 2, 3, 4, tzinfo=datetime.UTC)


def advertiser(number: int = 1, name: str = "青鹭测试", product: str = "青鹭便签") -> Advertiser:
    things = (Product(name=product, category="笔记软件", facts=("离线可用",), selling_points=("打开就能写",)),)
    return Advertiser(id=f"t{number:02}", name=name, industry="软件", products=things)


def title(number: int, text: str, verdict: Verdict = Verdict.CLEAN) -> Title:
    found = Finding(
        span=text[:2],
        start=0,
        end=2,
        category="absolute",
        rule="r",
        article="9(3)",
        reason="绝对化用语",
        rewrite="很多人",
    )
    return Title(
        id=f"title-{number}",
        text=text,
        keywords=("便签",),
        scores=Scores(fluency=0.91, style=0.55, quality=0.2, source="test"),
        compliance=Compliance(verdict=verdict, findings=() if verdict is Verdict.CLEAN else (found,)),
        provenance=Provenance(model="double", seed=number),
    )


def texts(turn: Turn) -> list[str]:
    return [turn.user, turn.reply, *(one.text for one in turn.titles)]


@dataclass
class Entry:
    """A row of the list of conversations."""

    id: str
    advertiser_id: str
    owner: str | None
    name: str = ""
    updated_at: datetime.datetime = NOW
    turns: list[Turn] = field(default_factory=list)
    waiting: list[PendingAction] = field(default_factory=list)
    cancel: threading.Event = field(default_factory=threading.Event)
    busy: bool = False


class Accounts:
    def __init__(self, accounts: list[Advertiser]) -> None:
        self._accounts = {one.id: one for one in accounts}

    def get(self, advertiser_id: str, /) -> Advertiser:
        if advertiser_id not in self._accounts:
            raise NotFound("advertiser", advertiser_id)
        return self._accounts[advertiser_id]

    def list(self) -> list[Advertiser]:
        return list(self._accounts.values())


class DoubleAssistant:
    """Answers every message with its own words as titles; “存” asks for approval, “慢” waits to be stopped."""

    def __init__(self, accounts: list[Advertiser] | None = None, pause: float = 0.0, places: int = 64) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.stores = open_stores(Path(self.folder.name))
        self.advertisers = Accounts(accounts or [advertiser(1), advertiser(2, "霁橙测试", "霁橙唇釉")])
        self.entries: dict[str, Entry] = {}
        self.pause = pause
        self.turnstile = Turnstile(places)

    def open(self, advertiser_id: str, thread_id: str | None = None, owner: str | None = None) -> DoubleThread:
        self.advertisers.get(advertiser_id)
        if thread_id is None:
            entry = Entry(f"thread-{len(self.entries)}", advertiser_id, owner)
            self.entries[entry.id] = entry
        else:
            entry = self.entries[thread_id]
        return DoubleThread(entry, self)

    def threads(self, advertiser_id: str | None = None, owner: str | None = None) -> list[Entry]:
        return [
            one
            for one in self.entries.values()
            if advertiser_id in (None, one.advertiser_id) and owner in (None, one.owner)
        ]

    def find(self, words: str, advertiser_id: str, owner: str) -> list[ThreadHit]:
        said = ((one, text) for one in self.threads(advertiser_id, owner) for turn in one.turns for text in texts(turn))
        return list({one.id: ThreadHit(one.id, text) for one, text in said if words in text}.values())

    def recommend(self, advertiser_id: str, n: int = 6) -> list[Title]:
        return [title(900 + k, f"{self.advertisers.get(advertiser_id).name}的第{k}条灵感") for k in range(1, 3)]

    def first_screen(self, advertiser_id: str, n: int = 6) -> list[Suggestion]:
        ideas = self.recommend(advertiser_id, n)
        cards = [Suggestion(id=one.id, source="history", text=one.text, title=one) for one in ideas]
        asked = Suggestion(id="s-ask", source="product", text="离线可用", message="突出离线可用，写3条")
        return [*cards, asked]

    def adopt(self, advertiser_id: str, suggestion_id: str) -> bool:
        shown = suggestion_id in {one.id for one in self.first_screen(advertiser_id)}
        if shown:
            log_adoption(self.stores, advertiser_id, suggestion_id)
        return shown

    def take(self, advertiser_id: str, text: str) -> bool:
        offered = text.endswith(("，一天写完", f"{self.advertisers.get(advertiser_id).name}也写完"))
        if offered:
            log_adoption(self.stores, advertiser_id, text, "type-ahead")
        return offered

    def complete(self, text: str, k: int = 5, advertiser_id: str | None = None) -> list[str]:
        """A line of each account that may be seen: of the one, or of all where none is named."""
        names = (
            [self.advertisers.get(advertiser_id).name] if advertiser_id else [a.name for a in self.advertisers.list()]
        )
        return [f"{text}，一天写完", *(f"{text}，{name}也写完" for name in names)][:k]

    def score(self, texts: list[str], keywords: list[list[str]] | None = None) -> list[Scores]:
        return [Scores(fluency=min(len(text), 20) / 20, style=0.5, quality=0.5, source="test") for text in texts]

    def estimated(self, titles: Sequence[Title], advertiser_id: str | None = None) -> list[Title]:
        return list(titles)

    def check(self, text: str, advertiser_id: str | None = None, product_id: str | None = None) -> Compliance:
        return check(text)

    def rewrite(self, text: str, advertiser_id: str, product_id: str | None = None) -> str | None:
        return rewrite(text)

    def explain(self, title: Title, language: str | None = None, advertiser_id: str | None = None) -> list[str]:
        if language == "en":
            return ["Reads smoothly.", "Could sound less like ad copy.", "Could give more reason to click."]
        return ["读起来通顺", "风格一般", "看点不足，放进一个具体的悬念"]

    def close(self) -> None:
        self.entries.clear()
        self.stores.close()
        self.folder.cleanup()


class DoubleThread:
    def __init__(self, entry: Entry, assistant: DoubleAssistant) -> None:
        self._entry, self._assistant = entry, assistant
        self.id, self.advertiser_id = entry.id, entry.advertiser_id

    def history(self) -> list[Turn]:
        return list(self._entry.turns)

    def pending(self) -> list[PendingAction]:
        return list(self._entry.waiting)

    def cancel(self) -> bool:
        self._entry.cancel.set()
        return self._entry.busy

    def rename(self, name: str) -> None:
        self._entry.name = name

    def delete(self) -> None:
        del self._assistant.entries[self.id]

    def resume(self, approve: bool, action_id: str | None = None) -> Turn:
        action = next(one for one in self._entry.waiting if action_id in (None, one.id))
        self._entry.waiting.remove(action)
        return self._keep("（确认）" if approve else "（取消）", "已存入素材库。" if approve else "好的，没有存。", [])

    def fork(self, before: int) -> DoubleThread:
        made = self._assistant.open(self.advertiser_id, owner=self._entry.owner)
        made._entry.name = self._entry.name
        made._entry.turns = [turn.model_copy(update={"thread_id": made.id}) for turn in self._entry.turns[:before]]
        return made

    def amend(self, edit: BriefEdit) -> Turn:
        before = self._entry.turns[-1].brief if self._entry.turns else Brief()
        turn = self._keep(RECORDED, "", []).model_copy(
            update={"brief": apply_edit(before, edit), "timings": {"total": 0.1}}
        )
        self._entry.turns[-1] = turn
        return turn

    def replace(self, old: Title, new: Title) -> Title:
        return new.model_copy(update={"id": f"{old.id}-edited"})

    def propose(self, kind: str, title_ids: list[str]) -> PendingAction:
        action = PendingAction(
            id=f"act-{self.id}-{kind}", kind=kind, title_ids=tuple(title_ids), summary=f"{kind} {len(title_ids)}"
        )
        self._entry.waiting.append(action)
        return action

    def stream(self, text: str) -> Iterator[Event]:
        if self._entry.busy:
            raise ThreadBusy("busy")
        self._entry.busy, self._entry.cancel = True, threading.Event()
        line = self._assistant.turnstile
        ticket = line.ticket(self._entry.owner or self.id)
        try:
            for ahead in line.waiting(ticket, self._entry.cancel):
                yield QueuedEvent(ahead=ahead)
            yield from self._answer(text)
        finally:
            line.leave(ticket)
            self._entry.busy = False

    def _answer(self, text: str) -> Iterator[Event]:
        yield ToolStartedEvent(name="generate_titles")
        if "慢" in text:
            self._entry.cancel.wait(SLOW)
        titles = [title(len(self._entry.turns) * 10 + k, f"{text}的第{k}个标题") for k in range(1, 4)]
        titles.append(title(99, f"最好{text}", Verdict.VIOLATION))
        for one in titles:
            time.sleep(self._assistant.pause)
            yield TitleEvent(title=one)
        call = ToolCall(name="generate_titles", summary="写了 4 条", seconds=0.8)
        yield ToolFinishedEvent(call=call)
        for piece in ("写好了，", "看看哪条合适。"):
            yield TokenEvent(text=piece)
        if "存" in text:
            call = call.model_copy(update={"name": "save_titles", "status": "pending"})
            self._entry.waiting.append(
                PendingAction(id=f"act-{self.id}", kind="save", title_ids=("title-1",), summary=f"存入 1 条：{text}")
            )
        yield TurnEvent(turn=self._keep(text, "写好了，看看哪条合适。", titles, call))

    def _keep(self, user: str, reply: str, titles: list[Title], *calls: ToolCall) -> Turn:
        turn = Turn(
            thread_id=self.id,
            index=len(self._entry.turns),
            user=user,
            reply=reply,
            intent=Intent.GENERATE,
            titles=titles,
            tool_calls=list(calls),
            brief=Brief(max_chars=20, tone="轻松", avoid=("内卷",)) if calls else Brief(),
            timings={"total": 1.2} if calls else {},
        )
        self._entry.turns.append(turn)
        return turn
