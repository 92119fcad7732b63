"""From rows of the tables to documents: what may be shown to whom, and how it ranks, is settled here."""

from __future__ import annotations

import datetime
import math
from collections.abc import Callable, Sequence
from functools import cached_property

from models.embeddings.sentence import SentenceHead
from models.types import Compliance, Verdict
from tools.demo import demo_advertisers
from tools.indexes.documents import Document
from tools.indexes.scopes import SHARED
from tools.indexes.sketches import sketches
from tools.store import MemeRecord, Stores
from tools.store.history import past_title_id
from tools.store.indexable import IndexRow, index_rows

CheckMany = Callable[[Sequence[str], Sequence[str | None]], list[Compliance]]

_UNKNOWN_QUALITY = 0.4
_ADOPTION = 0.15  # of ln(1 + times taken up)
_A_YEAR = 0.10  # what a title gains over one a year older; its place among others then never changes with time
_EPOCH = datetime.date(2020, 1, 1)


class DocumentLoader:
    """Reads rows as documents. `check_many` judges titles, each for its account's industry."""

    def __init__(self, stores: Stores, check_many: CheckMany, head: SentenceHead) -> None:
        self._stores = stores
        self._check_many = check_many
        self._head = head

    def load(self, kind: str, ref_ids: Sequence[str], *, judged: bool = True) -> list[Document]:
        """Documents of those rows that still exist. Not `judged`, they say only whose they are, for the vectors."""
        if kind == "meme":
            return [meme_document(meme) for meme in self._stores.memes.many(ref_ids).values()]
        rows = index_rows(self._stores.database, kind, ref_ids)
        if not judged:
            return [Document(row.id, row.text, row.text, scope=self._scope(row)) for row in rows]
        texts = [row.text for row in rows]
        verdicts = self._check_many(texts, [row.industry for row in rows]) if rows else []
        return [
            Document(
                id=row.id,
                text=row.text,
                passage=row.text,
                scope=self._scope(row),
                rank=rank(row),
                sketch=sketch,
                withheld=verdict.verdict is Verdict.VIOLATION,
            )
            for row, verdict, sketch in zip(rows, verdicts, sketches(self._head, texts), strict=True)
        ]

    def _scope(self, row: IndexRow) -> str:
        return SHARED if row.account is None or row.id in self._public else row.account

    @cached_property
    def _public(self) -> frozenset[str]:
        """Past titles of the demo: written for everybody, whoever edits the demo's accounts."""
        return frozenset(past_title_id(one.id, past) for one in demo_advertisers() for past in one.history)


def rank(row: IndexRow) -> float:
    """Quality, what people took up, and how new it is, as one number; only its order means anything."""
    day = row.at.date() if isinstance(row.at, datetime.datetime) else row.at
    years = (day - _EPOCH).days / 365 if day else 0.0
    quality = _UNKNOWN_QUALITY if row.quality is None else row.quality
    return quality + _ADOPTION * math.log1p(row.adopted) + _A_YEAR * years


def meme_document(meme: MemeRecord) -> Document:
    """A meme as both indexes take it: found by name, meaning, example and tags."""
    return Document(
        id=meme.id,
        text=meme.term,
        extra=f"{meme.meaning}，{meme.example}，{'，'.join(meme.tags)}",
        passage=meme_passage(meme),
    )


def meme_passage(meme: MemeRecord) -> str:
    """What is embedded of a meme; another wording needs a new VERSION and new demo vectors."""
    return f"{meme.term}：{meme.meaning}。例：{meme.example}。适合：{'、'.join(meme.tags)}"
