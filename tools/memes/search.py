"""Hybrid meme retrieval: vectors, full text with pinyin, and topic tags, fused by rank and filtered by risk."""

from __future__ import annotations

import datetime

from pydantic import BaseModel, ConfigDict

from tools.indexes import MEMES, Indexes, fuse
from tools.indexes.analysis import characters, is_latin
from tools.memes.query import quoted, topic
from tools.memes.topics import topics
from tools.store import MemeRecord, Stores

_POOL = 40
_LONGEST_NAME = 12  # characters; beyond it nobody types a meme's name or its pinyin
_VECTOR_WEIGHT = 1.0
_TEXT_WEIGHT = 0.7
_SOUNDS = 0.3  # of a shared pair of syllables, against a shared pair of characters
_TOPIC_PRIOR = 0.4  # a meme whose tags fit the request's topic
_HEAT_PRIOR = 0.04  # of the fused score, per degree of heat above or below 3
_AGE_PRIOR = 0.01  # per year, up to ten
_NAMED_BONUS = 1.0  # a meme asked for by its name comes first


class Meme(BaseModel):
    """A meme as found. `score` orders one answer and means nothing across answers; `why` says what matched."""

    model_config = ConfigDict(frozen=True)

    id: str
    term: str
    meaning: str
    pattern: str
    example: str
    tags: tuple[str, ...]
    year: int | None
    heat: float
    risk: str
    score: float
    why: str = ""


class MemeSearch:
    """Search over the store's memes. Safe to share between threads."""

    def __init__(self, stores: Stores, indexes: Indexes, *, today: datetime.date | None = None) -> None:
        self._stores = stores
        self._indexes = indexes
        self._year = (today or datetime.date.today()).year

    def search_memes(
        self, query: str, k: int = 5, *, avoid_risky: bool = True, exclude: tuple[str, ...] = ()
    ) -> list[Meme]:
        """The `k` memes that fit best, best first; `exclude` names terms not wanted again.

        Memes of risk `avoid` never come back. `mild` ones come only with `avoid_risky=False`.
        """
        about = topic(query)
        typed = self._typed(about)
        by_text = list(
            dict.fromkeys([*typed, *(hit.id for hit in self._indexes.text(MEMES).match(about, _POOL, sounds=_SOUNDS))])
        )
        by_meaning = [found for found, _ in self._indexes.nearest(MEMES, about, _POOL)]
        fused = fuse([(by_meaning, _VECTOR_WEIGHT), (by_text, _TEXT_WEIGHT)])
        records = self._stores.memes.many(fused)
        allowed = {"none"} if avoid_risky else {"none", "mild"}
        names = [_name(name) for name in (*quoted(query), about)]
        wanted = topics(about)
        found: list[Meme] = []
        for record_id, score in fused.items():
            record = records.get(record_id)
            if record is None or record.risk not in allowed or record.term in exclude:
                continue
            on_topic = not wanted.isdisjoint(record.tags)
            score *= 1 + self._prior(record) + _TOPIC_PRIOR * on_topic
            if _name(record.term) in names:
                score += _NAMED_BONUS
            elif record_id in typed and is_latin(about):
                score += _NAMED_BONUS / 2
            found.append(_meme(record, score, _why(record_id, by_text, by_meaning, on_topic)))
        found.sort(key=lambda meme: (-meme.score, meme.id))
        return found[:k]

    def _typed(self, about: str) -> list[str]:
        """Memes whose name begins with, or sounds like, what was typed: neijuan, njuan, 内倦."""
        if len(about) > _LONGEST_NAME:
            return []
        return [hit.id for hit in self._indexes.text(MEMES).complete(about, 3)]

    def _prior(self, record: MemeRecord) -> float:
        return _HEAT_PRIOR * (record.heat - 3) - _AGE_PRIOR * record.age(self._year)


def _name(text: str) -> str:
    return "".join(characters(text))


def _why(record_id: str, by_text: list[str], by_meaning: list[str], on_topic: bool) -> str:
    reasons = []
    if record_id in by_text:
        reasons.append("字面相关")
    if record_id in by_meaning:
        reasons.append("意思相近")
    if on_topic:
        reasons.append("话题对口")
    return "、".join(reasons)


def _meme(record: MemeRecord, score: float, why: str) -> Meme:
    return Meme(
        id=record.id,
        term=record.term,
        meaning=record.meaning,
        pattern=record.pattern,
        example=record.example,
        tags=record.tags,
        year=record.year,
        heat=record.heat,
        risk=record.risk,
        score=score,
        why=why,
    )
