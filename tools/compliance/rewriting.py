"""Makes a legal title of an illegal one by replacing words or dropping clauses; never invents."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from models.types import Compliance, Finding, Verdict

if TYPE_CHECKING:
    from tools.compliance.checker import Checker

_PIECES = re.compile(r"[^，,。！!？?；;：:、\s]+[，,。！!？?；;：:、\s]*")
_EDGES = "，,。；;：:、 "
_SHORTEST = 5  # characters a title needs to say something


def rewrite(checker: Checker, title: str, industry: str | None) -> str | None:
    """The title when legal, else the first legal candidate (words replaced, clauses dropped), else None."""
    compliance = checker.check(title, industry)
    if compliance.verdict is not Verdict.VIOLATION:
        return title
    if any(f.rule in checker.rules and checker.rules[f.rule].fatal for f in compliance.findings if not f.exempt):
        return None
    for candidate in _candidates(title, compliance):
        if len(candidate) >= _SHORTEST and checker.check(candidate, industry).verdict is not Verdict.VIOLATION:
            return candidate
    return None


def _candidates(title: str, compliance: Compliance) -> Iterator[str]:
    broken = sorted((f for f in compliance.findings if not f.exempt), key=lambda f: f.start)
    if all(f.rewrite for f in broken):
        yield _replaced(title, broken)
    pieces = list(_PIECES.finditer(title))
    kept = [p[0] for p in pieces if not any(f.start < p.end() and p.start() < f.end for f in broken)]
    yield "".join(kept).strip(_EDGES)


def _replaced(title: str, findings: list[Finding]) -> str:
    parts: list[str] = []
    done = 0
    for finding in findings:
        if finding.start >= done:
            parts += [title[done : finding.start], finding.rewrite or ""]
            done = finding.end
    return "".join([*parts, title[done:]])
