"""Sign-ins that end: Gradio keeps its tokens in a dictionary, and this one forgets."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

IDLE_SECONDS = 2 * 3600.0
LONGEST_SECONDS = 12 * 3600.0


class Sessions(dict[str, str]):
    """Names by token. A token unused for two hours, or older than twelve, is gone."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._clock = clock
        self._times: dict[str, tuple[float, float]] = {}

    def __setitem__(self, token: str, name: str) -> None:
        now = self._clock()
        self._times[token] = (now, now)
        super().__setitem__(token, name)

    def __delitem__(self, token: str) -> None:
        self._times.pop(token, None)
        super().__delitem__(token)

    def __contains__(self, token: object) -> bool:
        return self.get(token) is not None

    def get(self, token: Any, default: Any = None) -> Any:
        """The name behind a token, which counts as use of it."""
        if not super().__contains__(token):
            return default
        born, used = self._times[token]
        now = self._clock()
        if now - born > LONGEST_SECONDS or now - used > IDLE_SECONDS:
            del self[token]
            return default
        self._times[token] = (born, now)
        return super().__getitem__(token)
