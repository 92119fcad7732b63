"""Rules as data: how a YAML file of rules is read, checked and compiled."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from tools.compliance.anchors import Grams, anchors
from tools.compliance.matching import Match
from tools.compliance.rewriting import Swap

BUILT_IN = Path(__file__).parent / "rules"
SHARED = ("terms.yaml", "industries.yaml", "variants.yaml", "request.yaml", "rewrites.yaml", "instead.yaml")
CATEGORIES = frozenset(
    {
        *("absolute", "medical_term", "uncited_data", "education", "finance", "medical_guarantee", "false"),
        *("disparage", "alcohol", "realestate", "state", "superstition", "gambling", "drug", "vulgar", "tobacco"),
        *("minor", "discrimination", "breastmilk"),
    }
)
_REACH = 24  # characters in front of a finding in which an excuse may begin
_OPENED = '[“「『‘"][^，,。!?”」]{0,4}'  # an excuse also holds for what it quotes
_CLOSED = '[^，,。!?“「]{0,4}[”」』’"]'
_MACRO = re.compile(r"\{([^\W\d]\w*)\}")


class RuleError(ValueError):
    """A rule file that cannot be used; the message names the file, the rule and what to correct."""


@dataclass(frozen=True, slots=True)
class Exemption:
    """A use that the law allows. `where` says what the pattern is matched on.

    `pattern`: the text, covering a finding that it overlaps; `anywhere`: the text, covering every finding;
    `before` and `after`: what stands in front of or behind the finding, up to it.
    """

    pattern: re.Pattern[str]
    why: str
    where: str
    needs: tuple[Grams, ...]

    def covers(self, match: Match) -> bool:
        """Whether a finding is such a use."""
        chars, start, end = match.string, match.start, match.end
        if any(grams.isdisjoint(match.grams) for grams in self.needs):
            return False
        if self.where == "anywhere":
            return self.pattern.search(chars) is not None
        if self.where == "after":
            return self.pattern.match(chars, end) is not None
        if self.where == "before":
            return self.pattern.search(chars, max(0, start - _REACH), start) is not None
        return any(found.start() < end and start < found.end() for found in self.pattern.finditer(chars))


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that a title may not say, and what excuses it.

    `plain` are words that nobody disguises; `illegal` and `legal` are examples that `trial.py` checks.
    """

    id: str
    category: str
    article: str
    patterns: tuple[str, ...]
    words: tuple[str, ...]
    plain: tuple[str, ...]
    disguised: tuple[str, ...]
    reason: str
    rewrite: str | None
    exempt: tuple[Exemption, ...]
    weight: int
    only: frozenset[str]
    never: frozenset[str]
    shift: Mapping[str, tuple[str, str]]
    fatal: bool
    illegal: tuple[str, ...]
    legal: tuple[str, ...]

    def applies(self, groups: frozenset[str]) -> bool:
        """Whether the rule holds for an industry of these groups."""
        return not (self.never & groups) and (not self.only or bool(self.only & groups))


def read_yaml(path: Path) -> Any:
    """The content of a YAML file; raises `RuleError` with file and line when it is not YAML."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        return yaml.load(path.read_text("utf-8"), Loader=loader)
    except yaml.YAMLError as error:
        raise RuleError(f"{path.name} is not valid YAML: {error}") from error


def load_terms() -> dict[str, str]:
    """The lists that patterns use, each as one group."""
    return _terms(read_yaml(BUILT_IN / "terms.yaml"))


def _terms(lists: Mapping[str, list[str] | str]) -> dict[str, str]:
    return {name: _alternatives(words) for name, words in lists.items()}


def load_swaps() -> tuple[Swap, ...]:
    """Legal wordings for illegal ones, in the order in which they are tried."""
    terms = load_terms()
    entries = read_yaml(BUILT_IN / "rewrites.yaml")
    return tuple(Swap(re.compile(expand(entry["find"], terms)), entry["put"]) for entry in entries)


def load_rules(folder: Path | None = None) -> tuple[Rule, ...]:
    """All built-in rules, then those of `folder` (a rule there replaces the built-in one of the same id)."""
    terms = load_terms()
    rules = {rule.id: rule for path in _files(BUILT_IN) for rule in _read(path, terms)}
    if folder is not None:
        if not folder.is_dir():
            raise RuleError(f"rule folder {folder} does not exist")
        rules |= {rule.id: rule for path in _files(folder) for rule in _read(path, terms)}
    return tuple(rules.values())


def _files(folder: Path) -> list[Path]:
    return [path for path in sorted(folder.glob("*.yaml")) if path.name not in SHARED]


def _alternatives(words: list[str] | str) -> str:
    """A term list as one group; the longest first, so that the longest wins. A string is a pattern as it stands."""
    if isinstance(words, str):
        return words
    return "(?:" + "|".join(sorted((str(word) for word in words), key=len, reverse=True)) + ")"


def _read(path: Path, terms: Mapping[str, str]) -> Iterator[Rule]:
    content = read_yaml(path)
    if not isinstance(content, dict) or not isinstance(content.get("rules"), list):
        raise RuleError(f"{path.name} needs a list named rules")
    common = {key: value for key, value in content.items() if key not in {"rules", "terms"}}
    terms = {**terms, **_terms(content.get("terms", {}))}
    for number, entry in enumerate(content["rules"], 1):
        try:
            yield _rule(common | entry, [*entry.get("exempt", []), *common.get("exempt", [])], terms)
        except (KeyError, TypeError, ValueError, re.error) as error:
            name = entry.get("id", number) if isinstance(entry, dict) else number
            raise RuleError(f"{path.name}, rule {name}: {error!r}") from error


def _rule(entry: Mapping[str, Any], exempt: list[dict[str, Any]], terms: Mapping[str, str]) -> Rule:
    if entry["category"] not in CATEGORIES:
        raise ValueError(f"unknown category {entry['category']}, choose one of {', '.join(sorted(CATEGORIES))}")
    words, plain = (tuple(map(str, entry.get(key, ()))) for key in ("words", "plain"))
    patterns = tuple(expand(pattern, terms) for pattern in entry.get("patterns", ()))
    if not words and not plain and not patterns:
        raise ValueError("needs patterns, words or plain")
    for pattern in patterns:
        anchors(pattern)  # parses it, and so finds what is not a pattern; compiling waits until it is needed
    return Rule(
        id=entry["id"],
        category=entry["category"],
        article=str(entry["article"]),
        patterns=patterns,
        words=words,
        plain=plain,
        disguised=tuple(map(str, entry.get("disguised", ()))),
        reason=entry["reason"],
        rewrite=entry.get("rewrite"),
        exempt=tuple(_exemption(item, terms) for item in exempt),
        weight=int(entry.get("weight", 5)),
        only=frozenset(entry.get("only", ())),
        never=frozenset(entry.get("never", ())),
        shift={group: (to["category"], str(to["article"])) for group, to in entry.get("shift", {}).items()},
        fatal=bool(entry.get("fatal", False)),
        illegal=tuple(map(str, entry.get("illegal", ()))),
        legal=tuple(map(str, entry.get("legal", ()))),
    )


def _exemption(item: Mapping[str, Any], terms: Mapping[str, str]) -> Exemption:
    where = next(key for key in ("pattern", "anywhere", "before", "after") if key in item)
    given: str | list[str] = item[where]
    source = expand(given if isinstance(given, str) else "|".join(map(str, given)), terms)
    if where == "before":
        pattern = re.compile(f"(?:{source})(?:{_OPENED})?$")
    else:
        pattern = re.compile(f"(?:{_CLOSED})?(?:{source})" if where == "after" else source)
    return Exemption(pattern, item["why"], where, anchors(source))


def expand(pattern: str, terms: Mapping[str, str]) -> str:
    """Put the term lists in; a list may use another. Raises `ValueError` naming a list that does not exist."""
    while found := _MACRO.search(pattern):
        if found[1] not in terms:
            raise ValueError(f"unknown list {{{found[1]}}}; known: {', '.join(sorted(terms))}")
        pattern = pattern[: found.start()] + terms[found[1]] + pattern[found.end() :]
    return pattern
