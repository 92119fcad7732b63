"""Free-text industries mapped to the groups that rules name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

MOST_KNOWN = 10_000  # industries remembered


class Industries:
    """Groups by the words that name them; an industry may belong to several, or to none."""

    def __init__(self, table: Mapping[str, Sequence[str]]) -> None:
        self._table = {group: tuple(words) for group, words in table.items()}
        self._known: dict[str, frozenset[str]] = {}

    @property
    def names(self) -> tuple[str, ...]:
        """All groups there are."""
        return tuple(self._table)

    def groups(self, industry: str | None) -> frozenset[str]:
        """The groups whose words occur in `industry`; unknown or None gives none."""
        if not industry:
            return frozenset()
        known = self._known.get(industry)
        if known is None:
            known = self._find(industry)
            if len(self._known) < MOST_KNOWN:
                self._known[industry] = known
        return known

    def _find(self, industry: str) -> frozenset[str]:
        folded = industry.lower()
        return frozenset(group for group, words in self._table.items() if any(word in folded for word in words))
