"""Which sentence patterns opened lists of late, so that the best liked of a class do not open every advertiser's."""

from __future__ import annotations

import threading
from collections import Counter, deque
from collections.abc import Iterable, Mapping

KEPT = 300  # lists remembered
WORN, MOST_WORN = 1.0, 3.0  # points of appeal for each list that a pattern opened, and for all of them; set by hand


class Openers:
    """The last `KEPT` lists of this process. Safe to share between threads."""

    def __init__(self) -> None:
        self._opened: deque[tuple[str, frozenset[str]]] = deque(maxlen=KEPT)
        self._lock = threading.Lock()

    def note(self, pattern: str, words: Iterable[str]) -> None:
        """Remember that the pattern opened a list for these keywords; once, however often it is asked for."""
        with self._lock:
            if (one := (pattern, frozenset(words))) not in self._opened:
                self._opened.append(one)

    def worn(self, words: Iterable[str]) -> Mapping[str, float]:
        """By pattern, the points of appeal it loses by the lists of other keywords; the same ones may have it again."""
        own = frozenset(words)
        with self._lock:
            times = Counter(pattern for pattern, others in self._opened if others != own)
        return {pattern: min(MOST_WORN, WORN * often) for pattern, often in times.items()}
