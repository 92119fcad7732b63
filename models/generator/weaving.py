"""How memes get into titles, and whether a title really uses one or merely has it stuck on.

A meme has a name, which may have slots (XX的尽头是XX), and a pattern that shows its use (「{X}的尽头是{Y}」).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum

from models.text import contains, fold

_SLOT = re.compile(r"\{[A-Z]\}|(?<![A-Za-z])(?:XX|[XY])(?![A-Za-z0-9])|…+")
_BLANK = re.compile(r"\{[A-Z]\}")
_CLAUSES = re.compile(r"[，,。.!！?？；;：:、~～|｜\s]+")
_TAG = re.compile(r"[#＃【\[（(「“]\s*$")
_TELLING = 2  # characters; after a single one (包XX的) a draft goes its own way
_TO_SPARE = 1  # characters beside a meme in its clause that are only a particle


class Weave(StrEnum):
    """`glued`: the meme stands in a clause, a tag or brackets of its own that the rest does not need."""

    USED = "used"
    GLUED = "glued"
    ABSENT = "absent"


def has_slot(meme: str) -> bool:
    """Whether the name cannot stand in a title as it is."""
    return bool(_SLOT.search(meme))


def clean_pattern(pattern: str | None) -> str:
    """The first pattern given, without its quotes."""
    return (pattern or "").split("」", 1)[0].strip("「」 ")


def spoken(meme: str) -> re.Pattern[str]:
    """What folded text holds that uses the meme or pattern: every fixed part in order, something in every slot."""
    return re.compile(".+".join(re.escape(fold(part)) for part in _SLOT.split(meme)))


def opening_of(meme: str, pattern: str | None) -> str:
    """What a title with the meme begins with: the meme, or its pattern up to the first slot; "" for nothing certain."""
    shape = clean_pattern(pattern)
    head = shape.split("{", 1)[0]
    if has_slot(meme):
        return head if len(head) >= _TELLING else ""
    if contains(head, meme):
        return head
    return "" if shape else meme


def filled(pattern: str | None, words: Sequence[str], clauses: Sequence[str]) -> list[str]:
    """The pattern with its slots filled: a slot that is a clause of its own by clauses too, any other by words."""
    shape = clean_pattern(pattern)
    slots = sorted(set(_BLANK.findall(shape)))
    if not slots:
        return []
    alone = all(_BLANK.fullmatch(part) for part in _CLAUSES.split(shape) if _BLANK.search(part))
    fillers = [*clauses, *words] if alone else list(words)
    found = []
    for start in range(len(fillers)):
        text = shape
        for number, slot in enumerate(slots):
            text = text.replace(slot, fillers[(start + number) % len(fillers)])
        found.append(text)
    return found


def woven(text: str, meme: str, pattern: str | None = None) -> Weave:
    """How `text` holds a meme, whose name may have slots (XX的尽头是XX). Its `pattern` says how it is meant to stand:
    「{X}，爷青回」 is meant as a clause of its own."""
    parts = _fixed(meme)
    if not parts:
        return Weave.ABSENT
    if len(parts) > 1 or parts[0] != meme:
        return Weave.USED if spoken(meme).search(fold(text)) else Weave.ABSENT
    if not contains(text, meme):
        used = pattern is not None and len("".join(_fixed(clean_pattern(pattern)))) > 1
        return Weave.USED if used and spoken(clean_pattern(pattern)).search(fold(text)) else Weave.ABSENT
    if _own_clause(clean_pattern(pattern), meme):
        return Weave.USED
    return Weave.GLUED if _tagged(text, meme) or _own_clause(text, meme) else Weave.USED


def _fixed(name: str) -> list[str]:
    return [part.strip() for part in _SLOT.split(name) if part.strip()]


def _own_clause(text: str, meme: str) -> bool:
    """Every clause that holds the meme holds nothing else, and there are others."""
    clauses = [clause for clause in _CLAUSES.split(fold(text)) if clause]
    holding = [clause for clause in clauses if fold(meme) in clause]
    return len(clauses) > 1 and all(len(clause) <= len(meme) + _TO_SPARE for clause in holding) and bool(holding)


def _tagged(text: str, meme: str) -> bool:
    return bool(_TAG.search(fold(text).split(fold(meme))[0]))
