"""Rows as callers see them."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class ThreadRecord:
    """A conversation. `owner` is the user it belongs to; none means it belongs to whoever runs the program."""

    id: str
    advertiser_id: str
    owner: str | None
    name: str
    created_at: datetime.datetime
    updated_at: datetime.datetime


@dataclass(frozen=True)
class TurnRecord:
    """One message of a thread. `status` is running, done, failed or cut_off; `payload` is plain JSON."""

    index: int
    user: str
    status: str
    payload: dict[str, Any]


@dataclass(frozen=True)
class ActionRecord:
    """Something that waits for approval. `status` is pending, approved, declined or replaced (by a newer one)."""

    id: str
    thread_id: str
    kind: str
    title_ids: tuple[str, ...]
    summary: str
    status: str


@dataclass(frozen=True)
class FeedbackRecord:
    """What somebody thought of a title: adopt, like, dislike, edit, impression, click and the like."""

    title_id: str
    kind: str
    advertiser_id: str | None
    thread_id: str | None
    note: str
    data: dict[str, Any]
    created_at: datetime.datetime


@dataclass(frozen=True)
class OutboxRow:
    """Something an index has yet to hear of: a title, past, material or meme; the row it names may be gone by now."""

    seq: int
    kind: str
    ref_id: str


@dataclass(frozen=True)
class MemeRecord:
    """A meme (梗). `heat` is 1..5 as of the day `heat_at`, `risk` none, mild or avoid; `pattern` shows the use:
    「{X}的尽头是{Y}」.
    """

    id: str
    term: str
    meaning: str
    pattern: str = ""
    example: str = ""
    tags: tuple[str, ...] = field(default=())
    kind: str = "word"
    year: int | None = None
    heat: float = 3.0
    risk: str = "none"
    risk_note: str = ""
    heat_at: datetime.date | None = field(default=None, compare=False)

    def age(self, year: int) -> int:
        """Years since it came up, 0 to 10; 5 where nobody knows."""
        return min(max(year - self.year, 0), 10) if self.year else 5
