"""The Brief: what the advertiser wants, as one typed object that every message edits.

Fields persist over turns until a message changes or clears them. Everything downstream of the planner
is a function of the Brief, so "shorter" changes one field and keeps the rest.
"""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from models.text import contains

ClearableField = Literal[
    "product_id", "subject", "topic", "keywords", "audience", "tone", "hook", "opening", "min_chars", "max_chars",
    "must_include", "include_any", "avoid", "memes",
]  # fmt: skip


class Brief(BaseModel):
    """Standing instructions of one conversation. Lengths count every character as 1."""

    model_config = ConfigDict(frozen=True)

    product_id: str | None = None
    subject: str | None = Field(default=None, description="a thing to advertise that the account does not list")
    topic: str | None = Field(default=None, description="the angle in the user's words, e.g. 合租抢网速")
    keywords: tuple[str, ...] = ()
    audience: str | None = None
    tone: str | None = None
    hook: str | None = None
    opening: str | None = Field(default=None, description="words every title begins with")
    min_chars: int | None = Field(default=None, ge=1)
    max_chars: int | None = Field(default=None, ge=1)
    must_include: tuple[str, ...] = Field(default=(), description="every title contains each")
    include_any: tuple[str, ...] = Field(default=(), description="every title contains at least one")
    avoid: tuple[str, ...] = Field(default=(), description="no title contains any")
    memes: tuple[str, ...] = Field(default=(), description="terms of memes wanted")
    count: int = Field(default=5, ge=1, le=50)


class BriefEdit(BaseModel):
    """What one message changes in the Brief; absent fields stay as they are.

    `clear` empties fields first, then `*_drop` removes single words, then the rest is set or added.
    """

    model_config = ConfigDict(frozen=True)

    product_id: str | None = None
    subject: str | None = None
    topic: str | None = None
    keywords: tuple[str, ...] = ()
    audience: str | None = None
    tone: str | None = None
    hook: str | None = None
    opening: str | None = None
    min_chars: int | None = Field(default=None, ge=1)
    max_chars: int | None = Field(default=None, ge=1)
    count: int | None = Field(default=None, ge=1, le=50)
    include_add: tuple[str, ...] = ()
    include_drop: tuple[str, ...] = ()
    include_any: tuple[str, ...] = ()
    avoid_add: tuple[str, ...] = ()
    avoid_drop: tuple[str, ...] = ()
    memes: tuple[str, ...] = ()
    clear: tuple[ClearableField, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether the message changes nothing."""
        return self == BriefEdit()


_PLAIN = ("product_id", "subject", "topic", "audience", "tone", "hook", "opening", "min_chars", "max_chars", "count")


def apply_edit(brief: Brief, edit: BriefEdit) -> Brief:
    """The Brief after one message.

    A word asked for leaves `avoid` and a word forbidden leaves `must_include`, as do words they are part of: the
    latest message wins, and a topic that holds a word forbidden now is dropped. What contradicts itself within one
    message stays, for the planner to ask about.
    A new product or subject drops the previous one's topic and keywords, which no longer apply, and takes its place.
    """
    values = brief.model_dump()
    blank = Brief()
    for field in edit.clear:
        values[field] = getattr(blank, field)
    if _turns_to_another(brief, edit):
        values["topic"], values["keywords"] = None, ()
        values["product_id"] = values["subject"] = None
    for name in _PLAIN:
        if (value := getattr(edit, name)) is not None:
            values[name] = value
    if edit.topic is None and any(contains(values["topic"] or "", word) for word in edit.avoid_add):
        values["topic"] = None
    for name in ("keywords", "memes", "include_any"):
        if value := getattr(edit, name):
            values[name] = value
    required = [word for word in values["must_include"] if not any(contains(word, bad) for bad in edit.avoid_add)]
    banned = [word for word in values["avoid"] if not any(contains(good, word) for good in edit.include_add)]
    values["must_include"] = _merged(tuple(required), edit.include_add, edit.include_drop + edit.avoid_add)
    values["avoid"] = _merged(tuple(banned), edit.avoid_add, edit.avoid_drop + edit.include_add)
    values["include_any"] = _merged(values["include_any"], (), edit.include_drop + edit.avoid_add)
    _order_limits(values, edit)
    return Brief(**values)


def _turns_to_another(brief: Brief, edit: BriefEdit) -> bool:
    """Whether the edit names another thing to advertise than the Brief does."""
    switched = bool(edit.product_id and brief.product_id and edit.product_id != brief.product_id)
    return switched or bool(edit.subject and edit.subject != brief.subject) or bool(edit.product_id and brief.subject)


def _merged(old: tuple[str, ...], add: tuple[str, ...], drop: tuple[str, ...]) -> tuple[str, ...]:
    dropped = {word.lower() for word in drop}
    kept = [word for word in old if word.lower() not in dropped]
    seen = {word.lower() for word in kept}
    return tuple(kept + [word for word in dict.fromkeys(add) if word.lower() not in seen])


def _order_limits(values: dict[str, object], edit: BriefEdit) -> None:
    """A new limit beats an old one that it crosses; two new ones that cross stay, for the planner to ask about."""
    low, high = values["min_chars"], values["max_chars"]
    if not (isinstance(low, int) and isinstance(high, int) and low > high):
        return
    if edit.min_chars is None:
        values["min_chars"] = None
    elif edit.max_chars is None:
        values["max_chars"] = None
