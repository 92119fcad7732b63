"""Full text over tantivy: phrases of characters, pinyin and initials, and pairs ranked by BM25."""

from __future__ import annotations

import itertools
import re
import shutil
import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tantivy

from tools.indexes.analysis import characters, is_latin, letters, pairs, syllables
from tools.indexes.documents import Document
from tools.indexes.scopes import SHARED, mark, marks
from tools.indexes.tokens import document_tokens, grams, letter_grams, sound_grams

_HEAP_BYTES = 20_000_000
_LONGEST = 200  # characters; no title goes on from more
_TYPED = 60  # letters of pinyin that are looked at
_FUZZY_SHARE = 0.6  # of the pairs typed, for a title that none of the exact ways finds
_FUZZY_LEAST = 4
_EVERYBODY = (SHARED,)


@dataclass(frozen=True)
class Hit:
    """`score` orders one answer: the rank made at index time for completions, BM25 for matches."""

    id: str
    text: str
    score: float
    scope: str = SHARED
    rank: float = 0.0
    sketch: bytes = b""
    withheld: bool = False


class TextIndex:
    """One tantivy index on disk. With `writable` false another process owns it and this one only looks."""

    def __init__(self, path: Path, *, writable: bool = True) -> None:
        path.mkdir(parents=True, exist_ok=True)
        self._path = path
        self._schema = _schema()
        self._index = tantivy.Index(self._schema, str(path), reuse=True)
        self._writer = self._index.writer(_HEAP_BYTES, 1) if writable else None
        self._lock = threading.Lock()
        self._index.reload()

    def __len__(self) -> int:
        return int(self._index.searcher().num_docs)

    def put(self, documents: Iterable[Document], gone: Iterable[str] = ()) -> None:
        """Insert or replace documents and drop `gone`, in one commit."""
        with self._lock:
            writer = self._require_writer()
            for document_id in gone:
                writer.delete_documents_by_term("id", document_id)
            for document in documents:
                writer.delete_documents_by_term("id", document.id)
                writer.add_document(_tantivy_document(document))
            writer.commit()
            self._index.reload()

    def complete(self, text: str, limit: int, scopes: Sequence[str] = _EVERYBODY) -> list[Hit]:
        """Documents that go on from `text`, best first; fewer than `limit` when there are no more."""
        found: dict[str, Hit] = {}
        for tier in self.tiers(text, limit, scopes):
            for hit in tier:
                found.setdefault(hit.id, hit)
            if len(found) >= limit:
                break
        return list(found.values())[:limit]

    def tiers(
        self, text: str, limit: int, scopes: Sequence[str] = _EVERYBODY, *, withheld: bool = False
    ) -> Iterator[list[Hit]]:
        """Those that begin with `text`, then those that hold it, then by sound, then what nearly holds it.

        Latin letters are read as pinyin or as initials too. Each tier is ordered by the rank made at index time and
        is searched only when it is asked for.
        """
        chars = characters(text)
        if not chars or len(chars) > _LONGEST:
            return
        searched = marks(scopes, withheld=withheld)
        for field, tokens in ways(text, chars):
            hits = [hit for one in searched for hit in self._ranked(self._phrase(field, one, tokens), limit)]
            yield sorted(hits, key=lambda hit: -hit.score)[:limit]
        if len(chars) >= _FUZZY_LEAST:
            typed = set(pairs(chars))
            near = self.match(text, limit, scopes)
            yield [
                hit for hit in near if len(typed.intersection(pairs(characters(hit.text)))) >= _FUZZY_SHARE * len(typed)
            ]

    def match(self, text: str, limit: int, scopes: Sequence[str] = _EVERYBODY, *, sounds: float = 0.0) -> list[Hit]:
        """Documents that share pairs of characters with `text`, best first by BM25; shared sounds weigh `sounds`.

        Without sounds the query is a plain union of terms, which tantivy prunes by its best blocks.
        """
        chars = characters(text)
        if not chars:
            return []
        should = []
        for one in marks(scopes):
            terms = pairs(chars) if len(chars) > 1 else []
            should += [self._term("pairs", one + term) for term in dict.fromkeys(terms)]
            if len(chars) == 1:
                should.append(self._term("chars", one + chars[0]))
            if sounds:
                spoken = (a + b for a, b in itertools.pairwise(syllables(text)))
                should += [tantivy.Query.boost_query(self._term("sounds", one + term), sounds) for term in spoken]
        query = tantivy.Query.boolean_query([(tantivy.Occur.Should, term) for term in should])
        searcher = self._index.searcher()
        return [
            _hit(searcher.doc(address), score) for score, address in searcher.search(query, limit, count=False).hits
        ]

    def get(self, ids: Sequence[str]) -> list[Hit]:
        """The documents of these ids that are there, in no order."""
        if not ids:
            return []
        searcher = self._index.searcher()
        query = tantivy.Query.term_set_query(self._schema, "id", list(ids))
        return [_hit(searcher.doc(address), score) for score, address in searcher.search(query, len(ids)).hits]

    def refresh(self) -> None:
        """See what the owner has written since."""
        self._index.reload()

    def close(self) -> None:
        with self._lock:
            if self._writer is not None:
                self._writer.wait_merging_threads()
                self._writer = None

    def _phrase(self, field: str, scope_mark: str, tokens: Sequence[str]) -> tantivy.Query:
        if field == "spelled":
            return tantivy.Query.regex_query(self._schema, field, re.escape(scope_mark + tokens[0]) + ".*")
        if len(tokens) == 1:
            return self._term(field, scope_mark + tokens[0])
        return tantivy.Query.phrase_query(self._schema, field, [scope_mark + token for token in tokens])

    def _term(self, field: str, term: str) -> tantivy.Query:
        return tantivy.Query.term_query(self._schema, field, term)

    def _ranked(self, query: tantivy.Query, limit: int) -> list[Hit]:
        searcher = self._index.searcher()
        hits = searcher.search(query, limit, count=False, order_by_field="rank").hits
        return [_hit(searcher.doc(address), rank) for rank, address in hits]

    def _require_writer(self) -> Any:
        if self._writer is None:
            raise PermissionError("This process does not own the index.")
        return self._writer


def ways(text: str, chars: list[str]) -> Iterator[tuple[str, list[str]]]:
    """(field, tokens) of each way in which a document may go on from `text`, the surest first."""
    yield "grams", grams(chars, begins=True)
    yield ("grams", grams(chars, begins=False)) if len(chars) > 1 else ("chars", chars)
    if is_latin(text):
        typed = letters(text)[:_TYPED]
        yield "initials", letter_grams(typed, begins=True)
        yield "spelled", [typed]
        if len(typed) > 2:
            yield "initials", letter_grams(typed, begins=False)
    sounds = syllables(text)
    if len(sounds) > 1:
        yield "pinyin", sound_grams(sounds, begins=True)
        yield "pinyin", sound_grams(sounds, begins=False)


def wipe(path: Path) -> None:
    """Remove an index; the tables can make it again."""
    shutil.rmtree(path, ignore_errors=True)


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    for field in ("id", "text", "scope"):
        builder.add_text_field(field, stored=True, tokenizer_name="raw", index_option="basic")
    for field in ("grams", "pinyin", "initials"):
        builder.add_text_field(field, tokenizer_name="whitespace", index_option="position")
    for field in ("pairs", "sounds"):
        builder.add_text_field(field, tokenizer_name="whitespace", index_option="freq")
    builder.add_text_field("chars", tokenizer_name="whitespace", index_option="basic")
    builder.add_text_field("spelled", tokenizer_name="raw", index_option="basic")
    builder.add_float_field("rank", stored=True, fast=True)
    builder.add_bytes_field("sketch", stored=True)
    builder.add_boolean_field("withheld", stored=True)
    return builder.build()


def _tantivy_document(document: Document) -> tantivy.Document:
    made = tantivy.Document()
    made.add_text("id", document.id)
    made.add_text("text", document.text)
    made.add_text("scope", document.scope)
    made.add_float("rank", document.rank)
    made.add_bytes("sketch", document.sketch)
    made.add_boolean("withheld", document.withheld)
    whose = mark(document.scope, withheld=document.withheld)
    for field, tokens in document_tokens(document.text, document.extra).items():
        made.add_text(field, " ".join([whose + token for token in tokens]))
    return made


def _hit(document: Any, score: float) -> Hit:
    first = document.get_first
    return Hit(
        first("id"), first("text"), float(score), first("scope"), first("rank"), first("sketch"), first("withheld")
    )
