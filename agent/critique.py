"""Self-critique: does a title do what the Brief asks, and is it good enough to be shown?"""

from __future__ import annotations

from agent.brief import Brief
from models.generator.candidate import READ
from models.text import contains, fold, invented_numbers, title_length
from models.types import Title, Verdict

# Below these a title is more likely broken than not; it is replaced while repair rounds are left.
MIN_FLUENCY = 0.2
MIN_SENSE = 0.25
# Characters of a topic that is a word: a title about it holds one of them at least (下饭: 饭).
SHORT_TOPIC = 4
_COMMON = frozenset("的了不一上下大小有是在人我你好来去出就都要个这那很")


def faults(title: Title, brief: Brief, max_chars: int, sources: list[str]) -> list[str]:
    """What keeps `title` from being offered, as codes; empty when it may be shown."""
    text = title.text
    length = title_length(text)
    found = []
    if length > (brief.max_chars or max_chars):
        found.append("too_long")
    if brief.min_chars is not None and length < brief.min_chars:
        found.append("too_short")
    if brief.opening and not fold(text).startswith(fold(brief.opening)):
        found.append("opening")
    if not all(contains(text, word) for word in brief.must_include):
        found.append("must_include")
    if brief.include_any and not any(contains(text, word) for word in brief.include_any):
        found.append("include_any")
    if any(contains(text, word) for word in brief.avoid):
        found.append("avoid")
    if invented_numbers(text, sources):
        found.append("invented_number")
    if title.compliance is not None and title.compliance.verdict is Verdict.VIOLATION:
        found.append("violation")
    return found


def is_weak(title: Title, topic: str | None = None) -> bool:
    """Whether the scorers doubt that the title reads well or makes sense, or it leaves a short topic out entirely.

    Unscored titles are not doubted, nor are those that people wrote, nor what code made of a title that was shown:
    people read them, and the scorers only guess. A longer topic is a description, which a title need not quote.
    """
    told = set(fold(topic or "")) - _COMMON
    if told and len(topic or "") <= SHORT_TOPIC and not told & set(fold(title.text)):
        return True
    scores, made = title.scores, title.provenance
    if scores is None or made.source in READ or (made.source == "edit" and made.parent_id):
        return False
    return scores.fluency < MIN_FLUENCY or (scores.sense is not None and scores.sense < MIN_SENSE)
