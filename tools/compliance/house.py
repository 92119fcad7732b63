"""Rules of the house: what operators add to the law, and which rules of the law they have switched off, and why.

Kept as one setting, so that every change has a who and a when, can be undone, and holds in every process at once.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from tools.compliance.checker import load_checker
from tools.compliance.excuses import exemptions
from tools.compliance.learned import RULE as LEARNED
from tools.compliance.rules import CATEGORIES, Rule
from tools.store.changes import ChangeLog

KEY = "law"
HOUSE = "house"
"""The category of what no article forbids; such rules have no article either."""

KINDS = (HOUSE, *sorted(CATEGORIES))
PREFIX = "house."
WEIGHT = 6  # of a finding, above most of the law's, so that the house's reason is read first
MOST_RULES, MOST_WORDS, LONGEST = 200, 500, 200
WIDE, MOST_REPEATS = 12, 2  # repeats that may go beyond WIDE: time grows with a title's length to their power


class WrongRule(ValueError):
    """A rule that cannot be kept or switched; the message is Chinese."""


class HouseRule(BaseModel):
    """A word list, a pattern, or both, which titles may not say.

    `words` are found in disguise too; `pattern` is a regular expression on folded text (half-width, lower case, without
    spaces and symbols). `industries` are groups of `industries.yaml`, none meaning all. A finding that touches one of
    `exempt` is allowed. Without an `article` no law is named.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    words: tuple[str, ...] = Field(default=(), max_length=MOST_WORDS)
    pattern: str = Field(default="", max_length=LONGEST)
    category: str = HOUSE
    industries: tuple[str, ...] = ()
    exempt: tuple[str, ...] = Field(default=(), max_length=MOST_WORDS)
    rewrite: str = Field(default="", max_length=60)
    reason: str = Field(min_length=1, max_length=100)
    article: str = Field(default="", pattern=r"^(\d{1,2}(\(\d{1,2}\))?)?$")
    on: bool = True

    @field_validator("category")
    @classmethod
    def _known(cls, value: str) -> str:
        if value not in KINDS:
            raise ValueError(f"没有这个类别：{value}")
        return value

    @field_validator("industries")
    @classmethod
    def _groups(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        unknown = sorted(set(value) - set(industries()))
        if unknown:
            raise ValueError(f"没有这个行业：{'、'.join(unknown)}")
        return value

    @field_validator("pattern")
    @classmethod
    def _safe(cls, value: str) -> str:
        try:
            repeats = _wide_repeats(importlib.import_module("re._parser").parse(value))
            empty = bool(value) and re.compile(value).match("") is not None
        except (re.error, RecursionError, OverflowError) as error:
            place = getattr(error, "pos", None)
            where = "" if place is None else f"（第 {place + 1} 个字附近）"
            raise ValueError(f"句式写得不对{where}") from error
        if repeats > MOST_REPEATS:
            raise ValueError(f"句式里超过 {WIDE} 次的重复最多 {MOST_REPEATS} 处，也不能一层套一层")
        if empty:
            raise ValueError("句式不能什么都不写也算命中")
        return value


class HouseLaw(BaseModel):
    """`rules` by name; `off`: the reason for each rule of the law that does not apply here."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    rules: Mapping[str, HouseRule] = {}
    off: Mapping[str, str] = {}


class HouseDesk:
    """Reads and keeps the rules of the house; every change is logged and can be undone by its number."""

    def __init__(self, log: ChangeLog) -> None:
        self._log = log

    def get(self) -> HouseLaw:
        """As operators last set them."""
        return HouseLaw.model_validate(self._log.get(KEY) or {})

    def put(self, name: str, rule: HouseRule, *, by: str) -> bool:
        """Add a rule, or replace the one of that name. False when it was so already. Raises WrongRule."""
        if not re.fullmatch(r"[\w\u4e00-\u9fff][\w\u4e00-\u9fff-]{0,29}", name):
            raise WrongRule("规则名用 1 到 30 个汉字、字母、数字、横线或下划线")
        law = self.get()
        if name not in law.rules and len(law.rules) >= MOST_RULES:
            raise WrongRule(f"最多 {MOST_RULES} 条自定规则")
        as_rule(name, rule)
        verb = "修改" if name in law.rules else "添加"
        return self._keep(law.model_copy(update={"rules": {**law.rules, name: rule}}), by, f"{verb}规则 {name}")

    def switch(self, name: str, on: bool, *, by: str) -> bool:
        """Turn one's own rule on or off. Raises WrongRule when there is none of that name."""
        law, rule = self.get(), self._own(name)
        rules = {**law.rules, name: rule.model_copy(update={"on": on})}
        return self._keep(law.model_copy(update={"rules": rules}), by, f"{'启用' if on else '停用'}规则 {name}")

    def drop(self, name: str, *, by: str) -> bool:
        """Take one's own rule away. Raises WrongRule when there is none of that name."""
        self._own(name)
        law = self.get()
        rules = {one: rule for one, rule in law.rules.items() if one != name}
        return self._keep(law.model_copy(update={"rules": rules}), by, f"删去规则 {name}")

    def waive(self, rule_id: str, reason: str, *, by: str) -> bool:
        """Let a rule of the law not apply here, for a reason. Raises WrongRule.

        The duty under the law stays with the operator.
        """
        if rule_id != LEARNED and rule_id not in load_checker().rules:
            raise WrongRule(f"没有规则 {rule_id}")
        if not reason.strip():
            raise WrongRule("停用法律规则要写明理由；遵守法律的责任仍在停用的一方")
        law = self.get()
        off = {**law.off, rule_id: reason.strip()[:LONGEST]}
        return self._keep(
            law.model_copy(update={"off": off}), by, f"停用法律规则 {rule_id}：{reason.strip()[:LONGEST]}"
        )

    def restore(self, rule_id: str, *, by: str) -> bool:
        """Let a rule of the law apply again. Raises WrongRule when it was not switched off."""
        law = self.get()
        if rule_id not in law.off:
            raise WrongRule(f"规则 {rule_id} 没有停用")
        off = {one: reason for one, reason in law.off.items() if one != rule_id}
        return self._keep(law.model_copy(update={"off": off}), by, f"恢复法律规则 {rule_id}")

    def _own(self, name: str) -> HouseRule:
        rule = self.get().rules.get(name)
        if rule is None:
            raise WrongRule(f"没有自定规则 {name}")
        return rule

    def _keep(self, law: HouseLaw, by: str, note: str) -> bool:
        return self._log.set(KEY, law.model_dump(mode="json"), by=by, note=note)


def make_rule(**values: Any) -> HouseRule:
    """A rule of what somebody typed. Raises WrongRule, in Chinese."""
    try:
        return HouseRule.model_validate(values)
    except ValidationError as error:
        first = error.errors()[0]
        said = str(first.get("ctx", {}).get("error", ""))
        field = _FIELDS.get(str(first["loc"][0]) if first["loc"] else "", "规则")
        raise WrongRule(said or f"{field}没有写好，或者太长") from error


def as_rule(name: str, rule: HouseRule) -> Rule:
    """As the checker takes it. Raises WrongRule when it says nothing to be found."""
    fold = load_checker().fold
    words = tuple(dict.fromkeys(chars for word in rule.words if (chars := fold(word).chars)))
    if not words and not rule.pattern:
        raise WrongRule("至少写一个词，或者一个句式")
    allowed = [re.escape(chars) for phrase in rule.exempt if (chars := fold(phrase).chars)]
    excuse = [{"pattern": "|".join(allowed), "why": f"规则 {name} 写明可以这样用"}] if allowed else []
    return Rule(
        id=PREFIX + name,
        category=rule.category,
        article=rule.article,
        patterns=(rule.pattern,) if rule.pattern else (),
        words=words,
        plain=(),
        disguised=(),
        reason=rule.reason,
        rewrite=rule.rewrite or None,
        exempt=exemptions(excuse, {}),
        weight=WEIGHT,
        only=frozenset(rule.industries),
        never=frozenset(),
        shift={},
        fatal=False,
        illegal=(),
        legal=(),
    )


def industries() -> tuple[str, ...]:
    """The groups of industries that a rule may name."""
    return load_checker().industries.names


_FIELDS = {"reason": "理由", "article": "法条", "rewrite": "改写", "pattern": "句式", "words": "词表", "exempt": "豁免"}


def _wide_repeats(items: Any) -> int:
    """Wide repeats in a parsed pattern; one inside another repeat counts as too many."""
    found = 0
    for op, value in items:
        name = str(op)
        if name in {"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"}:
            inner = _wide_repeats(value[2])
            repeated = value[1] > 1 and (inner > 0 or _is_ambiguous(value[2]))
            found += MOST_REPEATS + 1 if repeated else inner + (value[1] > WIDE)
        elif name == "BRANCH":
            found += sum(_wide_repeats(branch) for branch in value[1])
        elif name in {"SUBPATTERN", "ATOMIC_GROUP"}:
            found += _wide_repeats(value[-1] if name == "SUBPATTERN" else value)
        elif name in {"ASSERT", "ASSERT_NOT"}:
            found += _wide_repeats(value[1])
    return found


def _is_ambiguous(body: Any) -> bool:
    """Whether what is repeated can be cut up in several ways, which takes exponential time: (哈|哈哈)+."""
    shortest, longest = body.getwidth()
    return shortest != longest or "BRANCH" in repr(body.data)
