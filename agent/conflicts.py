"""What in a Brief cannot hold together, so that the advertiser is asked instead of being given half of it."""

from __future__ import annotations

from agent.brief import Brief
from models.text import contains, title_length


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


def _independent(words: tuple[str, ...]) -> list[str]:
    """Words that are not part of another one of them."""
    return [word for word in words if not any(word != other and contains(other, word) for other in words)]
