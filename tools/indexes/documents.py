"""What the indexes hold of each row of the tables."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tools.indexes.scopes import SHARED
from tools.store import OutboxRow

TITLES = "titles"
MEMES = "memes"
COLLECTION_OF = {"title": TITLES, "past": TITLES, "material": TITLES, "meme": MEMES}


@dataclass(frozen=True)
class Document:
    """`text` is shown and searched first, `extra` is searched too, `passage` is what is embedded.

    `scope` is the account that may see it (`shared`: every one). `rank` orders completions, `sketch` is a small
    vector (int8) for telling titles of one meaning, `withheld` says that the law keeps it from being shown: all
    made when it is indexed, so that nothing is left to do while someone types.
    """

    id: str
    text: str
    passage: str
    extra: str = ""
    scope: str = SHARED
    rank: float = 0.0
    sketch: bytes = b""
    withheld: bool = False


def group(rows: Iterable[OutboxRow]) -> dict[str, list[str]]:
    """Row ids by kind, each once."""
    grouped: dict[str, dict[str, None]] = {}
    for row in rows:
        grouped.setdefault(row.kind, {})[row.ref_id] = None
    return {kind: list(ids) for kind, ids in grouped.items()}
