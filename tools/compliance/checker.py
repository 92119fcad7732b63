"""The check itself: restore, match, exempt, judge."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from models.types import Compliance, Finding, Verdict
from tools.compliance.anchors import grams
from tools.compliance.excuses import Exemption
from tools.compliance.industry import Industries
from tools.compliance.learned import Hint, Look
from tools.compliance.matching import Index, Match
from tools.compliance.phonetics import Phonetics
from tools.compliance.rules import BUILT_IN, Rule, load_rules, read_yaml
from tools.compliance.second import ARTICLES, REASON, RULE, SecondLook, load_second_look
from tools.compliance.text import Folder, Text
from tools.compliance.variants import Decoder

CLEAN = Compliance(verdict=Verdict.CLEAN)
# A symbol between two characters of a word: nobody hides an innocent name or number, so names and grades do not excuse.
_DISGUISED = re.compile(
    "[\u4e00-\u9fff][^\\w\\s，。！？；：、,.!?;:%“”‘’\"'《》〈〉（）()【】「」『』/~～…+&@#|｜]+[\u4e00-\u9fff]"
)


class Checker:
    """Rules compiled for use. Build it with `Checker.load`; it has no state that a check changes."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self.rules = {rule.id: rule for rule in rules}
        variants = read_yaml(BUILT_IN / "variants.yaml")
        self._instead: dict[str, str] = read_yaml(BUILT_IN / "instead.yaml")
        self.industries = Industries(read_yaml(BUILT_IN / "industries.yaml"))
        pairs = variants["characters"].split()
        self.fold = Folder({pair[0]: pair[1] for pair in pairs})
        words: Iterable[str] = (
            word for rule in self.rules.values() for word in (*rule.words, *rule.disguised) if len(word) > 1
        )
        diseases = (str(word) for word in read_yaml(BUILT_IN / "terms.yaml")["disease"] if len(word) > 1)
        words = [*words, *variants["lexicon"].split(), *diseases]
        self._phonetics, self._split = Phonetics(), variants["split"]
        self._decode = Decoder(words, self._phonetics, self._split, variants["latin"])
        self._excuses = _shared_excuses(self.rules.values())
        self._index = _index(self.rules.values())
        self._house = _index(())
        self._decode_house: Decoder | None = None
        self._off: frozenset[str] = frozenset()

    @classmethod
    def load(cls, folder: Path | None = None) -> Checker:
        """The built-in rules and those of `folder`; raises `RuleError` when a file cannot be read."""
        return cls(load_rules(folder))

    def amended(self, off: Iterable[str], rules: Iterable[Rule]) -> Checker:
        """This checker without the rules of the ids `off`, and with more `rules`; quick, as all else is shared."""
        rules = list(rules)
        made = copy.copy(self)
        made.rules = self.rules | {rule.id: rule for rule in rules}
        made._off, made._house = frozenset(off), _index(rules)
        words = [word for rule in rules for word in rule.words if len(word) > 1]
        made._decode_house = self.decoder(words) if words else None
        return made

    def with_only(self, rules: Iterable[Rule]) -> Checker:
        """A checker of these rules alone."""
        made = self.amended((), rules)
        made._index = _index(())
        return made

    @property
    def is_amended(self) -> bool:
        """Whether it knows rules that the built-in ones have not."""
        return bool(self._house)

    def check(self, title: str, industry: str | None = None) -> Compliance:
        """Judge a title of an industry (free text): the rules, and the learned second look beside them."""
        return self.check_many((title,), (industry,))[0]

    def check_many(self, titles: Sequence[str], industries: Sequence[str | None]) -> list[Compliance]:
        """Judge titles, each of its industry, in their order; the second look takes all at once."""
        looks = [self.look(title, industry) for title, industry in zip(titles, industries, strict=True)]
        matched = [self._match(look.text, title, look.groups) for look, title in zip(looks, titles, strict=True)]
        judged = [judge(found) for found, _waived in matched]
        if (model := load_second_look()) is None or RULE in self._off:
            return judged
        # Where a rule was switched off, somebody answers for what it would have said: nothing else guesses it again.
        asked = [
            place for place, found in enumerate(judged) if found.verdict != Verdict.VIOLATION and not matched[place][1]
        ]
        for place, score in zip(asked, model.scores([looks[place] for place in asked]), strict=True):
            if score is not None:
                judged[place] = self._second(model, judged[place], looks[place], score, titles[place])
        return judged

    def _second(self, model: SecondLook, by_rules: Compliance, look: Look, score: float, title: str) -> Compliance:
        """What the rules say, who found no violation, unless the second look does."""
        if score < (model.bars.excused if by_rules.findings else model.bars.silent):
            return by_rules
        hint = model.hint(look)
        if not by_rules.findings and self._excused(hint, look.text):
            return by_rules
        return _from_hint(hint, look.text, title, self._instead[hint.category])

    def look(self, title: str, industry: str | None = None) -> Look:
        """What the second look is given of a title."""
        return Look(self.restore(title), self.industries.groups(industry), industry)

    def by_rules(self, title: str, industry: str | None = None) -> Compliance:
        """Judge by the rules alone."""
        return judge(self._match(self.restore(title), title, self.industries.groups(industry))[0])

    def restore(self, title: str) -> Text:
        """The title folded and with disguised words written plainly."""
        text = self._decode(self.fold(title))
        return self._decode_house(text) if self._decode_house else text

    def decoder(self, words: Iterable[str]) -> Decoder:
        """Restores disguises of other words than those of the rules, in the same way; for folded text."""
        return Decoder(words, self._phonetics, self._split, {})

    def _excused(self, hint: Hint, text: Text) -> bool:
        """Whether what excuses every rule of the hint's category excuses the hint."""
        match = Match(text.chars, hint.start, hint.end, grams(text.chars))
        return any(item.covers(match) for item in self._excuses.get(hint.category, ()))

    def _match(self, text: Text, title: str, groups: frozenset[str]) -> tuple[list[Finding], bool]:
        """Findings, the weightiest first, and whether a rule that is switched off would have found something.

        What lies inside a violation found before is left out.
        """
        matches = [(self.rules[key], match) for key, match in self._index.matches(text.chars)]
        if self._house:
            matches += [(self.rules[key], match) for key, match in self._house.matches(text.chars)]
        waived = False
        if self._off:
            waived = any(
                not _finding(rule, match, text, title, groups, self._instead).exempt
                for rule, match in matches
                if rule.id in self._off and rule.applies(groups)
            )
            matches = [item for item in matches if item[0].id not in self._off]
        matches.sort(key=lambda item: (-item[0].weight, item[1].start, -item[1].end, item[0].id))
        found: list[Finding] = []
        done: list[Match] = []
        for rule, match in matches:
            inside = any(other.start <= match.start and match.end <= other.end for other in done)
            if inside or not rule.applies(groups):
                continue
            finding = _finding(rule, match, text, title, groups, self._instead)
            found.append(finding)
            if not finding.exempt:
                done.append(match)
        return found, waived


@lru_cache(maxsize=8)
def load_checker(rules: Path | None = None) -> Checker:
    """The checker with the built-in rules, plus the `*.yaml` files of the folder `rules` when given.

    Raises `RuleError` naming the file and the rule when a rule cannot be read.
    """
    return Checker.load(rules)


def _index(rules: Iterable[Rule]) -> Index:
    return Index((rule.id, rule.words + rule.plain, rule.patterns) for rule in rules)


def _shared_excuses(rules: Iterable[Rule]) -> dict[str, tuple[Exemption, ...]]:
    """By category, the exemptions that all its rules have in common, in their order; rules without any do not count."""
    shared: dict[str, tuple[Exemption, ...]] = {}
    for rule in rules:
        if rule.exempt:
            known = shared.get(rule.category, rule.exempt)
            shared[rule.category] = tuple(item for item in known if item in rule.exempt)
    return shared


def _from_hint(hint: Hint, text: Text, title: str, instead: str) -> Compliance:
    start, end = text.origin(hint.start, hint.end)
    finding = Finding(
        span=title[start:end],
        start=start,
        end=end,
        category=hint.category,
        rule=RULE,
        article=ARTICLES[hint.category],
        reason=REASON,
        rewrite=instead,
    )
    return Compliance(verdict=Verdict.VIOLATION, findings=(finding,))


def judge(found: list[Finding]) -> Compliance:
    """The verdict on findings in order of weight: violations come first, then exempt uses that stand alone."""
    kept: list[Finding] = []
    for finding in sorted(found, key=lambda item: item.exempt):
        if not any(other.start <= finding.start and finding.end <= other.end for other in kept):
            kept.append(finding)
    if not kept:
        return CLEAN
    return Compliance(verdict=Verdict.EXEMPT if kept[0].exempt else Verdict.VIOLATION, findings=tuple(kept))


def _finding(
    rule: Rule, match: Match, text: Text, title: str, groups: frozenset[str], instead: Mapping[str, str]
) -> Finding:
    start, end = text.origin(match.start, match.end)
    category, article = rule.category, rule.article
    for group, to in rule.shift.items():
        if group in groups:
            category, article = to
    span = title[start:end]
    hidden = len(span) > match.end - match.start and bool(_DISGUISED.search(span))
    excuse = next(
        (item for item in rule.exempt if not (hidden and item.where == "pattern") and item.covers(match)), None
    )
    return Finding(
        span=span,
        start=start,
        end=end,
        category=category,
        rule=rule.id,
        article=article,
        reason=excuse.why if excuse else rule.reason,
        rewrite=None if excuse else rule.rewrite or instead.get(category),
        exempt=excuse is not None,
    )
