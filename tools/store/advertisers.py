"""Accounts with their products, facts and past titles."""

from __future__ import annotations

import itertools
import time
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select

from models.catalog import Advertiser, PastTitle, Product
from models.text import fold
from tools.store.clock import Clock
from tools.store.database import Database
from tools.store.errors import NotFound
from tools.store.history import drop_stale_history, past_title, put_history, read_history
from tools.store.naming import Names
from tools.store.tables import advertisers, facts, past_titles, products

_NAMES_LAST = 60.0  # seconds after which names are read again: another process may have changed them
_PRODUCT_LISTS = ("audience", "selling_points", "forbidden", "keywords")


class AdvertiserStore:
    """Accounts with products, facts and past titles; the indexes hear of every change."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._names: tuple[float, Names] | None = None

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
                drop_stale_history(connection, account)
                put_history(connection, account.id, account.history, "catalog")
        self._names = None

    def get(self, advertiser_id: str) -> Advertiser:
        """Raises NotFound."""
        with self._database.read() as connection:
            row = connection.execute(select(advertisers).where(advertisers.c.id == advertiser_id)).first()
            if row is None:
                raise NotFound("advertiser", advertiser_id)
            return _account(connection, row)

    def industry(self, advertiser_id: str | None) -> str | None:
        """Of an account; none when it names none or there is no such account."""
        query = select(advertisers.c.industry).where(advertisers.c.id == advertiser_id)
        with self._database.read() as connection:
            found: str | None = connection.execute(query).scalar()
            return found

    def names(self) -> Names:
        """What the accounts and their products are called; kept until one is changed here, a minute at most."""
        held, now = self._names, time.monotonic()
        if held is not None and now - held[0] < _NAMES_LAST:
            return held[1]
        accounts = select(advertisers.c.id, advertisers.c.name).order_by(advertisers.c.id)
        with self._database.read() as connection:
            called: dict[str, tuple[str, list[str]]] = {row.id: (row.name, []) for row in connection.execute(accounts)}
            for row in connection.execute(select(products.c.advertiser_id, products.c.name)):
                if row.advertiser_id in called:
                    called[row.advertiser_id][1].append(row.name)
        names = Names((account, *both) for account, both in called.items())
        self._names = (now, names)
        return names

    def forbidden(self, advertiser_id: str | None) -> tuple[str, ...]:
        """Words that the products of an account may not be advertised with, each once; none without an account."""
        query = (
            select(products.c.forbidden).where(products.c.advertiser_id == advertiser_id).order_by(products.c.position)
        )
        with self._database.read() as connection:
            rows = connection.execute(query).scalars().all() if advertiser_id else []
        return tuple(dict.fromkeys(word for words in rows for word in words))

    def ensure(self, advertiser_id: str, name: str) -> None:
        """Make an account without products if there is none of that id."""
        values = {"id": advertiser_id, "name": name, "recent_queries": [], "updated_at": self._clock()}
        with self._database.write() as connection:
            connection.execute(self._database.insert(advertisers).values(**values).on_conflict_do_nothing())

    def merge_history(self, by_account: Mapping[str, Sequence[PastTitle]]) -> tuple[int, int]:
        """Add past titles in one transaction; returns (new, updated). Known ones take the larger counts."""
        added = updated = 0
        with self._database.write() as connection:
            for advertiser_id, history in by_account.items():
                _require(connection, advertiser_id)
                new, changed = put_history(connection, advertiser_id, history, "import")
                added, updated = added + new, updated + changed
        return added, updated

    def merge_products(self, advertiser_id: str, items: Sequence[Product]) -> tuple[int, int]:
        """Add products, or replace those of the same name, in one transaction; returns (new, updated)."""
        with self._database.write() as connection:
            _require(connection, advertiser_id)
            held = {fold(product.name): product for product in _products(connection, advertiser_id)}
            before = dict(held)
            for item in items:
                known = held.get(fold(item.name))
                product_id = known.id if known else _free_id(advertiser_id, item.id, held.values())
                held[fold(item.name)] = item.model_copy(update={"id": product_id})
            self._put_products(connection, advertiser_id, list(held.values()))
        self._names = None
        return len(held) - len(before), sum(held[name] != product for name, product in before.items())

    def past_titles(self, ids: Iterable[str] | None = None) -> list[tuple[str, str, PastTitle]]:
        """(row id, advertiser id, past title) of those ids, or of all accounts."""
        query = select(past_titles)
        if ids is not None:
            query = query.where(past_titles.c.id.in_(list(ids)))
        with self._database.read() as connection:
            return [(row.id, row.advertiser_id, past_title(row)) for row in connection.execute(query)]

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

    def list(self) -> list[Advertiser]:
        """Every account, by id."""
        with self._database.read() as connection:
            rows = connection.execute(select(advertisers).order_by(advertisers.c.id)).all()
            return [_account(connection, row) for row in rows]


def _require(connection: Connection, advertiser_id: str) -> None:
    if connection.execute(select(advertisers.c.id).where(advertisers.c.id == advertiser_id)).first() is None:
        raise NotFound("advertiser", advertiser_id)


def _product_row(advertiser_id: str, position: int, product: Product) -> dict[str, Any]:
    row: dict[str, Any] = {"advertiser_id": advertiser_id, "id": product.id, "position": position}
    row |= {"name": product.name, "category": product.category, "price": product.price}
    return row | {name: list(getattr(product, name)) for name in _PRODUCT_LISTS}


def _free_id(advertiser_id: str, wanted: str, held: Iterable[Product]) -> str:
    """The id wanted, or `<account>-p<n>` with the first n that is free."""
    taken = {product.id for product in held}
    if wanted and wanted not in taken:
        return wanted
    return next(name for n in itertools.count(1) if (name := f"{advertiser_id}-p{n}") not in taken)


def _products(connection: Connection, advertiser_id: str) -> tuple[Product, ...]:
    texts: dict[str, list[str]] = {}
    query = select(facts).where(facts.c.advertiser_id == advertiser_id).order_by(facts.c.product_id, facts.c.position)
    for fact in connection.execute(query):
        texts.setdefault(fact.product_id, []).append(fact.text)
    query = select(products).where(products.c.advertiser_id == advertiser_id).order_by(products.c.position)
    return tuple(
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


def _account(connection: Connection, row: Row[Any]) -> Advertiser:
    return Advertiser(
        id=row.id,
        name=row.name,
        industry=row.industry,
        business_line=row.business_line,
        products=_products(connection, row.id),
        recent_queries=tuple(row.recent_queries),
        history=read_history(connection, row.id),
    )
