"""Reads a user's message for illegal claims that it asks to put into titles."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from models.text import fold
from models.types import Compliance, Finding, Verdict

if TYPE_CHECKING:
    from tools.compliance.checker import Checker

_QUOTED = re.compile(r"[“\"「『‘']([^”\"」』’']+)[”\"」』’']")
_CLAUSE = re.compile(r"[^,，。！!？?；;\n]+")


class RequestReader:
    """Tells a claim to be made from one to be avoided and from talk about the titles themselves."""

    def __init__(self, patterns: Mapping[str, str]) -> None:
        self._avoid = re.compile(patterns["avoid"])
        self._ask = re.compile(patterns["ask"])
        self._about_titles = re.compile(patterns["about_titles"])

    def check(self, checker: Checker, message: str, industry: str | None) -> Compliance:
        """Violations only, with spans in `message`; clean when nothing illegal is asked for."""
        found = [f for f in checker.check(message, industry).findings if not f.exempt]
        wanted = tuple(f for f in found if self._is_wanted(f, message))
        return Compliance(verdict=Verdict.VIOLATION if wanted else Verdict.CLEAN, findings=wanted)

    def _is_wanted(self, finding: Finding, message: str) -> bool:
        quoted = any(q.start(1) <= finding.start < q.end(1) for q in _QUOTED.finditer(message))
        if self._is_avoided(finding.start, message):
            return False
        if quoted or finding.category != "absolute":
            return True
        return not self._is_about_titles(finding, message)

    def _is_avoided(self, place: int, message: str) -> bool:
        """Whether the last instruction before `place`, in its clause, is to leave something out."""
        outside = _QUOTED.sub(lambda quote: "“" + "·" * (len(quote[0]) - 2) + "”", message)
        clause = next((c for c in _CLAUSE.finditer(outside) if c.start() <= place < c.end()), None)
        if clause is None:
            return False
        before = fold(outside[clause.start() : place])
        avoids = [match.end() for match in self._avoid.finditer(before)]
        return bool(avoids)

    def _is_about_titles(self, finding: Finding, message: str) -> bool:
        folded = fold(message)
        return any(match.start() <= finding.start < match.end() for match in self._about_titles.finditer(folded))
