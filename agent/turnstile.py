"""Who may run a turn now: so many at once, the others in a fair line.

Start-time fair queueing (Goyal, Vin, Cheng, IEEE/ACM Transactions on Networking 1997): every ticket gets a virtual
start, one more than the same party's ticket before it, and never less than the virtual time; who starts first goes
first. Virtual time goes on by one when each party present has had a turn. So parties take turns however many tickets
one of them holds, and nobody waits for ever.
"""

from __future__ import annotations

import itertools
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field

LOOK = 0.25  # seconds after which a waiting ticket looks at `cancel` even if nobody woke it


@dataclass(eq=False)
class Ticket:
    """A place in the line. Give it back with `Turnstile.leave`, whatever became of it."""

    party: str
    rank: tuple[float, int]
    admitted: bool = False


@dataclass
class Turnstile:
    """`places` turns run at once. Safe for use from several threads."""

    places: int
    _changed: threading.Condition = field(default_factory=threading.Condition)
    _line: list[Ticket] = field(default_factory=list)
    _inside: list[Ticket] = field(default_factory=list)
    _now: float = 0.0
    _ends: dict[str, float] = field(default_factory=dict)
    _numbers: Iterator[int] = field(default_factory=itertools.count)

    def ticket(self, party: str) -> Ticket:
        """Join the line; let in at once where a place is free."""
        with self._changed:
            start = max(self._now, self._ends.get(party, 0.0))
            self._ends[party] = start + 1
            ticket = Ticket(party, (start, next(self._numbers)))
            self._line.append(ticket)
            self._line.sort(key=lambda one: one.rank)
            self._admit()
        return ticket

    def waiting(self, ticket: Ticket, cancel: threading.Event) -> Iterator[int]:
        """How many are ahead in the line, told whenever it changes; ends once let in, or when `cancel` is set."""
        told = None
        while (ahead := self._ahead(ticket, told, cancel)) is not None:
            told = ahead
            yield ahead

    def wake(self) -> None:
        """Let those who wait look at their `cancel` now."""
        with self._changed:
            self._changed.notify_all()

    def leave(self, ticket: Ticket) -> None:
        """Give back the place, or the hope of one. Calling it twice is fine."""
        with self._changed:
            if ticket in self._inside:
                self._now += 1 / len({one.party for one in (*self._inside, *self._line)})
                self._inside.remove(ticket)
            elif ticket in self._line:
                self._line.remove(ticket)
            self._admit()

    @property
    def length(self) -> int:
        """How many wait."""
        with self._changed:
            return len(self._line)

    def _ahead(self, ticket: Ticket, told: int | None, cancel: threading.Event) -> int | None:
        with self._changed:
            while not cancel.is_set() and ticket in self._line:
                if (ahead := self._line.index(ticket)) != told:
                    return ahead
                self._changed.wait(LOOK)
        return None

    def _admit(self) -> None:
        while self._line and len(self._inside) < self.places:
            ticket = self._line.pop(0)
            ticket.admitted = True
            self._inside.append(ticket)
            self._now = max(self._now, ticket.rank[0])
        self._ends = {party: end for party, end in self._ends.items() if end > self._now}
        self._changed.notify_all()
