"""Ending work early: one question for every reason to stop, and waiting that asks it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, wait
from queue import Empty, SimpleQueue

POLL = 0.05  # seconds between looks


class Stop:
    """Whether a call should end: its caller's event, the model's closing, or (`now`) the caller's leaving."""

    def __init__(self, *events: threading.Event | None) -> None:
        self._events = [event for event in events if event is not None]
        self.now = False

    def wanted(self) -> bool:
        """True from the first reason on."""
        return self.now or any(event.is_set() for event in self._events)


def wait_for(running: list[Future[None]], stop: Stop) -> None:
    """Return when all are done or the call should end; raise what one of them raised."""
    pending = set(running)
    while pending and not stop.wanted():
        done, pending = wait(pending, timeout=POLL)
        for future in done:
            future.result()


def pieces_until(stop: Stop, start: Callable[[Callable[[str], None]], Future[None]]) -> Iterator[str]:
    """Pieces that the work begun by `start(emit)` emits, until it ends; leaving the loop stops the work."""
    queue: SimpleQueue[str | None] = SimpleQueue()
    running = start(queue.put)
    running.add_done_callback(lambda _: queue.put(None))
    try:
        while (piece := _next(queue, stop)) is not None:
            yield piece
        if running.done() and not running.cancelled():
            running.result()
    finally:
        stop.now = True


def _next(queue: SimpleQueue[str | None], stop: Stop) -> str | None:
    while not stop.wanted():
        try:
            return queue.get(timeout=POLL)
        except Empty:
            continue
    return None
