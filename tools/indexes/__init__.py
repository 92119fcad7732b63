"""Search over titles and memes: full text (tantivy) and vectors (Chroma), fed by the tables' outbox."""

from tools.indexes.documents import MEMES, TITLES, Document
from tools.indexes.fusion import fuse
from tools.indexes.indexes import Indexes, open_indexes
from tools.indexes.loading import meme_passage
from tools.indexes.text import Hit, TextIndex
from tools.indexes.vectors import VectorIndex

__all__ = [
    "MEMES",
    "TITLES",
    "Document",
    "Hit",
    "Indexes",
    "TextIndex",
    "VectorIndex",
    "fuse",
    "meme_passage",
    "open_indexes",
]
