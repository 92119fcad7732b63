"""Makes a legal title of an illegal one: legal words for illegal ones first, then without the illegal clauses."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from models.types import Compliance, Finding, Verdict
from tools.compliance.checker import Checker
from tools.compliance.rules import BUILT_IN, load_terms, read_yaml
from tools.compliance.terms import expand

_PIECES = re.compile(r"[^，,。！!？?；;：:\s]+[，,。！!？?；;：:\s]*")
_EDGES = "，,。；;：:、 "
_DANGLING = re.compile(r"^[的了就都也和与是，,]+|[的和与，,：:]+$")
_HALF = re.compile(r"[，,。！!？?；;：:]\s*[的了和与]|^[的了]|[的和与](?:[，,。！!？?]|$)")
# Where a wrong word spoils a title; elsewhere the whole idea is illegal, and what remains would mean nothing.
MENDABLE = frozenset({"absolute", "medical_term", "uncited_data", "state", "own", "house"})
Check = Callable[[str], Compliance]
_SHORTEST = 6  # characters a title needs to say something


@dataclass(frozen=True, slots=True)
class Swap:
    """A legal wording for an illegal one."""

    find: re.Pattern[str]
    put: str


@dataclass(frozen=True, slots=True)
class _Change:
    start: int
    end: int
    put: str


@lru_cache(maxsize=1)
def load_swaps() -> tuple[Swap, ...]:
    """The legal wordings, in the order in which they are tried."""
    terms = load_terms()
    entries = read_yaml(BUILT_IN / "rewrites.yaml")
    return tuple(Swap(re.compile(expand(entry["find"], terms)), entry["put"]) for entry in entries)


def rewrite(checker: Checker, title: str, industry: str | None, check: Check | None = None) -> str | None:
    """The title when legal, else the first candidate that is (words swapped, clauses dropped, both), else None.

    `check` says what is legal, when that is more than the checker's rules.
    """
    check = check or (lambda text: checker.check(text, industry))
    compliance = check(title)
    if compliance.verdict is not Verdict.VIOLATION:
        return title
    broken = [finding for finding in compliance.findings if not finding.exempt]
    if any(finding.rule in checker.rules and checker.rules[finding.rule].fatal for finding in broken):
        return None
    for candidate in candidates(checker, title, compliance, industry):
        if len(candidate) >= _SHORTEST and check(candidate).verdict is not Verdict.VIOLATION:
            return candidate
    return None


def candidates(checker: Checker, title: str, compliance: Compliance, industry: str | None) -> Iterator[str]:
    """Versions to try, the closest to the title first; not checked yet."""
    if any(finding.category not in MENDABLE for finding in compliance.findings if not finding.exempt):
        return
    swapped = _swapped(checker, title, compliance)
    if not _HALF.search(swapped):
        yield swapped
    yield _without(title, compliance)
    if swapped != title:
        yield _without(swapped, checker.by_rules(swapped, industry))


def _swapped(checker: Checker, title: str, compliance: Compliance) -> str:
    """The title with swaps applied where they touch a violation; disguised words count as what they mean."""
    text = checker.restore(title)
    broken = [finding for finding in compliance.findings if not finding.exempt]
    changes = [_Change(one.start, one.end, one.rewrite) for one in broken if one.category == "house" and one.rewrite]
    for swap in load_swaps():
        for match in swap.find.finditer(text.chars):
            change = _Change(*text.origin(match.start(), match.end()), match.expand(swap.put))
            if any(_overlap(change, other) for other in broken) and not any(_overlap(change, c) for c in changes):
                changes.append(change)
    for change in sorted(changes, key=lambda change: -change.start):
        title = title[: change.start] + change.put + title[change.end :]
    return title.strip(_EDGES)


def _overlap(change: _Change, other: Finding | _Change) -> bool:
    return change.start < other.end and other.start < change.end


def _without(title: str, compliance: Compliance) -> str:
    """The title without the clauses that hold a violation."""
    broken = [finding for finding in compliance.findings if not finding.exempt]
    kept = [
        piece[0]
        for piece in _PIECES.finditer(title)
        if not any(finding.start < piece.end() and piece.start() < finding.end for finding in broken)
    ]
    return _DANGLING.sub("", "".join(kept).strip(_EDGES))
