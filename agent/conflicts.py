"""What in a Brief cannot hold together, so that the advertiser is asked instead of being given half of it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from agent.brief import Brief
from models.text import contains, title_length

_CLAIM = re.compile(r"(?:可以?|能够?|支持|含有?|带有?|有)(?P<core>\S{2,})")
_NOT = r"(?:不能|不可以?|不支持|没有|无法|不带|不含|不|没|无)"


def find_conflict(brief: Brief) -> str | None:
    """The contradiction in one Chinese clause, or none."""
    for word in brief.must_include:
        for banned in brief.avoid:
            if contains(word, banned):
                return f"每条都要有“{word}”，又不许出现“{banned}”"
    if brief.max_chars is None:
        return None
    if brief.min_chars is not None and brief.min_chars > brief.max_chars:
        return f"最少 {brief.min_chars} 字，又不能超过 {brief.max_chars} 字"
    needed = sum(title_length(word) for word in _independent(brief.must_include))
    if needed > brief.max_chars:
        words = "、".join(f"“{word}”" for word in brief.must_include)
        return f"{words}加起来就有 {needed} 个字，{brief.max_chars} 个字放不下"
    return None


def find_denied(words: Iterable[str], facts: Iterable[str]) -> str | None:
    """What the account's own facts say is not so (可冲马桶 beside 不能冲马桶), in one Chinese clause, or none."""
    known = tuple(facts)
    for word in words:
        claim = _CLAIM.fullmatch(word)
        denied = claim and re.compile(_NOT + re.escape(claim["core"]))
        fact = next((fact for fact in known if denied and denied.search(fact)), None)
        if fact:
            return f"要写“{word}”，资料里却是“{fact}”"
    return None


def _independent(words: tuple[str, ...]) -> list[str]:
    """Words that are not part of another one of them."""
    return [word for word in words if not any(word != other and contains(other, word) for other in words)]
