"""Sign-ins that end: Gradio keeps its tokens in a dictionary, and this one forgets."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

IDLE_SECONDS = 2 * 3600.0
LONGEST_SECONDS = 12 * 3600.0
SESSIONS_EACH = 20


@dataclass
class _Session:
    stamp: str | None
    born: float
    used: float


class Sessions(dict[str, str]):
    """Names by token. A token unused for two hours, or older than twelve, is gone; so is one whose person changed.

    `stamp` gives what changes with a person's password, none for who may not sign in any more. Of one person's
    sessions the oldest makes room for a twenty-first.
    """

    def __init__(
        self, stamp: Callable[[str], str | None] = lambda _name: "", clock: Callable[[], float] = time.monotonic
    ) -> None:
        super().__init__()
        self._stamp = stamp
        self._clock = clock
        self._sessions: dict[str, _Session] = {}

    def __setitem__(self, token: str, name: str) -> None:
        now = self._clock()
        for old in [one for one in list(self) if not self._lasts(one)]:
            self.pop(old, None)
        for old in [one for one, whose in list(self.items()) if whose == name][: 1 - SESSIONS_EACH]:
            self.pop(old, None)
        self._sessions[token] = _Session(self._stamp(name), now, now)
        super().__setitem__(token, name)

    def __delitem__(self, token: str) -> None:
        self.pop(token)

    def pop(self, token: str, *default: Any) -> Any:
        self._sessions.pop(token, None)
        return super().pop(token, *default)

    def __contains__(self, token: object) -> bool:
        return self.get(token) is not None

    def get(self, token: Any, default: Any = None) -> Any:
        """The name behind a token, which counts as use of it."""
        if not self.lasts(token):
            return default
        session = self._sessions.get(token)
        if session is not None:
            session.used = self._clock()
        return super().get(token, default)

    def lasts(self, token: Any) -> bool:
        """Whether the token is good, without using it."""
        if not super().__contains__(token):
            return False
        session = self._sessions.get(token)
        name = super().get(token)
        if session is not None and name is not None and self._lasts(token):
            stamp = self._stamp(name)
            if stamp is not None and stamp == session.stamp:
                return True
        self.pop(token, None)
        return False

    def end(self, name: str) -> None:
        """End all sessions of a person."""
        for token in [one for one, whose in list(self.items()) if whose == name]:
            self.pop(token, None)

    def _lasts(self, token: str) -> bool:
        session, now = self._sessions.get(token), self._clock()
        return session is not None and now - session.born <= LONGEST_SECONDS and now - session.used <= IDLE_SECONDS
