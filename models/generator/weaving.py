"""Whether a title really uses a meme, or merely has it stuck on."""

from __future__ import annotations

import re
from enum import StrEnum

from models.generator.prompting import clean_pattern
from models.text import contains, fold

_SLOT = re.compile(r"\{[A-Z]\}|X{1,2}|…+")
_CLAUSES = re.compile(r"[，,。.!！?？；;：:、~～|｜\s]+")
_TAG = re.compile(r"[#＃【\[（(「“]\s*$")
_TO_SPARE = 1  # characters beside a meme in its clause that are only a particle


class Weave(StrEnum):
    """`glued`: the meme stands in a clause, a tag or brackets of its own that the rest does not need."""

    USED = "used"
    GLUED = "glued"
    ABSENT = "absent"


def woven(text: str, meme: str, pattern: str | None = None) -> Weave:
    """How `text` holds a meme, whose name may have slots (XX的尽头是XX). Its `pattern` says how it is meant to stand:
    「{X}，爷青回」 is meant as a clause of its own."""
    parts = _fixed(meme)
    if not parts:
        return Weave.ABSENT
    if len(parts) > 1 or parts[0] != meme:
        return Weave.USED if _filled(text, meme) else Weave.ABSENT
    if not contains(text, meme):
        used = pattern is not None and len("".join(_fixed(clean_pattern(pattern)))) > 1
        return Weave.USED if used and _filled(text, clean_pattern(pattern)) else Weave.ABSENT
    if _own_clause(clean_pattern(pattern), meme):
        return Weave.USED
    return Weave.GLUED if _tagged(text, meme) or _own_clause(text, meme) else Weave.USED


def _fixed(name: str) -> list[str]:
    return [part.strip() for part in _SLOT.split(name) if part.strip()]


def _filled(text: str, pattern: str) -> bool:
    """Every fixed part in order, something in every slot."""
    pieces = [re.escape(fold(part)) for part in _SLOT.split(pattern)]
    return bool(re.search(".+".join(pieces), fold(text)))


def _own_clause(text: str, meme: str) -> bool:
    """Every clause that holds the meme holds nothing else, and there are others."""
    clauses = [clause for clause in _CLAUSES.split(fold(text)) if clause]
    holding = [clause for clause in clauses if fold(meme) in clause]
    return len(clauses) > 1 and all(len(clause) <= len(meme) + _TO_SPARE for clause in holding) and bool(holding)


def _tagged(text: str, meme: str) -> bool:
    return bool(_TAG.search(fold(text).split(fold(meme))[0]))
