"""Vectors of the demo's memes and past titles, made beforehand so that a first start need not embed them.

`python -m tools.demo.vectors` makes the file again; a test says when it has to be.
"""

from __future__ import annotations

from models.embeddings import load_embedder, save_vectors
from tools.demo.loading import demo_advertisers, demo_memes
from tools.indexes import meme_passage
from tools.indexes.indexes import DEMO_VECTORS


def demo_passages() -> list[str]:
    titles = [past.title for account in demo_advertisers() for past in account.history]
    return [*(meme_passage(meme) for meme in demo_memes()), *titles]


if __name__ == "__main__":
    save_vectors(DEMO_VECTORS, load_embedder(), demo_passages())
