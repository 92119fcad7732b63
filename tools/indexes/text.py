"""Full text over tantivy: phrases of characters, pinyin and initials, and pairs ranked by BM25."""

from __future__ import annotations

import itertools
import re
import shutil
import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tantivy

from tools.indexes.analysis import START, characters, initials, is_latin, letters, pairs, syllables

_HEAP_BYTES = 20_000_000
_SPELLED = 24  # syllables kept for typing by pinyin; nobody types further before picking
_LONGEST = 200  # characters; no title goes on from more
_TYPED = 60  # letters of pinyin that are looked at


@dataclass(frozen=True)
class Hit:
    id: str
    text: str
    score: float


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

    def put(self, documents: Iterable[tuple[str, str, str]], gone: Iterable[str] = ()) -> None:
        """Insert or replace (id, text shown, further text to search) and drop `gone`, in one commit."""
        with self._lock:
            writer = self._require_writer()
            for document_id in gone:
                writer.delete_documents_by_term("id", document_id)
            for document_id, text, extra in documents:
                writer.delete_documents_by_term("id", document_id)
                writer.add_document(_document(document_id, text, extra))
            writer.commit()
            self._index.reload()

    def complete(self, text: str, limit: int) -> list[Hit]:
        """Documents that go on from `text`: those that begin with it first, then those that hold it, then by sound.

        Latin letters are read as pinyin or as initials too. Fewer than `limit` when there are no more.
        """
        chars = characters(text)
        if not chars or len(chars) > _LONGEST:
            return []
        found: dict[str, Hit] = {}
        for query in self._completions(text, chars):
            for hit in self._search(query, limit):
                found.setdefault(hit.id, hit)
            if len(found) >= limit:
                break
        return list(found.values())[:limit]

    def match(self, text: str, limit: int) -> list[Hit]:
        """Documents that share pairs of characters, or sounds, with `text`, best first by BM25."""
        chars = characters(text)
        if not chars:
            return []
        terms = [(pair, "pairs", 1.0) for pair in dict.fromkeys(pairs(chars))]
        sounds = syllables(text)
        terms += [(first + second, "sounds", 0.3) for first, second in itertools.pairwise(sounds)]
        should = [(tantivy.Occur.Should, self._term(field, term, boost)) for term, field, boost in terms]
        if len(chars) == 1:
            should.append((tantivy.Occur.Should, self._term("chars", chars[0], 1.0)))
        return self._search(tantivy.Query.boolean_query(should), limit)

    def refresh(self) -> None:
        """See what the owner has written since."""
        self._index.reload()

    def close(self) -> None:
        with self._lock:
            if self._writer is not None:
                self._writer.wait_merging_threads()
                self._writer = None

    def _completions(self, text: str, chars: list[str]) -> Iterable[tantivy.Query]:
        yield self._phrase("chars", [START, *chars])
        yield self._phrase("chars", chars)
        if is_latin(text):
            typed = letters(text)[:_TYPED]
            yield self._phrase("initials", [START, *typed])
            yield tantivy.Query.regex_query(self._schema, "spelled", re.escape(typed) + ".*")
            if len(typed) > 2:
                yield self._phrase("initials", list(typed))
        sounds = list(syllables(text))
        if len(sounds) > 1:
            yield self._phrase("pinyin", [START, *sounds])
            yield self._phrase("pinyin", sounds)

    def _phrase(self, field: str, words: Sequence[str]) -> tantivy.Query:
        if len(words) == 1:
            return tantivy.Query.term_query(self._schema, field, words[0])
        return tantivy.Query.phrase_query(self._schema, field, list(words))

    def _term(self, field: str, term: str, boost: float) -> tantivy.Query:
        query = tantivy.Query.term_query(self._schema, field, term)
        return query if boost == 1.0 else tantivy.Query.boost_query(query, boost)

    def _search(self, query: tantivy.Query, limit: int) -> list[Hit]:
        searcher = self._index.searcher()
        hits: list[Hit] = []
        for score, address in searcher.search(query, limit, count=False).hits:
            document: Any = searcher.doc(address)
            hits.append(Hit(document.get_first("id"), document.get_first("text"), float(score)))
        return hits

    def _require_writer(self) -> Any:
        if self._writer is None:
            raise PermissionError("This process does not own the index.")
        return self._writer


def wipe(path: Path) -> None:
    """Remove an index; the tables can make it again."""
    shutil.rmtree(path, ignore_errors=True)


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("text", stored=True, tokenizer_name="raw", index_option="basic")
    for field in ("chars", "pinyin", "initials"):
        builder.add_text_field(field, tokenizer_name="whitespace", index_option="position")
    for field in ("pairs", "sounds"):
        builder.add_text_field(field, tokenizer_name="whitespace", index_option="freq")
    builder.add_text_field("spelled", tokenizer_name="raw", index_option="basic")
    return builder.build()


def _document(document_id: str, text: str, extra: str) -> tantivy.Document:
    chars, sounds = characters(text), syllables(text)
    more, more_sounds = characters(extra), syllables(extra)
    document = tantivy.Document()
    document.add_text("id", document_id)
    document.add_text("text", text)
    document.add_text("chars", " ".join([START, *chars]))
    document.add_text("pinyin", " ".join([START, *sounds]))
    document.add_text("initials", " ".join([START, *initials(sounds)]))
    document.add_text("spelled", "".join(sounds[:_SPELLED]))
    document.add_text("pairs", " ".join([*pairs(chars), *pairs(more)]))
    joined = [a + b for part in (sounds, more_sounds) for a, b in itertools.pairwise(part)]
    document.add_text("sounds", " ".join(joined))
    return document
