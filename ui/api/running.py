"""A turn on a thread of its own, its events awaited by the web server."""

from __future__ import annotations

import asyncio
import contextlib
import threading

from agent.session import Thread
from agent.turn import Event, TurnEvent


class TurnFeed:
    """Starts at once. Events come in order, the turn last; what the turn raises is raised by `next`."""

    def __init__(self, thread: Thread, message: str) -> None:
        self._thread = thread
        self._loop = asyncio.get_running_loop()
        self._events: asyncio.Queue[Event | Exception] = asyncio.Queue()
        self._over = False
        threading.Thread(target=self._work, args=(message,), name="turn", daemon=True).start()

    async def next(self) -> Event:
        item = await self._events.get()
        self._over = self._over or isinstance(item, TurnEvent | Exception)
        if isinstance(item, Exception):
            raise item
        return item

    def stop(self) -> None:
        """Nobody listens any more: a turn that still runs is cancelled, and kept as far as it came."""
        if not self._over:
            self._thread.cancel()

    def _work(self, message: str) -> None:
        try:
            for event in self._thread.stream(message):
                self._put(event)
        except Exception as error:
            self._put(error)

    def _put(self, item: Event | Exception) -> None:
        with contextlib.suppress(RuntimeError):  # the loop has closed
            self._loop.call_soon_threadsafe(self._events.put_nowait, item)
