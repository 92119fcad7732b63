"""Log-probabilities of given texts from llama.cpp, which offers none for prompts.

Its embedding route without pooling gives the last hidden state of every token; times the output matrix (Gemma ties it
to the token embedding) these are the logits. A batch of texts costs one reading of each.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import httpx
import numpy as np
from numpy.typing import NDArray

from models.llm.errors import EndpointError, ModelDamaged
from models.llm.gguf import read_gguf
from models.llm.vocabulary import EMBEDDING

BLOCK = 32


class TextScorer:
    """Scores token ids with an embedding server of the same model and adapter."""

    def __init__(self, server: Any, key: str, model: Path) -> None:
        self._server = server
        self._http = httpx.Client(
            base_url=server.listening_address, headers={"Authorization": f"Bearer {key}"}, timeout=120
        )
        file = read_gguf(model)
        self._begin = int(file.scalar("tokenizer.ggml.bos_token_id"))
        self._output = dequantise_q8_0(file.tensors[EMBEDDING].data, file.tensors[EMBEDDING].type_name)

    def score(self, texts: Sequence[Sequence[int]]) -> list[float]:
        """Mean log-probability per token of each list of ids after the begin token; -inf for an empty list."""
        return [self._score(ids) if ids else float("-inf") for ids in texts]

    def _score(self, ids: Sequence[int]) -> float:
        answer = self._http.post("/embeddings", json={"content": [self._begin, *ids], "embd_normalize": -1})
        if answer.status_code != 200:
            raise EndpointError(
                f"llama.cpp could not read a text of {len(ids)} tokens ({answer.text[:200]}); shorten it"
            )
        states = np.array(answer.json()[0]["embedding"], np.float32)[: len(ids)]
        return float(np.mean(target_logprobs(states, self._output, ids)))


def target_logprobs(
    states: NDArray[np.float32], output: NDArray[np.float32], ids: Sequence[int]
) -> NDArray[np.float32]:
    """log softmax(states @ output.T) at `ids`; states (n, d), output (vocabulary, d), result (n,)."""
    logits = states @ output.T
    top = logits.max(axis=1, keepdims=True)
    norm = top[:, 0] + np.log(np.exp(logits - top).sum(axis=1))
    chosen: NDArray[np.float32] = logits[np.arange(len(ids)), np.asarray(ids)] - norm
    return chosen


def dequantise_q8_0(data: NDArray[np.uint8], kind: str) -> NDArray[np.float32]:
    """Rows of Q8_0 blocks (a float16 scale, then 32 int8) as float32, shape (rows, width)."""
    if kind != "Q8_0":
        raise ModelDamaged(f"the token embedding has type {kind}; only Q8_0 can be scored, use the packaged model")
    blocks = np.ascontiguousarray(data).reshape(len(data), -1, 2 + BLOCK)
    scales = blocks[:, :, :2].copy().view("<f2").astype(np.float32)
    return (blocks[:, :, 2:].view(np.int8) * scales).reshape(len(data), -1)
