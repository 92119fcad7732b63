"""What a rule would hit, before it is kept: the library's titles that it calls a violation."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import BaseModel, ConfigDict
from sqlalchemy import select

from tools.compliance.checker import load_checker
from tools.compliance.house import HouseRule, as_rule
from tools.store import Stores
from tools.store.tables import advertisers, library, materials, titles

MOST = 20_000


class Hits(BaseModel):
    """`hit` of the `of` titles that were looked at, and what was found in each."""

    model_config = ConfigDict(frozen=True)

    of: int
    hit: tuple[tuple[str, str], ...]


def try_rule(name: str, rule: HouseRule, stores: Stores, most: int = MOST) -> Hits:
    """The titles that `rule` alone would hit, each with the words found. Raises WrongRule.

    Looked at are the newest `most` of the admitted ones and the newest `most` of the saved ones.
    """
    checker = load_checker().with_only([as_rule(name, rule)])
    texts = _library(stores, most)
    hit = []
    for text, industry in texts:
        found = [one for one in checker.by_rules(text, industry).findings if not one.exempt]
        if found:
            hit.append((text, found[0].span))
    return Hits(of=len(texts), hit=tuple(hit))


def _library(stores: Stores, most: int) -> Sequence[tuple[str, str | None]]:
    """Admitted materials and saved finals, with their account's industry, each wording and industry once."""
    admitted = (
        select(materials.c.text, materials.c.advertiser_id)
        .where(materials.c.state == "admitted", materials.c.kind == "title")
        .order_by(materials.c.at.desc())
    )
    saved = (
        select(titles.c.text, library.c.advertiser_id)
        .join(library, library.c.title_id == titles.c.id)
        .order_by(library.c.saved_at.desc())
    )
    with stores.database.read() as connection:
        industry = {
            row.id: row.industry for row in connection.execute(select(advertisers.c.id, advertisers.c.industry))
        }
        rows = [*connection.execute(admitted.limit(most)), *connection.execute(saved.limit(most))]
    return list(dict.fromkeys((row[0], industry.get(row[1])) for row in rows))
