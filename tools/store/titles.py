"""Titles with everything known about them, and the library (素材库) of those that were saved."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import insert, select

from models.types import Title
from tools.store.clock import Clock
from tools.store.database import Database
from tools.store.errors import NotFound
from tools.store.outbox import note
from tools.store.tables import advertisers, library, titles


class TitleStore:
    """Every title written or imported, whole; the indexes hear of every change."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def add(self, items: Sequence[Title], *, advertiser_id: str, thread_id: str | None = None) -> None:
        """Store titles in one transaction; one whose id is known is replaced (its scores may be new).

        Raises NotFound when there is no such advertiser.
        """
        if not items:
            return
        with self._database.write() as connection:
            if connection.execute(select(advertisers.c.id).where(advertisers.c.id == advertiser_id)).first() is None:
                raise NotFound("advertiser", advertiser_id)
            common = {"advertiser_id": advertiser_id, "thread_id": thread_id, "created_at": self._clock()}
            rows = [
                {"id": one.id, "text": one.text, "payload": one.model_dump(mode="json", exclude_defaults=True)} | common
                for one in items
            ]
            upsert = self._database.insert(titles)
            new = {"text": upsert.excluded.text, "payload": upsert.excluded.payload}
            connection.execute(upsert.on_conflict_do_update(index_elements=["id"], set_=new), rows)
            note(connection, "title", [title.id for title in items])

    def get(self, title_id: str) -> Title:
        """Raises NotFound."""
        return self.many([title_id])[0]

    def many(self, title_ids: Iterable[str]) -> list[Title]:
        """Titles in the order asked for. Raises NotFound naming the first that is missing."""
        wanted = list(title_ids)
        found = {title.id: title for title in self.existing(wanted)}
        for title_id in wanted:
            if title_id not in found:
                raise NotFound("title", title_id)
        return [found[title_id] for title_id in wanted]

    def existing(self, title_ids: Sequence[str]) -> list[Title]:
        """Those of the ids that exist, in no order."""
        found: list[Title] = []
        with self._database.read() as connection:
            for start in range(0, len(title_ids), 500):
                query = select(titles.c.payload).where(titles.c.id.in_(title_ids[start : start + 500]))
                found += [Title.model_validate(row.payload) for row in connection.execute(query)]
        return found

    def threads(self, title_ids: Sequence[str]) -> dict[str, str | None]:
        """The conversations that titles were written in, by title id; those that do not exist are left out."""
        found: dict[str, str | None] = {}
        with self._database.read() as connection:
            for start in range(0, len(title_ids), 500):
                query = select(titles.c.id, titles.c.thread_id).where(titles.c.id.in_(title_ids[start : start + 500]))
                found |= {row.id: row.thread_id for row in connection.execute(query)}
        return found

    def of(self, advertiser_id: str, limit: int = 200) -> list[Title]:
        """An account's titles, newest first."""
        query = select(titles.c.payload).where(titles.c.advertiser_id == advertiser_id)
        return self._read(query.order_by(titles.c.seq.desc()).limit(limit))

    def owned(self, advertiser_id: str, title_ids: Sequence[str]) -> list[Title]:
        """Those of the ids that are this account's, in the order asked for; others are left out."""
        query = select(titles.c.payload).where(titles.c.advertiser_id == advertiser_id, titles.c.id.in_(title_ids))
        found = {title.id: title for title in self._read(query)}
        return [found[title_id] for title_id in title_ids if title_id in found]

    def ids(self) -> list[str]:
        """Every title's id, oldest first."""
        with self._database.read() as connection:
            return list(connection.execute(select(titles.c.id).order_by(titles.c.seq)).scalars())

    def _read(self, query: Any) -> list[Title]:
        with self._database.read() as connection:
            return [Title.model_validate(row.payload) for row in connection.execute(query)]


class LibraryStore:
    """The titles an account saved."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def save(self, advertiser_id: str, title_ids: Sequence[str]) -> int:
        """Save titles for good; returns how many were not saved before. Raises NotFound, and then saves none."""
        wanted = list(dict.fromkeys(title_ids))
        with self._database.write() as connection:
            known = set(connection.execute(select(titles.c.id).where(titles.c.id.in_(wanted))).scalars())
            for title_id in wanted:
                if title_id not in known:
                    raise NotFound("title", title_id)
            query = select(library.c.title_id).where(library.c.advertiser_id == advertiser_id)
            saved = set(connection.execute(query).scalars())
            fresh = [title_id for title_id in wanted if title_id not in saved]
            rows = [{"advertiser_id": advertiser_id, "title_id": new, "saved_at": self._clock()} for new in fresh]
            if rows:
                connection.execute(insert(library), rows)
                note(connection, "title", fresh, consumers=("text",))
        return len(fresh)

    def list(self, advertiser_id: str) -> list[Title]:
        """Saved titles, newest first."""
        query = select(titles.c.payload).join(library, library.c.title_id == titles.c.id)
        query = query.where(library.c.advertiser_id == advertiser_id)
        with self._database.read() as connection:
            rows = connection.execute(query.order_by(library.c.saved_at.desc(), titles.c.seq.desc()))
            return [Title.model_validate(row.payload) for row in rows]
