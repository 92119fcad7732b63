"""What accounts and their products are called, for finding the names in a text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import takewhile

from models.text import fold

SHORTEST = 2  # characters: a single one names nobody


class Names:
    """Folded names and who holds them: those of accounts, of products, and what both begin with (a brand).

    A text is searched in time that depends on its length and not on the number of accounts.
    """

    def __init__(self, called: Iterable[tuple[str, str, Iterable[str]]]) -> None:
        """`called` has (account id, its name, its products' names)."""
        self._held: dict[str, tuple[str, ...]] = {}
        holders: defaultdict[str, set[str]] = defaultdict(set)
        for account, name, products in called:
            folded = [fold(one).strip() for one in (name, *products)]
            brands = [_begun(folded[0], product) for product in folded[1:]]
            self._held[account] = tuple(one for one in dict.fromkeys([*folded, *brands]) if len(one) >= SHORTEST)
            for one in self._held[account]:
                holders[one].add(account)
        self._holders: Mapping[str, frozenset[str]] = {name: frozenset(who) for name, who in holders.items()}
        self._lengths = sorted({len(name) for name in self._holders})

    def of(self, account: str) -> tuple[str, ...]:
        """What an account and its products are called; nothing for an unknown one."""
        return self._held.get(account, ())

    def found_in(self, text: str) -> Iterator[tuple[str, frozenset[str]]]:
        """(name, account ids that hold it) for every place in `text` where a name stands."""
        folded = fold(text)
        for length in self._lengths:
            for start in range(len(folded) - length + 1):
                if (holders := self._holders.get(folded[start : start + length])) is not None:
                    yield folded[start : start + length], holders


def _begun(one: str, other: str) -> str:
    """What both begin with."""
    same = takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False))
    return "".join(char for char, _ in same)
