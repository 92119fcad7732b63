"""How often a password may be guessed: for an account from an address, from an address, and for an account in all.

Names that nobody has are counted like others, so a refusal tells of no account. After OWASP's Authentication Cheat
Sheet: an address from which an account was once entered is not shut out by guesses that come from elsewhere.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass

WINDOW_SECONDS = 900.0
PAIR, ADDRESS, ACCOUNT = 5, 30, 25
"""Wrong passwords within the window, after which no more is looked at until it is over."""
KEPT_AT_MOST = 10_000
LONGEST_NAME = 64


@dataclass
class _Count:
    since: float
    number: int = 0


class Tries:
    """Counts in memory, at most `most` of them: the ones begun longest ago make room. `clock` counts seconds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic, most: int = KEPT_AT_MOST) -> None:
        self._clock = clock
        self._most = most
        self._counts: OrderedDict[Hashable, _Count] = OrderedDict()
        self._homes: OrderedDict[Hashable, None] = OrderedDict()
        self._guard = threading.Lock()

    def begin(self, name: str, address: str) -> bool:
        """Whether a password may be looked at. It counts as wrong from now on, so many at once gain nothing."""
        with self._guard:
            limits = self._limits(name, address)
            if self._is_full(limits):
                return False
            for key in limits:
                self._count(key).number += 1
            return True

    def right(self, name: str, address: str) -> None:
        """The password was right: it counts no longer, and the address is one of this account's."""
        with self._guard:
            pair, *others = self._limits(name, address)
            self._counts.pop(pair, None)
            for key in others:
                self._count(key).number -= 1
            self._homes[pair] = None
            self._homes.move_to_end(pair)
            while len(self._homes) > self._most:
                self._homes.popitem(last=False)

    def full(self, name: str, address: str) -> bool:
        """Whether the next try of this kind is refused."""
        with self._guard:
            return self._is_full(self._limits(name, address))

    def __len__(self) -> int:
        return len(self._counts)

    def _limits(self, name: str, address: str) -> dict[Hashable, int]:
        pair = (name[:LONGEST_NAME], address)
        limits: dict[Hashable, int] = {pair: PAIR, ("address", address, ""): ADDRESS}
        return limits if pair in self._homes else limits | {("account", pair[0], ""): ACCOUNT}

    def _is_full(self, limits: dict[Hashable, int]) -> bool:
        """Begins no count: refused tries under ever new names must not push out those that refuse them."""
        found = ((self._counts.get(key), limit) for key, limit in limits.items())
        return any(
            one is not None and one.number >= limit and self._clock() - one.since < WINDOW_SECONDS
            for one, limit in found
        )

    def _count(self, key: Hashable) -> _Count:
        now = self._clock()
        found = self._counts.get(key)
        if found is None or now - found.since >= WINDOW_SECONDS:
            self._counts.pop(key, None)
            found = self._counts[key] = _Count(now)
            while len(self._counts) > self._most:
                self._counts.popitem(last=False)
        return found
