"""Reads a user's message for illegal claims that it asks to put into titles."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from models.text import fold
from models.types import Compliance, Finding, Verdict
from tools.compliance.checker import Checker
from tools.compliance.own import find
from tools.compliance.rules import BUILT_IN, read_yaml

_QUOTED = re.compile(r"“([^”]+)”|\"([^\"]+)\"|「([^」]+)」|『([^』]+)』|‘([^’]+)’")
_WHETHER = re.compile(r"[行吗嘛么]|可以|合规|违[规法]")
_CLAUSE = re.compile(r"[^,，。！!？?；;\n]+")


class RequestReader:
    """Tells a claim to be made from one to be avoided and from talk about the titles themselves."""

    def __init__(self, patterns: Mapping[str, Sequence[str]]) -> None:
        self._avoid, self._ask, self._taken_out, self._about_titles = (
            re.compile("|".join(patterns[name])) for name in ("avoid", "ask", "taken_out", "about_titles")
        )

    def check(self, checker: Checker, message: str, industry: str | None) -> Compliance:
        """Violations only, with spans in `message`; clean when nothing illegal is asked for."""
        found: list[Finding] = []
        for start, end in self._parts(message):
            for finding in _moved(checker.by_rules(message[start:end], industry), start):
                if not finding.exempt and self._is_wanted(finding, message):
                    found.append(finding)
        found.sort(key=lambda finding: (finding.start, -finding.end))
        wanted = [f for i, f in enumerate(found) if not any(o.start <= f.start and f.end <= o.end for o in found[:i])]
        return Compliance(verdict=Verdict.VIOLATION if wanted else Verdict.CLEAN, findings=tuple(wanted))

    def asked_for(self, message: str, words: Sequence[str]) -> list[Finding]:
        """The account's own words (`own.py`) that a message asks for; short ones are mostly said of something else."""
        return [
            finding
            for finding in find(message, words)
            if len(finding.span) >= _TELLING and self._is_wanted(finding, message) and self._is_asked(finding, message)
        ]

    def _is_asked(self, finding: Finding, message: str) -> bool:
        """Whether a word of asking stands before a finding in its clause."""
        clause = next(c for c in _CLAUSE.finditer(message) if c.start() <= finding.start < c.end())
        return self._ask.search(fold(message[clause.start() : finding.start])) is not None

    def _parts(self, message: str) -> list[tuple[int, int]]:
        """The message, its quotes, and what follows a word of asking: an excuse counts only within its part."""
        quoted = [(quote.start() + 1, quote.end() - 1) for quote in _QUOTED.finditer(message)]
        asked = [
            (clause.start() + match.end(), clause.end())
            for clause in _CLAUSE.finditer(message)
            for match in self._ask.finditer(clause[0])
        ]
        return [(0, len(message)), *quoted, *asked]

    def _is_wanted(self, finding: Finding, message: str) -> bool:
        quote = next((q for q in _QUOTED.finditer(message) if q.start() <= finding.start < q.end()), None)
        if self._is_avoided(finding, message, quote):
            return False
        return quote is not None or finding.category != "absolute" or self._is_claimed(finding, message)

    def _is_avoided(self, finding: Finding, message: str, quote: re.Match[str] | None) -> bool:
        """Whether the last instruction before the finding, in its clause, is to leave something out."""
        outside = _QUOTED.sub(lambda found: "“" + "·" * (len(found[0]) - 2) + "”", message)
        clause = next(c for c in _CLAUSE.finditer(outside) if c.start() <= finding.start < c.end())
        before = fold(outside[clause.start() : quote.start() if quote else finding.start])
        after = fold(outside[quote.end() if quote else finding.end : clause.end()])
        asked = max((match.end() for match in self._ask.finditer(before)), default=-1)
        avoided = max((match.start() for match in self._avoid.finditer(before)), default=-1)
        if not quote and not before.strip() and not (self._ask.search(after) or _WHETHER.search(after)):
            instruction = fold(outside[finding.start : finding.end])
            avoided = 0 if self._avoid.match(instruction) else avoided  # “不要打工人” is a title only when asked for
        if avoided >= 0 and not 0 <= avoided < asked - _SAME_INSTRUCTION:
            return True
        return self._taken_out.match(after) is not None

    def _is_claimed(self, finding: Finding, message: str) -> bool:
        """Whether a superlative speaks of the product: not of the titles, and in a long message only when asked for."""
        if any(m.start() <= finding.start < m.end() for m in self._about_titles.finditer(fold(message))):
            return False
        return len(message) <= _SHORT_MESSAGE or self._is_asked(finding, message)


@lru_cache(maxsize=1)
def load_reader() -> RequestReader:
    """The reader with the built-in patterns of asking and avoiding."""
    return RequestReader(read_yaml(BUILT_IN / "request.yaml"))


_TELLING = 4  # characters of a claim that nobody says by the way, unlike 第一 or 保证
_SHORT_MESSAGE = 40  # characters up to which a message is little else than its request
_SAME_INSTRUCTION = (
    8  # “不要写” is one instruction, “不要英文加上” two: characters from the word of avoiding to the asking's end
)


def _moved(compliance: Compliance, by: int) -> list[Finding]:
    return [f.model_copy(update={"start": f.start + by, "end": f.end + by}) for f in compliance.findings]
