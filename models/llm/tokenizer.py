"""A fast tokenizer built from the vocabulary inside a GGUF file.

Gemma 3's vocabulary is byte-pair encoding written in SentencePiece's form: a score for every piece, none for merges.
Joining the two neighbours whose joined piece scores best, again and again, is the same procedure; so merges are
listed as every split of every piece into two pieces, best score first.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
from tokenizers import AddedToken, Tokenizer, decoders, normalizers, processors
from tokenizers.models import BPE

from models.llm.gguf import Gguf

NORMAL, CONTROL, USER_DEFINED, BYTE = 1, 3, 4, 6  # token types of llama.cpp (include/llama.h)
SPACE = "▁"


def pieces(model: Gguf) -> list[str]:
    """The vocabulary's pieces in the order of their ids."""
    return [piece.decode("utf-8") for piece in model.strings("tokenizer.ggml.tokens")]


def build_tokenizer(model: Gguf, *, bos: bool = False) -> Tokenizer:
    """A `tokenizers.Tokenizer` with the ids of `model`; `bos` puts the begin token before every text.

    Text that looks like a control token (`<bos>`) is read as that token, as llama.cpp does for prompts.
    """
    vocabulary = pieces(model)
    types = model.numbers("tokenizer.ggml.token_type")
    ids = {piece: number for number, piece in enumerate(vocabulary)}
    unknown = vocabulary[int(model.scalar("tokenizer.ggml.unknown_token_id"))]
    tokenizer = Tokenizer(BPE(ids, list(merges(model)), unk_token=unknown, fuse_unk=True, byte_fallback=True))
    tokenizer.normalizer = normalizers.Replace(" ", SPACE)
    tokenizer.decoder = decoders.Sequence([decoders.Replace(SPACE, " "), decoders.ByteFallback(), decoders.Fuse()])
    for kind, special in ((CONTROL, True), (USER_DEFINED, False)):
        added = [AddedToken(vocabulary[i], normalized=False, special=special) for i in np.flatnonzero(types == kind)]
        (tokenizer.add_special_tokens if special else tokenizer.add_tokens)(added)
    if bos:
        start = int(model.scalar("tokenizer.ggml.bos_token_id"))
        token = vocabulary[start]
        tokenizer.post_processor = processors.TemplateProcessing(
            single=f"{token} $A", pair=f"{token} $A {token}:1 $B:1", special_tokens=[(token, start)]
        )
    return tokenizer


def merges(model: Gguf) -> Iterator[tuple[str, str]]:
    """Every split of a piece into two pieces of the vocabulary; best piece first, then by the left part's length."""
    vocabulary = pieces(model)
    types = model.numbers("tokenizer.ggml.token_type")
    scores = model.numbers("tokenizer.ggml.scores")
    normal = np.flatnonzero(types == NORMAL)
    known = {vocabulary[i] for i in normal}
    for number in normal[np.argsort(-scores[normal].astype(np.float64), kind="stable")]:
        piece = vocabulary[number]
        for cut in range(1, len(piece)):
            if piece[:cut] in known and piece[cut:] in known:
                yield piece[:cut], piece[cut:]


def steps(piece: str, ranks: dict[str, int]) -> set[str]:
    """The pieces that arise while `piece` is put together: its characters and every intermediate merge.

    `ranks` gives the order of merging by piece, smallest first. The result holds `piece` itself if it is reachable.
    """
    symbols = list(piece)
    seen = set(symbols)
    while len(symbols) > 1:
        joined = [left + right for left, right in pairwise(symbols)]
        best = min(range(len(joined)), key=lambda i: (ranks.get(joined[i], len(ranks)), i))
        if joined[best] not in ranks:
            break
        symbols[best : best + 2] = [joined[best]]
        seen.add(joined[best])
    return seen
