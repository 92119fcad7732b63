"""Text to token ids: unigram pieces (Kudo, ACL 2018) of multilingual-e5-small, cut to what titles use."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer, models, pre_tokenizers

Ints = npt.NDArray[np.int64]
PAD, UNK, BOS, EOS = 0, 1, 2, 3
SPECIAL = ("<pad>", "<unk>", "<s>", "</s>")
MAX_TOKENS = 64


@dataclass(frozen=True)
class Encoded:
    """Ids without padding and, for each, the characters (start, end) of the title it covers; (0, 0) for others."""

    ids: list[int]
    spans: list[tuple[int, int]]


class Pieces:
    """`pieces` begins with the four special tokens; `scores` are log probabilities."""

    def __init__(self, pieces: Sequence[str], scores: Sequence[float]) -> None:
        vocabulary = [(piece, float(score)) for piece, score in zip(pieces, scores, strict=True)]
        self.pieces = list(pieces)
        self.scores = [score for _, score in vocabulary]
        self._tokenizer = Tokenizer(models.Unigram(vocabulary, unk_id=UNK))
        self._tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()

    def encode(self, titles: Sequence[str], before: Sequence[str] | None = None) -> list[Encoded]:
        """`<s> title </s>`, or `<s> before </s> title </s>`; at most 64 tokens, `before` at most 24."""
        found = self._tokenizer.encode_batch(list(titles), add_special_tokens=False)
        heads: list[list[int]] = [[] for _ in titles]
        if before is not None:
            encoded = self._tokenizer.encode_batch(list(before), add_special_tokens=False)
            heads = [[*item.ids[:24], EOS] for item in encoded]
        out = []
        for head, item in zip(heads, found, strict=True):
            room = MAX_TOKENS - 2 - len(head)
            ids = [BOS, *head, *item.ids[:room], EOS]
            spans = [(0, 0)] * (1 + len(head)) + [tuple(span) for span in item.offsets[:room]] + [(0, 0)]
            out.append(Encoded(ids, spans))  # type: ignore[arg-type]
        return out

    def save(self, path: Path) -> None:
        """Two columns, piece and score, one a line."""
        lines = [f"{piece}\t{score:.4f}" for piece, score in zip(self.pieces, self.scores, strict=True)]
        path.write_text("\n".join(lines), encoding="utf-8")

    @classmethod
    def load(cls, path: Path) -> Pieces:
        """What `save` wrote; one for all files that say the same: the tokenizer takes 12 MB."""
        return _loaded(path.read_text(encoding="utf-8"))


@lru_cache(maxsize=2)
def _loaded(text: str) -> Pieces:
    rows = [line.split("\t") for line in text.split("\n")]
    return Pieces([row[0] for row in rows], [float(row[1]) for row in rows])


def padded(ids: Sequence[Sequence[int]]) -> Ints:
    """(n, longest) with PAD behind."""
    out = np.full((len(ids), max(map(len, ids))), PAD, np.int64)
    for row, values in enumerate(ids):
        out[row, : len(values)] = values
    return out
