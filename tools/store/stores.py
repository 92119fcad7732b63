"""All repositories over one database, opened together."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from tools.store.actions import ActionStore
from tools.store.advertisers import AdvertiserStore
from tools.store.clock import Clock, utc_now
from tools.store.database import Database, default_url
from tools.store.feedback import FeedbackStore
from tools.store.memes import MemeStore
from tools.store.meta import keep_meta, read_meta
from tools.store.outbox import Outbox
from tools.store.schema import upgrade
from tools.store.security import SecurityLog
from tools.store.tables import meta
from tools.store.threads import ThreadStore, TurnStore
from tools.store.titles import LibraryStore, TitleStore


@dataclass(frozen=True)
class Stores:
    """The tables. Every method is one transaction and may be called from any thread."""

    database: Database
    store_id: str
    advertisers: AdvertiserStore
    titles: TitleStore
    threads: ThreadStore
    turns: TurnStore
    actions: ActionStore
    library: LibraryStore
    feedback: FeedbackStore
    memes: MemeStore
    outbox: Outbox
    security: SecurityLog

    def get_meta(self, key: str) -> str | None:
        """A remembered value, such as the digest of the demo data that was loaded."""
        with self.database.read() as connection:
            return read_meta(connection, key)

    def set_meta(self, key: str, value: str) -> None:
        """Remember a value, in place of the one before."""
        with self.database.write() as connection:
            keep_meta(self.database, connection, key, value)

    def close(self) -> None:
        self.database.close()


def open_stores(home: Path, url: str | None = None, *, clock: Clock = utc_now) -> Stores:
    """Open, and if need be create or migrate, the database of a home folder (or the one at `url`)."""
    home.mkdir(parents=True, exist_ok=True)
    database = Database(url or default_url(home))
    upgrade(database)
    return Stores(
        database=database,
        store_id=_store_id(database),
        advertisers=AdvertiserStore(database, clock),
        titles=TitleStore(database, clock),
        threads=ThreadStore(database, clock),
        turns=TurnStore(database, clock),
        actions=ActionStore(database, clock),
        library=LibraryStore(database, clock),
        feedback=FeedbackStore(database, clock),
        memes=MemeStore(database, clock),
        outbox=Outbox(database),
        security=SecurityLog(database, clock),
    )


def _store_id(database: Database) -> str:
    """A name for this database, by which an index knows whose it is."""
    with database.read() as connection:
        found = read_meta(connection, "store_id")
    if found is None:
        made = database.insert(meta).values(key="store_id", value=uuid4().hex)
        with database.write() as connection:
            connection.execute(made.on_conflict_do_nothing())
            found = read_meta(connection, "store_id")
    return str(found)
