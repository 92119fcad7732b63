"""Rules of the house: what operators add to the law, and which rules of the law they have switched off, and why.

Kept as one setting, so that every change has a who and a when, can be undone, and holds in every process at once.
"""

from __future__ import annotations

import importlib
import math
import re
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from tools.compliance.checker import load_checker
from tools.compliance.excuses import exemptions
from tools.compliance.rules import CATEGORIES, Rule
from tools.compliance.second import RULE as LEARNED
from tools.store.changes import ChangeLog

KEY = "law"
HOUSE = "house"
"""The category of what no article forbids; such rules have no article either."""

KINDS = (HOUSE, *sorted(CATEGORIES))
PREFIX = "house."
WEIGHT = 6  # of a finding, above most of the law's, so that the house's reason is read first
MOST_RULES, MOST_WORDS, LONGEST = 200, 500, 200
TITLE = 30  # characters that a repeat can run over in most titles
MOST_WAYS = 2.5  # in powers of TITLE + 1, so two repeats without a bound: a search may try every way before it fails


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
            ways = _ways(importlib.import_module("re._parser").parse(value))
            empty = bool(value) and re.compile(value).match("") is not None
        except (re.error, RecursionError, OverflowError) as error:
            place = getattr(error, "pos", None)
            where = "" if place is None else f"（第 {place + 1} 个字附近）"
            raise ValueError(f"句式写得不对{where}") from error
        if ways > MOST_WAYS:
            raise ValueError("句式里能长能短的地方太多，或一层套一层")
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
        return _law(self._log.get(KEY))

    def put(self, name: str, rule: HouseRule, *, by: str, was: str = "") -> bool:
        """Add a rule, or with `was` put it, under a new name or the same, in place of the one called so.

        A rule that was switched off stays so. False when it was so already. Raises WrongRule, also for a name that
        another rule has.
        """
        if not re.fullmatch(r"[\w\u4e00-\u9fff][\w\u4e00-\u9fff-]{0,29}", name):
            raise WrongRule("规则名用 1 到 30 个汉字、字母、数字、横线或下划线")
        as_rule(name, rule)

        def put(law: HouseLaw) -> tuple[HouseLaw, str]:
            if name != was and name in law.rules:
                raise WrongRule(f"已经有规则 {name}，要改它请在下面点“修改”")
            before = law.rules.get(was)
            rules = {**law.rules, name: rule.model_copy(update={"on": before.on}) if before else rule}
            if name != was:
                rules.pop(was, None)
            if len(rules) > MOST_RULES:
                raise WrongRule(f"最多 {MOST_RULES} 条自定规则")
            return law.model_copy(update={"rules": rules}), f"{'修改' if before else '添加'}规则 {name}"

        return self._change(put, by)

    def switch(self, name: str, on: bool, *, by: str) -> bool:
        """Turn one's own rule on or off. Raises WrongRule when there is none of that name."""

        def switch(law: HouseLaw) -> tuple[HouseLaw, str]:
            rules = {**law.rules, name: _own(law, name).model_copy(update={"on": on})}
            return law.model_copy(update={"rules": rules}), f"{'启用' if on else '停用'}规则 {name}"

        return self._change(switch, by)

    def drop(self, name: str, *, by: str) -> bool:
        """Take one's own rule away. Raises WrongRule when there is none of that name."""

        def drop(law: HouseLaw) -> tuple[HouseLaw, str]:
            _own(law, name)
            rules = {one: rule for one, rule in law.rules.items() if one != name}
            return law.model_copy(update={"rules": rules}), f"删去规则 {name}"

        return self._change(drop, by)

    def waive(self, rule_id: str, reason: str, *, by: str) -> bool:
        """Let a rule of the law not apply here, for a reason. Raises WrongRule.

        The duty under the law stays with the operator.
        """
        if rule_id != LEARNED and rule_id not in load_checker().rules:
            raise WrongRule(f"没有规则 {rule_id}")
        if not reason.strip():
            raise WrongRule("停用法律规则要写明理由；遵守法律的责任仍在停用的一方")
        why = reason.strip()[:LONGEST]

        def waive(law: HouseLaw) -> tuple[HouseLaw, str]:
            return law.model_copy(update={"off": {**law.off, rule_id: why}}), f"停用法律规则 {rule_id}：{why}"

        return self._change(waive, by)

    def restore(self, rule_id: str, *, by: str) -> bool:
        """Let a rule of the law apply again. Raises WrongRule when it was not switched off."""

        def restore(law: HouseLaw) -> tuple[HouseLaw, str]:
            if rule_id not in law.off:
                raise WrongRule(f"规则 {rule_id} 没有停用")
            off = {one: reason for one, reason in law.off.items() if one != rule_id}
            return law.model_copy(update={"off": off}), f"恢复法律规则 {rule_id}"

        return self._change(restore, by)

    def _change(self, make: Callable[[HouseLaw], tuple[HouseLaw, str]], by: str) -> bool:
        def made(kept: Any) -> tuple[Any, str]:
            law, note = make(_law(kept))
            return law.model_dump(mode="json"), note

        return self._log.change(KEY, made, by=by)


def _law(kept: Any) -> HouseLaw:
    return HouseLaw.model_validate(kept or {})


def _own(law: HouseLaw, name: str) -> HouseRule:
    rule = law.rules.get(name)
    if rule is None:
        raise WrongRule(f"没有自定规则 {name}")
    return rule


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


def _ways(items: Any) -> float:
    """In how many ways a parsed pattern may fit from one place on, as a power of TITLE + 1; too many if nested."""
    found = 0.0
    for op, value in items:
        name = str(op)
        if name in {"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"}:
            least, most = (min(int(times), TITLE) for times in value[:2])
            inner = _ways(value[2])
            repeated = most > 1 and (inner > 0 or _is_ambiguous(value[2]))
            found += MOST_WAYS + 1 if repeated else inner + _power(most - least + 1)
        elif name == "BRANCH":
            found += _power(_alike(value[1])) + sum(_ways(branch) for branch in value[1])
        elif name == "GROUPREF_EXISTS":
            found += sum(_ways(one) for one in value[1:] if one is not None)
        elif name in {"SUBPATTERN", "ATOMIC_GROUP"}:
            found += _ways(value[-1] if name == "SUBPATTERN" else value)
        elif name in {"ASSERT", "ASSERT_NOT"}:
            found += _ways(value[1])
    return found


def _power(ways: int) -> float:
    return math.log(ways, TITLE + 1)


def _alike(branches: Any) -> int:
    """How many of the alternatives may fit in one place: those that begin with one character, and all without any."""
    starts = Counter(str(branch[0]) if len(branch) and str(branch[0][0]) == "LITERAL" else "" for branch in branches)
    open_ended = starts.pop("", 0)
    return open_ended + max(starts.values(), default=0)


def _is_ambiguous(body: Any) -> bool:
    """Whether what is repeated can be cut up in several ways, which takes exponential time: (哈|哈哈)+."""
    shortest, longest = body.getwidth()
    return shortest != longest or "BRANCH" in repr(body.data)
