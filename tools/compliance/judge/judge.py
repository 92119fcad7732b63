"""A title encoder that reads whole titles for illegal claims, also where no telling word stands in them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from models.scorers.pieces import Pieces, padded

Floats = npt.NDArray[np.float32]
FOLDER = Path(__file__).parent
ANY = "不限"  # what is read in an industry's place where none is given
_BATCH = 16
_LONGEST = 400  # characters read: many more than the encoder's 64 tokens can hold


@dataclass(frozen=True, slots=True)
class Blend:
    """How the words of both models become one score, and from where on it counts.

    `score = ngram * of_ngram + judge * of_judge + bias`. The judge is asked where the n-gram score reaches `gate`.
    """

    of_ngram: float
    of_judge: float
    bias: float
    gate: float
    silent: float
    excused: float


class Judge:
    """The exported encoder (ONNX int8) in memory; safe to share between threads."""

    def __init__(self, folder: Path = FOLDER, threads: int = 2) -> None:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.log_severity_level = 3
        options.enable_cpu_mem_arena = False  # asked now and then: its working memory goes back between calls
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")  # the language model needs the cores
        self._session: Any = onnxruntime.InferenceSession(
            str(folder / "encoder.onnx"), options, providers=["CPUExecutionProvider"]
        )
        self._pieces = Pieces.load(folder / "pieces.tsv")
        stored = json.loads((folder / "blend.json").read_text("utf-8"))
        self.categories: list[str] = stored["categories"]
        self.blend = Blend(**stored["blend"])

    def odds(self, texts: Sequence[str], industries: Sequence[str | None]) -> Floats:
        """Log-odds of any violation (column 0) and logits of each category, (n, 1 + categories), for restored texts."""
        if not texts:
            return np.zeros((0, 1 + len(self.categories)), np.float32)
        items = self._pieces.encode([text[:_LONGEST] for text in texts], [kind or ANY for kind in industries])
        order = sorted(range(len(items)), key=lambda place: len(items[place].ids))
        found = np.empty((len(items), 1 + len(self.categories)), np.float32)
        for start in range(0, len(order), _BATCH):
            part = order[start : start + _BATCH]
            found[part] = self._session.run(None, {"ids": padded([items[place].ids for place in part])})[0]
        return found


@lru_cache(maxsize=1)
def load_judge() -> Judge | None:
    """The shipped judge; None when its file has been removed."""
    return Judge() if (FOLDER / "encoder.onnx").exists() else None
