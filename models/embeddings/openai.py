"""Any server with OpenAI's /v1/embeddings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import httpx
import numpy as np

from models.embeddings.base import EmbeddingError, Kind, Vectors, normalised

_BATCH = 128


class OpenAIEmbedder:
    """`url` is the base, such as http://127.0.0.1:8000/v1. `prefixes` are what the model wants before each kind
    of text (E5 models: "query: " and "passage: ")."""

    def __init__(
        self,
        url: str,
        model: str,
        dim: int,
        *,
        api_key: str | None = None,
        prefixes: dict[Kind, str] | None = None,
        client: httpx.Client | None = None,
    ) -> None:
        self.name = f"openai-{model}"
        self.dim = dim
        self._model = model
        self._prefixes = prefixes or {}
        headers = {"Authorization": f"Bearer {api_key}"} if api_key else {}
        self._client = client or httpx.Client(timeout=30)
        self._url = url.rstrip("/") + "/embeddings"
        self._headers = headers

    def embed(self, texts: Sequence[str], kind: Kind = "query") -> Vectors:
        prefixed = [self._prefixes.get(kind, "") + text for text in texts]
        parts = [self._ask(prefixed[start : start + _BATCH]) for start in range(0, len(prefixed), _BATCH)]
        return np.concatenate(parts) if parts else np.empty((0, self.dim), dtype=np.float32)

    def _ask(self, texts: list[str]) -> Vectors:
        body = {"model": self._model, "input": texts, "encoding_format": "float"}
        try:
            response = self._client.post(self._url, json=body, headers=self._headers)
            response.raise_for_status()
            rows = response.json()["data"]
        except (httpx.HTTPError, KeyError, ValueError) as error:
            raise EmbeddingError(f"The embedding server at {self._url} did not answer as expected: {error}") from error
        return self._checked(rows, len(texts))

    def _checked(self, rows: list[dict[str, Any]], count: int) -> Vectors:
        ordered = sorted(rows, key=lambda row: int(row["index"]))
        vectors = np.asarray([row["embedding"] for row in ordered], dtype=np.float32)
        if vectors.shape != (count, self.dim):
            raise EmbeddingError(
                f"The embedding server answered with shape {vectors.shape} where {(count, self.dim)} was due: "
                "check the model's name and its dimension."
            )
        return normalised(vectors)
