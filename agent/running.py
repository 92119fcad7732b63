"""Turns in progress: one at a time in a conversation, so many at once in all, each with an event that stops it."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from agent.turn import QueuedEvent
from agent.turnstile import Ticket, Turnstile


class ThreadBusy(RuntimeError):
    """A turn is already running on this conversation."""


@dataclass
class Lane:
    """A conversation's turn: how to stop it, and its place in the line."""

    cancel: threading.Event
    ticket: Ticket | None = None


@dataclass
class Running:
    """Turns by conversation, behind one turnstile."""

    turnstile: Turnstile
    guard: threading.Lock = field(default_factory=threading.Lock)
    lanes: dict[str, Lane] = field(default_factory=dict)

    def start(self, thread_id: str) -> Lane:
        """Take the conversation. Raises ThreadBusy."""
        with self.guard:
            if thread_id in self.lanes:
                raise ThreadBusy("上一条消息还在处理，请等它完成或先停止。")
            self.lanes[thread_id] = Lane(threading.Event())
            return self.lanes[thread_id]

    def queue(self, lane: Lane, party: str) -> Iterator[QueuedEvent]:
        """Wait for a place, telling how many are ahead; ends at once when one is free, or when the turn is stopped."""
        lane.ticket = self.turnstile.ticket(party)
        for ahead in self.turnstile.waiting(lane.ticket, lane.cancel):
            yield QueuedEvent(ahead=ahead)

    @contextmanager
    def place(self, party: str) -> Iterator[None]:
        """A place for work that is no turn; waits until there is one."""
        ticket = self.turnstile.ticket(party)
        try:
            for _ahead in self.turnstile.waiting(ticket, threading.Event()):
                pass
            yield
        finally:
            self.turnstile.leave(ticket)

    def cancel(self, thread_id: str) -> bool:
        """Stop the conversation's turn; false when none runs."""
        lane = self.lanes.get(thread_id)
        if lane is not None:
            lane.cancel.set()
            self.turnstile.wake()
        return lane is not None

    def end(self, thread_id: str) -> None:
        """Give the conversation back, and the place in the line."""
        with self.guard:
            lane = self.lanes.pop(thread_id, None)
        if lane is not None:
            lane.cancel.set()
            if lane.ticket is not None:
                self.turnstile.leave(lane.ticket)


def since(started: float) -> float:
    """Seconds since a `time.perf_counter()`, rounded for a record."""
    return round(time.perf_counter() - started, 4)
