"""Rules as data: how a YAML file of rules is read, checked and compiled."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from tools.compliance.anchors import anchors
from tools.compliance.excuses import Exemption, exemptions, read_principles
from tools.compliance.terms import expand, groups

BUILT_IN = Path(__file__).parent / "rules"
SHARED = frozenset(
    f"{name}.yaml"
    for name in ("terms", "principles", "industries", "variants", "request", "rewrites", "instead", "paraphrase")
)
CATEGORIES = frozenset(
    {
        *("absolute", "medical_term", "uncited_data", "education", "finance", "medical_guarantee", "false"),
        *("disparage", "alcohol", "realestate", "state", "superstition", "gambling", "drug", "vulgar", "tobacco"),
        *("minor", "discrimination", "breastmilk"),
    }
)


class RuleError(ValueError):
    """A rule file that cannot be used; the message names the file, the rule and what to correct."""


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
    return groups(read_yaml(BUILT_IN / "terms.yaml"))


def load_rules(folder: Path | None = None) -> tuple[Rule, ...]:
    """All built-in rules, then those of `folder` (a rule there replaces the built-in one of the same id)."""
    terms = load_terms()
    principles = read_principles(read_yaml(BUILT_IN / "principles.yaml"), terms)
    rules = {rule.id: rule for path in _files(BUILT_IN) for rule in _read(path, terms, principles)}
    if folder is not None:
        if not folder.is_dir():
            raise RuleError(f"rule folder {folder} does not exist")
        rules |= {rule.id: rule for path in _files(folder) for rule in _read(path, terms, principles)}
    return tuple(rules.values())


def _files(folder: Path) -> list[Path]:
    return [path for path in sorted(folder.glob("*.yaml")) if path.name not in SHARED]


Principles = Mapping[str, tuple[Exemption, ...]]


def _read(path: Path, terms: Mapping[str, str], principles: Principles) -> Iterator[Rule]:
    content = read_yaml(path)
    if not isinstance(content, dict) or not isinstance(content.get("rules"), list):
        raise RuleError(f"{path.name} needs a list named rules")
    common = {key: value for key, value in content.items() if key not in {"rules", "terms"}}
    terms = {**terms, **groups(content.get("terms", {}))}
    for number, entry in enumerate(content["rules"], 1):
        try:
            exempt = exemptions([*entry.get("exempt", []), *common.get("exempt", [])], terms)
            named = [_principle(name, principles) for name in (*entry.get("excused", ()), *common.get("excused", ()))]
            yield _rule(common | entry, exempt + sum(named, ()), terms)
        except (KeyError, TypeError, ValueError, re.error) as error:
            name = entry.get("id", number) if isinstance(entry, dict) else number
            raise RuleError(f"{path.name}, rule {name}: {error!r}") from error


def _principle(name: str, principles: Principles) -> tuple[Exemption, ...]:
    if name not in principles:
        raise ValueError(f"unknown principle {name}, choose of {', '.join(principles)}")
    return principles[name]


def _rule(entry: Mapping[str, Any], exempt: tuple[Exemption, ...], terms: Mapping[str, str]) -> Rule:
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
        exempt=exempt,
        weight=int(entry.get("weight", 5)),
        only=frozenset(entry.get("only", ())),
        never=frozenset(entry.get("never", ())),
        shift={group: (to["category"], str(to["article"])) for group, to in entry.get("shift", {}).items()},
        fatal=bool(entry.get("fatal", False)),
        illegal=tuple(map(str, entry.get("illegal", ()))),
        legal=tuple(map(str, entry.get("legal", ()))),
    )
