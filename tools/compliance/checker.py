"""The check itself: restore, match, exempt, judge."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path

from models.types import Compliance, Finding, Verdict
from tools.compliance import explaining, requests, rewriting
from tools.compliance.industry import Industries
from tools.compliance.phonetics import Phonetics
from tools.compliance.rules import BUILT_IN, Rule, load_rules, read_yaml
from tools.compliance.text import Folder, Text
from tools.compliance.variants import Decoder


class Checker:
    """Rules compiled for use. Build it with `Checker.load`; it has no state that a check changes."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self.rules = {rule.id: rule for rule in rules}
        variants = read_yaml(BUILT_IN / "variants.yaml")
        self.industries = Industries(read_yaml(BUILT_IN / "industries.yaml"))
        pairs = variants["characters"].split()
        self._fold = Folder({pair[0]: pair[1] for pair in pairs})
        words = (word for rule in self.rules.values() for word in rule.words if len(word) > 1)
        self._decode = Decoder(words, Phonetics(), variants["split"], variants["latin"])
        self._always = [rule for rule in self.rules.values() if rule.anchors is None]
        self._by_anchor: dict[str, list[Rule]] = {}
        for rule in self.rules.values():
            for char in rule.anchors or ():
                self._by_anchor.setdefault(char, []).append(rule)

    @classmethod
    def load(cls, folder: Path | None = None) -> Checker:
        """The built-in rules and those of `folder`; raises `RuleError` when a file cannot be read."""
        return cls(load_rules(folder))

    def check(self, title: str, industry: str | None = None) -> Compliance:
        """Judge a title of an industry (free text)."""
        text = self.restore(title)
        groups = self.industries.groups(industry)
        found = [finding for rule in self._candidates(text.chars) for finding in self._match(rule, text, title, groups)]
        return judge(found)

    def restore(self, title: str) -> Text:
        """The title folded and with disguised words written plainly."""
        return self._decode(self._fold(title))

    def rewrite(self, title: str, industry: str | None = None) -> str | None:
        """A legal version, the title itself when legal, or None."""
        return rewriting.rewrite(self, title, industry)

    def check_request(self, message: str, industry: str | None = None) -> Compliance:
        """Illegal claims that the message asks to make."""
        return self._requests.check(self, message, industry)

    def explain(self, compliance: Compliance) -> str:
        """The findings in Chinese."""
        return explaining.explain(compliance)

    @cached_property
    def _requests(self) -> requests.RequestReader:
        return requests.RequestReader(read_yaml(BUILT_IN / "request.yaml"))

    def _candidates(self, chars: str) -> list[Rule]:
        seen: dict[str, Rule] = {rule.id: rule for rule in self._always}
        for char in set(chars):
            for rule in self._by_anchor.get(char, ()):
                seen[rule.id] = rule
        return list(seen.values())

    def _match(self, rule: Rule, text: Text, title: str, groups: frozenset[str]) -> list[tuple[int, Finding]]:
        if not rule.applies(groups):
            return []
        return [
            (rule.weight, _finding(rule, match, text, title, groups))
            for match in rule.pattern.finditer(text.chars)
            if match.end() > match.start()
        ]


def judge(found: list[tuple[int, Finding]]) -> Compliance:
    """The verdict on weighted findings: violations first, by weight and place; one inside another is dropped."""
    ordered = sorted(found, key=lambda item: (item[1].exempt, -item[0], item[1].start, -item[1].end))
    kept: list[Finding] = []
    for _, finding in ordered:
        if not any(other.start <= finding.start and finding.end <= other.end for other in kept):
            kept.append(finding)
    if not kept:
        return Compliance(verdict=Verdict.CLEAN)
    return Compliance(verdict=Verdict.EXEMPT if kept[0].exempt else Verdict.VIOLATION, findings=tuple(kept))


def _finding(rule: Rule, match: re.Match[str], text: Text, title: str, groups: frozenset[str]) -> Finding:
    start, end = text.origin(match.start(), match.end())
    category, article = rule.category, rule.article
    for group, to in rule.shift.items():
        if group in groups:
            category, article = to
    excuse = next((item for item in rule.exempt if item.covers(match)), None)
    return Finding(
        span=title[start:end],
        start=start,
        end=end,
        category=category,
        rule=rule.id,
        article=article,
        reason=excuse.why if excuse else rule.reason,
        rewrite=None if excuse or rule.rewrite is None else match.expand(rule.rewrite),
        exempt=excuse is not None,
    )
