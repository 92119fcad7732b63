"""How much a caller may ask: a token bucket for each key, and a limit on the size of a request."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from starlette.types import ASGIApp, Receive, Scope, Send

from ui.body import read_body, replayed

MAX_BODY = 1 << 20
MAX_BUCKETS = 10_000


@dataclass
class _Bucket:
    tokens: float
    filled_at: float


@dataclass
class RateLimiter:
    """Token buckets by name: `burst` at once, `per_minute` in the long run. `clock` counts seconds."""

    clock: Callable[[], float] = time.monotonic
    _buckets: dict[str, _Bucket] = field(default_factory=dict)
    _guard: threading.Lock = field(default_factory=threading.Lock)

    def wait_for(self, name: str, per_minute: float, burst: int) -> float:
        """Take one token: 0 when there was one, else the seconds until there is (and none is taken)."""
        now, rate = self.clock(), per_minute / 60
        with self._guard:
            if len(self._buckets) >= MAX_BUCKETS:
                self._buckets.clear()
            bucket = self._buckets.setdefault(name, _Bucket(burst, now))
            bucket.tokens = min(float(burst), bucket.tokens + (now - bucket.filled_at) * rate)
            bucket.filled_at = now
            if bucket.tokens >= 1:
                bucket.tokens -= 1
                return 0.0
            return (1 - bucket.tokens) / rate


class BodyLimit:
    """Refuses requests over `limit` bytes, by what they announce and by what really comes."""

    def __init__(self, app: ASGIApp, refuse: Callable[[Scope], ASGIApp], limit: int = MAX_BODY) -> None:
        self._app = app
        self._refuse = refuse
        self._limit = limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        announced = dict(scope["headers"]).get(b"content-length", b"0")
        if not announced.isdigit() or len(announced) > 12 or int(announced) > self._limit:
            await self._refuse(scope)(scope, receive, send)
            return
        body = await read_body(receive, self._limit)
        if body is None:
            await self._refuse(scope)(scope, receive, send)
            return
        await self._app(scope, replayed(body, receive), send)
