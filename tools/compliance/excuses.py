"""Uses of a risky word that the law allows: those of a rule, and the principles that hold for many rules."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from tools.compliance.anchors import Grams, anchors
from tools.compliance.matching import Match
from tools.compliance.terms import expand, groups

_PLACES = ("pattern", "anywhere", "before", "after")
_REACH = 24  # characters in front of a finding in which an excuse may begin
_OPENED = '[“「『‘"][^，,。!?”」]{0,4}'  # an excuse also holds for what it quotes
_CLOSED = '[^，,。!?“「]{0,4}[”」』’"]'


@dataclass(frozen=True, slots=True)
class Exemption:
    """A use that the law allows. `where` says what the pattern is matched on.

    `pattern`: the text, covering a finding that it overlaps; `anywhere`: the text, covering every finding;
    `before` and `after`: what stands in front of or behind the finding, up to it. A text that holds `unless` makes the
    claim after all.
    """

    pattern: re.Pattern[str]
    why: str
    where: str
    needs: tuple[Grams, ...]
    unless: re.Pattern[str] | None

    def covers(self, match: Match) -> bool:
        """Whether a finding is such a use."""
        if any(grams.isdisjoint(match.grams) for grams in self.needs):
            return False
        return self._reaches(match) and (self.unless is None or self.unless.search(match.string) is None)

    def _reaches(self, match: Match) -> bool:
        chars, start, end = match.string, match.start, match.end
        if self.where == "anywhere":
            return self.pattern.search(chars) is not None
        if self.where == "after":
            return self.pattern.match(chars, end) is not None
        if self.where == "before":
            return self.pattern.search(chars, max(0, start - _REACH), start) is not None
        return any(found.start() < end and start < found.end() for found in self.pattern.finditer(chars))


def exemptions(items: Iterable[Mapping[str, Any]], terms: Mapping[str, str]) -> tuple[Exemption, ...]:
    """Compiled; raises `ValueError` when a list is unknown or an item has no place, `re.error` for a bad pattern."""
    return tuple(_exemption(item, terms) for item in items)


def read_principles(content: Mapping[str, Any], terms: Mapping[str, str]) -> dict[str, tuple[Exemption, ...]]:
    """The excuses of `principles.yaml` by the name under which rule files ask for them."""
    terms = {**terms, **groups(content.get("terms", {}))}
    return {name: exemptions(items, terms) for name, items in content.items() if name != "terms"}


def _exemption(item: Mapping[str, Any], terms: Mapping[str, str]) -> Exemption:
    where = next((place for place in _PLACES if place in item), None)
    if where is None:
        raise ValueError(f"an exemption needs one of {', '.join(_PLACES)}")
    given: str | list[str] = item[where]
    source = expand(given if isinstance(given, str) else "|".join(map(str, given)), terms)
    unless = expand(str(item["unless"]), terms) if "unless" in item else None
    return _compiled(source, str(item["why"]), where, unless)


@lru_cache(maxsize=1024)
def _compiled(source: str, why: str, where: str, unless: str | None) -> Exemption:
    shown = source
    if where == "before":
        shown = f"(?:{source})(?:{_OPENED})?$"
    elif where == "after":
        shown = f"(?:{_CLOSED})?(?:{source})"
    return Exemption(re.compile(shown), why, where, anchors(source), re.compile(unless) if unless else None)
