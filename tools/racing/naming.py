"""What a race is called: what it advertises and when it began, as people tell races apart."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from tools.racing.verdict import Language
from tools.store.database import Database
from tools.store.tables import advertisers, products, race_arms, titles

_NAME: dict[Language, str] = {"zh": "{subject} {at.month}月{at.day}日 {at:%H:%M}", "en": "{subject}, {at:%d %b %H:%M}"}
_MORE: dict[Language, str] = {"zh": "{subject}等 {n} 个商品", "en": "{subject} and {others} more"}
_UNKNOWN: dict[Language, str] = {"zh": "赛马 {id}", "en": "Race {id}"}


@dataclass(frozen=True)
class Subject:
    """What most of a race's titles are about: a product, else a keyword, else the account; and how many products."""

    name: str
    products: int = 1


def race_name(race_id: str, subject: Subject | None, begun: datetime.datetime, language: Language) -> str:
    """“晴山帐篷 11月22日 14:05”, in this machine's zone; by the id where the titles are no account's."""
    at = (begun if begun.tzinfo else begun.replace(tzinfo=datetime.UTC)).astimezone()
    name = subject.name if subject else _UNKNOWN[language].format(id=race_id[:6])
    if subject and subject.products > 1:
        name = _MORE[language].format(subject=name, n=subject.products, others=subject.products - 1)
    return _NAME[language].format(subject=name, at=at)


def subjects(database: Database, race_id: str | None = None) -> dict[str, Subject]:
    """Subjects by race, of all races or of one; races whose titles are no account's are left out."""
    query = select(race_arms.c.race_id, titles.c.advertiser_id, titles.c.payload).join(
        titles, titles.c.id == race_arms.c.arm_id
    )
    if race_id is not None:
        query = query.where(race_arms.c.race_id == race_id)
    with database.read() as connection:
        rows = connection.execute(query.order_by(titles.c.seq)).all()
        accounts = {row.advertiser_id for row in rows}
        called = select(products.c.advertiser_id, products.c.id, products.c.name)
        named = connection.execute(called.where(products.c.advertiser_id.in_(accounts))).all()
        held = select(advertisers.c.id, advertisers.c.name).where(advertisers.c.id.in_(accounts))
        names = {row.id: row.name for row in connection.execute(held)}
    known = {(row.advertiser_id, row.id): row.name for row in named}
    races: dict[str, list[tuple[str, Mapping[str, Any]]]] = {}
    for row in rows:
        races.setdefault(row.race_id, []).append((row.advertiser_id, row.payload))
    return {one: _subject(arms, known, names) for one, arms in races.items()}


def _subject(
    arms: Iterable[tuple[str, Mapping[str, Any]]], known: Mapping[tuple[str, str], str], names: Mapping[str, str]
) -> Subject:
    """Equally many: what the oldest title is about."""
    arms = list(arms)
    advertised = Counter(
        known[key] for account, payload in arms if (key := (account, payload.get("product_id") or "")) in known
    )
    if advertised:
        return Subject(advertised.most_common(1)[0][0], len(advertised))
    words = Counter(word for _account, payload in arms for word in payload.get("keywords", ())[:1])
    return Subject(words.most_common(1)[0][0] if words else names[arms[0][0]])
