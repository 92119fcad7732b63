"""Association's scale-out home: an OpenSearch index behind the same interface as the embedded ones.

Tokens are made here (pinyin, initials, pairs), so the server needs no plugin for Chinese; its whitespace analyser
keeps their positions. Vectors are its k-NN field. The tables stay the truth: changes come through the outbox.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from models.embeddings import Embedder
from models.embeddings.sentence import SentenceHead
from tools.compliance.lawbook import Lawbook
from tools.indexes import TITLES, Document, Hit
from tools.indexes.analysis import characters, pairs
from tools.indexes.documents import COLLECTION_OF, group
from tools.indexes.indexes import VERSION
from tools.indexes.loading import CheckMany, DocumentLoader
from tools.indexes.text import ways
from tools.indexes.tokens import document_tokens
from tools.store import Stores

CONSUMER = "opensearch"
_BATCH = 500
_PHRASED = ("grams", "pinyin", "initials")
_SOURCE = ["text", "rank", "scope", "withheld", "sketch"]


def mapping(dim: int) -> dict[str, Any]:
    """Settings and fields of the index; `dim` is the length of the vectors."""
    words = {"type": "text", "analyzer": "whitespace"}
    hnsw = {
        "name": "hnsw",
        "engine": "lucene",
        "space_type": "cosinesimil",
        "parameters": {"m": 16, "ef_construction": 200},
    }
    fields: dict[str, Any] = {name: {**words, "norms": False} for name in (*_PHRASED, "chars")}
    fields |= {
        "pairs": {**words, "index_options": "freqs"},
        "spelled": {"type": "keyword"},
        "text": {"type": "keyword", "index": False, "doc_values": False},
        "scope": {"type": "keyword"},
        "withheld": {"type": "boolean"},
        "rank": {"type": "float"},
        "sketch": {"type": "binary"},
        "vector": {"type": "knn_vector", "dimension": dim, "method": hnsw},
    }
    return {"settings": {"index": {"knn": True}}, "mappings": {"dynamic": "strict", "properties": fields}}


def index_name(embedder: Embedder) -> str:
    """The index of this embedder's vectors, in the characters that OpenSearch allows a name."""
    return re.sub(r"[^a-z0-9_.-]", "-", f"miaoti-titles-{VERSION}-{embedder.name}".lower())


def consumer(index: str) -> str:
    """The name under which the outbox keeps what `index` has yet to take."""
    return f"{CONSUMER}:{index}"


class OpenSearchTitles:
    """Titles on a server. Several processes may use one: whoever searches first takes what waits in the outbox."""

    def __init__(
        self, client: Any, stores: Stores, embedder: Embedder, *, index: str | None = None,
        check_many: CheckMany | None = None,
    ) -> None:  # fmt: skip
        self._client = client
        self._stores = stores
        self._embedder = embedder
        self._law = Lawbook(stores)
        self._loader = DocumentLoader(stores, check_many or self._law.check_many, SentenceHead())
        # Other documents or vectors, another index; each hears of every change, whichever is open.
        self._index = index or index_name(embedder)
        self._consumer = consumer(self._index)
        self._seen = -1
        if not client.indices.exists(index=self._index):
            stores.outbox.dismiss(self._consumer)  # first, so that a kill leaves no empty index that counts as filled
            client.indices.create(index=self._index, body=mapping(embedder.dim))
        stores.outbox.enrol(self._consumer)
        self._dismiss_lost()

    def embedder_of(self, collection: str) -> Embedder:
        return self._embedder

    def text(self, collection: str = TITLES) -> OpenSearchTitles:
        """Itself, with everything in it that this process wrote to the tables."""
        if self._seen != self._stores.database.writes:
            self._seen = self._stores.database.writes
            self.sync()
        return self

    def sync(self, progress: Callable[[int], None] | None = None) -> int:
        """Take what waits in the outbox, in batches that can be interrupted; returns how many changes."""
        self._follow_the_law()
        taken = 0
        while rows := self._stores.outbox.pending(self._consumer, _BATCH):
            for kind, ids in group(rows).items():
                if COLLECTION_OF[kind] == TITLES:
                    self._put(self._loader.load(kind, ids), ids)
            self._client.indices.refresh(index=self._index)
            self._stores.outbox.done(rows)
            taken += len(rows)
            if progress is not None:
                progress(self._stores.outbox.count(self._consumer))
        return taken

    def tiers(self, text: str, limit: int, scopes: Sequence[str], *, withheld: bool = False) -> Iterator[list[Hit]]:
        """As `TextIndex.tiers`, in one round trip."""
        chars = characters(text)
        if not chars:
            return
        visible = _visible(scopes, withheld)
        searches = [_ordered(field, tokens, visible, limit) for field, tokens in ways(text, chars)]
        body: list[dict[str, Any]] = [part for search in searches for part in ({"index": self._index}, search)]
        for answer in self._client.msearch(body=body)["responses"]:
            yield _hits(answer)

    def match(self, text: str, limit: int, scopes: Sequence[str]) -> list[Hit]:
        """By BM25 over shared pairs of characters."""
        chars = characters(text)
        if not chars:
            return []
        field, tokens = ("pairs", pairs(chars)) if len(chars) > 1 else ("chars", chars)
        query = {"bool": {"must": {"match": {field: " ".join(tokens)}}, "filter": _visible(scopes, False)}}
        return _hits(self._client.search(index=self._index, body={"size": limit, "query": query, "_source": _SOURCE}))

    def get(self, ids: Sequence[str]) -> list[Hit]:
        query = {"ids": {"values": list(ids)}}
        body = {"size": max(len(ids), 1), "query": query, "_source": _SOURCE}
        return _hits(self._client.search(index=self._index, body=body)) if ids else []

    def nearest(self, collection: str, text: str, limit: int, scopes: Sequence[str]) -> list[tuple[str, float]]:
        """(id, cosine). Lucene filters while it walks the graph, so another account's titles crowd nothing out."""
        self.text(collection)
        vector = self._embedder.embed([text], "query")[0].tolist()
        near = {"vector": vector, "k": limit, "filter": {"bool": {"filter": _visible(scopes, False)}}}
        body = {"size": limit, "query": {"knn": {"vector": near}}, "_source": False}
        found = self._client.search(index=self._index, body=body)["hits"]["hits"]
        return [(hit["_id"], 2.0 * float(hit["_score"]) - 1.0) for hit in found]

    def _dismiss_lost(self) -> None:
        """Changes pile up for indexes that an upgrade, or another embedder, left behind once they are deleted."""
        for name in self._stores.outbox.enrolled():
            kind, _, index = name.partition(":")
            if kind == CONSUMER and name != self._consumer and not (index and self._client.indices.exists(index=index)):
                self._stores.outbox.dismiss(name)

    def _follow_the_law(self) -> None:
        """When the house's rules changed, every title is judged anew; the note comes last, so a kill starts over."""
        now, key = self._law.edition(), f"law:{self._consumer}"
        if now != (self._stores.get_meta(key) or ""):
            self._stores.outbox.refill(self._consumer)
            self._stores.set_meta(key, now)

    def _put(self, documents: Sequence[Document], ids: Sequence[str]) -> None:
        from opensearchpy.helpers import bulk

        vectors = self._embedder.embed([one.passage for one in documents], "passage")
        gone = set(ids) - {one.id for one in documents}
        steps: list[dict[str, Any]] = [
            {"_op_type": "index", "_index": self._index, "_id": one.id, "_source": _fields(one, vector.tolist())}
            for one, vector in zip(documents, vectors, strict=True)
        ]
        steps += [{"_op_type": "delete", "_index": self._index, "_id": one} for one in sorted(gone)]
        bulk(self._client, steps, raise_on_error=True, ignore_status=(404,))


def open_opensearch(url: str, stores: Stores, embedder: Embedder, *, index: str | None = None) -> OpenSearchTitles:
    """Connect to a server, https://user:password@host:9200. Raises RuntimeError when the client is not installed."""
    try:
        from opensearchpy import OpenSearch
    except ImportError as error:
        raise RuntimeError("The OpenSearch client is missing: pip install 'miaoti[opensearch]'.") from error
    return OpenSearchTitles(OpenSearch(url, timeout=10), stores, embedder, index=index)


def _fields(one: Document, vector: list[float]) -> dict[str, Any]:
    tokens = document_tokens(one.text, "")
    fields: dict[str, Any] = {name: " ".join(tokens[name]) for name in (*_PHRASED, "chars", "pairs")}
    if any(vector):
        fields["vector"] = vector  # a text without letters has none, and cosines of zero are refused
    return fields | {
        "spelled": tokens["spelled"][0],
        "text": one.text,
        "scope": one.scope,
        "withheld": one.withheld,
        "rank": one.rank,
        "sketch": base64.b64encode(one.sketch).decode("ascii"),
    }


def _visible(scopes: Sequence[str], withheld: bool) -> list[dict[str, Any]]:
    shown: list[dict[str, Any]] = [{"terms": {"scope": list(scopes)}}]
    return shown if withheld else [*shown, {"term": {"withheld": False}}]


def _ordered(field: str, tokens: Sequence[str], visible: list[dict[str, Any]], limit: int) -> dict[str, Any]:
    """Best rank first among those that hold the tokens as a phrase."""
    if field == "spelled":
        query: dict[str, Any] = {"prefix": {field: tokens[0]}}
    else:
        query = {"match_phrase": {field: " ".join(tokens)}}
    sort = [{"rank": "desc"}]
    return {"size": limit, "query": {"bool": {"filter": [query, *visible]}}, "sort": sort, "_source": _SOURCE}


def _hits(answer: dict[str, Any]) -> list[Hit]:
    if "error" in answer:
        raise RuntimeError(f"OpenSearch refused a search: {answer['error']}")
    return [_hit(found) for found in answer["hits"]["hits"]]


def _hit(found: dict[str, Any]) -> Hit:
    kept = found["_source"]
    return Hit(
        found["_id"], kept["text"], float(found.get("_score") or kept["rank"]), kept["scope"], kept["rank"],
        base64.b64decode(kept["sketch"]), kept["withheld"],
    )  # fmt: skip
