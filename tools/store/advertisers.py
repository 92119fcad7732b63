"""Accounts with their products, facts and past titles."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from models.catalog import Advertiser, PastTitle, Product
from tools.store.clock import Clock
from tools.store.database import Database
from tools.store.errors import NotFound
from tools.store.hashing import content_id
from tools.store.outbox import note
from tools.store.tables import advertisers, facts, past_titles, products

_PRODUCT_LISTS = ("audience", "selling_points", "forbidden", "keywords")


def past_title_id(advertiser_id: str, past: PastTitle) -> str:
    """The same account, words and day are the same row, however often it arrives."""
    return "h" + content_id(advertiser_id, past.title, past.date.isoformat() if past.date else "")


class AdvertiserStore:
    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def put(self, advertiser: Advertiser | dict[str, Any]) -> Advertiser:
        """Insert or replace an account; past titles that were imported stay. Returns what `get` would."""
        account = advertiser if isinstance(advertiser, Advertiser) else Advertiser.model_validate(advertiser)
        self.put_many([account])
        return self.get(account.id)

    def put_many(self, accounts: Sequence[Advertiser]) -> None:
        """Insert or replace several accounts in one transaction."""
        with self._database.write() as connection:
            for account in accounts:
                self._put_account(connection, account)
                self._put_products(connection, account.id, account.products)
                _drop_stale_history(connection, account)
                self._put_history(connection, account.id, account.history, "catalog")

    def get(self, advertiser_id: str) -> Advertiser:
        """Raises NotFound."""
        with self._database.read() as connection:
            row = connection.execute(select(advertisers).where(advertisers.c.id == advertiser_id)).first()
            if row is None:
                raise NotFound("advertiser", advertiser_id)
            return _account(connection, row)

    def ensure(self, advertiser_id: str, name: str) -> None:
        """Make an account without products if there is none of that id."""
        values = {"id": advertiser_id, "name": name, "recent_queries": [], "updated_at": self._clock()}
        with self._database.write() as connection:
            connection.execute(self._database.insert(advertisers).values(**values).on_conflict_do_nothing())

    def add_history(self, advertiser_id: str, history: Sequence[PastTitle]) -> int:
        """Add past titles in one transaction; returns how many were new. Known ones take the larger counts."""
        with self._database.write() as connection:
            _require(connection, advertiser_id)
            return self._put_history(connection, advertiser_id, history, "import")

    def past_titles(self, ids: Iterable[str] | None = None) -> list[tuple[str, str, PastTitle]]:
        """(row id, advertiser id, past title) of those ids, or of all accounts."""
        query = select(past_titles)
        if ids is not None:
            query = query.where(past_titles.c.id.in_(list(ids)))
        with self._database.read() as connection:
            return [(row.id, row.advertiser_id, _past(row)) for row in connection.execute(query)]

    def _put_account(self, connection: Connection, account: Advertiser) -> None:
        values = {
            "name": account.name,
            "industry": account.industry,
            "business_line": account.business_line,
            "recent_queries": list(account.recent_queries),
            "updated_at": self._clock(),
        }
        upsert = self._database.insert(advertisers).values(id=account.id, **values)
        connection.execute(upsert.on_conflict_do_update(index_elements=["id"], set_=values))

    def _put_products(self, connection: Connection, advertiser_id: str, items: Sequence[Product]) -> None:
        connection.execute(delete(products).where(products.c.advertiser_id == advertiser_id))
        if items:
            connection.execute(insert(products), [_product_row(advertiser_id, n, p) for n, p in enumerate(items)])
        fact_rows = [
            {"advertiser_id": advertiser_id, "product_id": product.id, "position": number, "text": fact}
            for product in items
            for number, fact in enumerate(product.facts)
        ]
        if fact_rows:
            connection.execute(insert(facts), fact_rows)

    def _put_history(
        self, connection: Connection, advertiser_id: str, history: Sequence[PastTitle], origin: str
    ) -> int:
        by_id = {past_title_id(advertiser_id, past): past for past in history}
        known = _known_counts(connection, list(by_id))
        fresh, changed = [], []
        for number, (row_id, past) in enumerate(by_id.items()):
            row = {"id": row_id, "advertiser_id": advertiser_id, "position": number, "origin": origin}
            row |= {"title": past.title, "impressions": past.impressions, "clicks": past.clicks, "date": past.date}
            if row_id not in known:
                fresh.append(row)
            elif _newer((past.impressions, past.clicks), known[row_id], origin):
                changed.append(row)
        if fresh:
            connection.execute(insert(past_titles), fresh)
        for row in changed:
            counts = {"impressions": row["impressions"], "clicks": row["clicks"]}
            connection.execute(update(past_titles).where(past_titles.c.id == row["id"]).values(counts))
        note(connection, "past", [str(row["id"]) for row in fresh])
        return len(fresh)

    def list(self) -> list[Advertiser]:
        """Every account, by id."""
        with self._database.read() as connection:
            rows = connection.execute(select(advertisers).order_by(advertisers.c.id)).all()
            return [_account(connection, row) for row in rows]


def _newer(counts: tuple[int, int], known: tuple[int, int], origin: str) -> bool:
    """The catalogue is replaced as a whole; imports may overlap and arrive in any order, so counts only grow."""
    return counts != known if origin == "catalog" else counts > known


def _drop_stale_history(connection: Connection, account: Advertiser) -> None:
    """Remove catalogue titles that the account no longer lists, and tell the indexes."""
    kept = {past_title_id(account.id, past) for past in account.history}
    mine = (past_titles.c.advertiser_id == account.id) & (past_titles.c.origin == "catalog")
    stale = [
        row_id for row_id in connection.execute(select(past_titles.c.id).where(mine)).scalars() if row_id not in kept
    ]
    for row_id in stale:
        connection.execute(delete(past_titles).where(past_titles.c.id == row_id))
    note(connection, "past", stale)


def _known_counts(connection: Connection, ids: list[str]) -> dict[str, tuple[int, int]]:
    known: dict[str, tuple[int, int]] = {}
    for start in range(0, len(ids), 500):
        query = select(past_titles).where(past_titles.c.id.in_(ids[start : start + 500]))
        known |= {row.id: (row.impressions, row.clicks) for row in connection.execute(query)}
    return known


def _require(connection: Connection, advertiser_id: str) -> None:
    if connection.execute(select(advertisers.c.id).where(advertisers.c.id == advertiser_id)).first() is None:
        raise NotFound("advertiser", advertiser_id)


def _product_row(advertiser_id: str, position: int, product: Product) -> dict[str, Any]:
    row: dict[str, Any] = {"advertiser_id": advertiser_id, "id": product.id, "position": position}
    row |= {"name": product.name, "category": product.category, "price": product.price}
    return row | {name: list(getattr(product, name)) for name in _PRODUCT_LISTS}


def _account(connection: Connection, row: Row[Any]) -> Advertiser:
    where = row.id
    texts: dict[str, list[str]] = {}
    query = select(facts).where(facts.c.advertiser_id == where).order_by(facts.c.product_id, facts.c.position)
    for fact in connection.execute(query):
        texts.setdefault(fact.product_id, []).append(fact.text)
    query = select(products).where(products.c.advertiser_id == where).order_by(products.c.position)
    items = tuple(
        Product(
            id=product.id,
            name=product.name,
            category=product.category,
            price=product.price,
            facts=tuple(texts.get(product.id, ())),
            **{name: tuple(getattr(product, name)) for name in _PRODUCT_LISTS},
        )
        for product in connection.execute(query)
    )
    query = select(past_titles).where(past_titles.c.advertiser_id == where)
    query = query.order_by(past_titles.c.origin, past_titles.c.position, past_titles.c.id)
    return Advertiser(
        id=row.id,
        name=row.name,
        industry=row.industry,
        business_line=row.business_line,
        products=items,
        recent_queries=tuple(row.recent_queries),
        history=tuple(_past(past) for past in connection.execute(query)),
    )


def _past(row: Row[Any]) -> PastTitle:
    return PastTitle(title=row.title, impressions=row.impressions, clicks=row.clicks, date=row.date)
