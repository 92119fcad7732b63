"""Dual recall over the titles of the tables: full text and vectors, fused by rank, each wording once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from models.embeddings import Embedder, load_embedder
from models.text import fold
from models.types import Provenance, Title
from tools.indexes import TITLES, Indexes, fuse, open_indexes
from tools.indexes.analysis import characters
from tools.indexes.documents import load_documents
from tools.store import Stores, open_stores
from tools.store.hashing import content_id

_POOL = 40
_LEAST_ALIKE = 0.80  # cosine of E5; unrelated Chinese titles lie about 0.75
SHARED_ACCOUNT = "shared"
"""Titles added as plain texts belong to this account, which is made when the first one arrives."""


class Association:
    """Over every title the stores hold: offered, saved, imported, and the accounts' past ones."""

    def __init__(self, stores: Stores, indexes: Indexes) -> None:
        self._stores = stores
        self._indexes = indexes

    def complete(self, text: str, k: int = 5) -> list[str]:
        """Titles that begin with `text`, then those that hold it, then those that sound like it (or whose pinyin
        or initials were typed). At most `k`, none that is `text` itself; empty when there are none."""
        hits = self._indexes.text(TITLES).complete(text, max(4 * k, 20))
        return _distinct((hit.text for hit in hits), text, k)

    def similar(self, text: str, k: int = 5) -> list[str]:
        """Titles that say something alike, best first: nearest vectors and shared wording, fused by rank (k=60)."""
        if not characters(text):
            return []
        by_text = self._indexes.text(TITLES).match(text, _POOL)
        shown = {hit.id: hit.text for hit in by_text}
        near = [found for found, cosine in self._indexes.nearest(TITLES, text, _POOL) if cosine >= _LEAST_ALIKE]
        shown |= self._texts([found for found in near if found not in shown])
        fused = fuse([(near, 1.0), ([hit.id for hit in by_text], 0.8)])
        return _distinct((shown[found] for found in fused if found in shown), text, k)

    def add(self, titles: Sequence[Title | str], *, advertiser_id: str | None = None) -> int:
        """Store titles and make them findable at once; returns how many were new.

        Titles the stores hold already only have to be indexed. Plain texts, and titles without an account, go to
        the account `shared`.
        """
        items = [title if isinstance(title, Title) else _from_text(title) for title in titles]
        known = {title.id for title in self._stores.titles.existing([item.id for item in items])}
        fresh = [item for item in items if item.id not in known]
        if fresh:
            account = advertiser_id or SHARED_ACCOUNT
            self._stores.advertisers.ensure(account, "公共标题")
            self._stores.titles.add(fresh, advertiser_id=account)
        self._indexes.text(TITLES)
        return len(fresh)

    def _texts(self, ids: Sequence[str]) -> dict[str, str]:
        past = [found for found in ids if found.startswith("h")]
        documents = load_documents(self._stores, "past", past) + load_documents(self._stores, "title", list(ids))
        return {document.id: document.text for document in documents}


def open_association(
    home: Path | None = None,
    *,
    stores: Stores | None = None,
    indexes: Indexes | None = None,
    embedder: Embedder | None = None,
) -> Association:
    """Association over open stores and indexes, or over those of a home folder (./.miaoti when none is named)."""
    folder = home or Path(".miaoti")
    stores = stores or open_stores(folder)
    indexes = indexes or open_indexes(stores, folder, embedder or load_embedder())
    return Association(stores, indexes)


def _from_text(text: str) -> Title:
    return Title(id="x" + content_id(text), text=text, provenance=Provenance(source="library"))


def _distinct(texts: Iterable[str], typed: str, k: int) -> list[str]:
    """The first `k` wordings, punctuation and case aside, that are not what was typed."""
    seen = {_wording(typed)}
    kept: list[str] = []
    for text in texts:
        if len(kept) == k:
            break
        if _wording(text) not in seen:
            seen.add(_wording(text))
            kept.append(text)
    return kept


def _wording(text: str) -> str:
    return "".join(characters(text)) or fold(text)
