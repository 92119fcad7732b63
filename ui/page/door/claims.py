"""Which keeper opened which session of the page. Browsers draw the names of sessions, so a name proves nothing."""

from __future__ import annotations

import re
import threading
from collections import OrderedDict

SESSIONS_AT_MOST = 20_000
_NAME = re.compile(r"[A-Za-z0-9_-]{6,64}")


class Claims:
    """Keepers by session; of too many sessions those that were not used for longest are forgotten."""

    def __init__(self, most: int = SESSIONS_AT_MOST) -> None:
        self._most = most
        self._keepers: OrderedDict[str, str] = OrderedDict()
        self._guard = threading.Lock()

    def claim(self, session: object, keeper: str) -> bool:
        """Whether the session is this keeper's: one that nobody has used yet is from now on."""
        if not isinstance(session, str) or not _NAME.fullmatch(session):
            return False
        with self._guard:
            found = self._keepers.setdefault(session, keeper)
            self._keepers.move_to_end(session)
            while len(self._keepers) > self._most:
                self._keepers.popitem(last=False)
        return found == keeper
