"""What the indexes hold of each row of the tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tools.store import MemeRecord, OutboxRow, Stores

TITLES = "titles"
MEMES = "memes"
COLLECTION_OF = {"title": TITLES, "past": TITLES, "meme": MEMES}


@dataclass(frozen=True)
class Document:
    """`text` is shown and searched first, `extra` is searched too, `passage` is what is embedded."""

    id: str
    text: str
    passage: str
    extra: str = ""


def meme_document(meme: MemeRecord) -> Document:
    return Document(
        id=meme.id,
        text=meme.term,
        extra=f"{meme.meaning}，{meme.example}，{'，'.join(meme.tags)}",
        passage=meme_passage(meme),
    )


def meme_passage(meme: MemeRecord) -> str:
    return f"{meme.term}：{meme.meaning}。例：{meme.example}。适合：{'、'.join(meme.tags)}"


def load_documents(stores: Stores, kind: str, ref_ids: Sequence[str]) -> list[Document]:
    """Documents of those rows that still exist."""
    if kind == "meme":
        return [meme_document(meme) for meme in stores.memes.many(ref_ids).values()]
    if kind == "past":
        return [Document(row_id, past.title, past.title) for row_id, _, past in stores.advertisers.past_titles(ref_ids)]
    return [Document(title.id, title.text, title.text) for title in stores.titles.existing(ref_ids)]


def group(rows: Iterable[OutboxRow]) -> dict[str, list[str]]:
    """Row ids by kind, each once."""
    grouped: dict[str, dict[str, None]] = {}
    for row in rows:
        grouped.setdefault(row.kind, {})[row.ref_id] = None
    return {kind: list(ids) for kind, ids in grouped.items()}
