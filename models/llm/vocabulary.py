"""Which of Gemma's 262,144 token ids the product keeps, and the cut of a GGUF file to them.

    python -m models.llm.vocabulary FULL.gguf DATA_FOLDER     # chooses anew and writes kept_ids.npz beside this file

Text made of kept tokens is tokenised exactly as before, because the pieces that arise while a token is put together
are kept with it; other text falls apart into smaller kept pieces or bytes, so every text still round-trips.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from models.llm import corpus
from models.llm.gguf import Array, Gguf, GgufError, Value, read_gguf
from models.llm.tokenizer import BYTE, NORMAL, build_tokenizer, pieces, steps

KEPT_IDS = Path(__file__).with_name("kept_ids.npz")
EMBEDDING = "token_embd.weight"
PER_TOKEN = ("tokenizer.ggml.tokens", "tokenizer.ggml.scores", "tokenizer.ggml.token_type")
SINGLE_ID = re.compile(r"tokenizer\.ggml\.\w+_token_id")
UNUSED = re.compile(r"<unused(\d+)>")
UNUSED_KEPT = 32
ROUND = 64  # the vocabulary's size is made a multiple of this, which matrix kernels like


def kept_ids() -> NDArray[np.int32]:
    """The committed choice: old ids, ascending; the new id is the position. About 40,000 of them."""
    with np.load(KEPT_IDS) as stored:
        return np.cumsum(stored["gaps"], dtype=np.int32)


def save_ids(ids: NDArray[np.int32], path: Path = KEPT_IDS) -> None:
    """Write ascending `ids` as gaps, compressed."""
    np.savez_compressed(path, gaps=np.diff(ids, prepend=0).astype(np.uint16))


def choose_ids(model: Gguf, folder: Path) -> NDArray[np.int32]:
    """Choose by use in the texts of `folder` (see `corpus`), closed under merging; ascending old ids."""
    tokenizer = build_tokenizer(model)
    size = len(pieces(model))

    def used(texts: Iterable[str], at_least: int) -> set[int]:
        counts = np.zeros(size, np.int64)
        for encoding in tokenizer.encode_batch_fast(list(texts), add_special_tokens=False):
            np.add.at(counts, encoding.ids, 1)
        return set(np.flatnonzero(counts >= at_least).tolist())

    chosen = used(corpus.own_texts(folder), 1)
    for source in corpus.SOURCES:
        chosen |= used(corpus.parquet_texts(folder, source), source.at_least)
    return _closed(model, chosen)


def _closed(model: Gguf, chosen: set[int]) -> NDArray[np.int32]:
    """`chosen` with special tokens, bytes, plain characters and every intermediate piece; rounded up by frequency."""
    vocabulary = pieces(model)
    types = model.numbers("tokenizer.ggml.token_type")
    ids = {piece: i for i, piece in enumerate(vocabulary) if types[i] == NORMAL}
    scores = model.numbers("tokenizer.ggml.scores").astype(np.float64)
    ranks = {piece: int(-scores[i]) for piece, i in ids.items()}
    kept = {i for i in range(len(vocabulary)) if types[i] == BYTE or (types[i] != NORMAL and _wanted(vocabulary[i]))}
    kept |= {ids[character] for character in corpus.characters() if character in ids}

    for number in chosen:
        kept.add(number)
        if types[number] == NORMAL:
            kept.update(ids[step] for step in steps(vocabulary[number], ranks) if step in ids)
    for number in sorted(ids.values(), key=lambda i: -scores[i]):  # pieces joined first are the most frequent
        if len(kept) % ROUND == 0:
            break
        if all(ids.get(step, number) in kept | {number} for step in steps(vocabulary[number], ranks)):
            kept.add(number)
    return np.array(sorted(kept), np.int32)


def _wanted(special: str) -> bool:
    unused = UNUSED.fullmatch(special)
    return unused is None or int(unused[1]) < UNUSED_KEPT


def cut(model: Gguf, ids: NDArray[np.int32]) -> Gguf:
    """`model` with the vocabulary `ids` only. Quantised rows are sliced as they are, so nothing is lost in them.

    Raises GgufError where a token that the metadata name (begin, end, unknown, padding) is not among `ids`.
    """
    metadata = {key: _cut_value(key, value, ids) for key, value in model.metadata.items()}
    embedding = model.tensors[EMBEDDING]
    rows = replace(embedding, shape=(len(ids), *embedding.shape[1:]), data=np.ascontiguousarray(embedding.data[ids]))
    return Gguf(metadata, {**model.tensors, EMBEDDING: rows})


def _cut_value(key: str, value: Value, ids: NDArray[np.int32]) -> Value:
    content = value.value
    if key in PER_TOKEN and isinstance(content, Array):
        values = content.values
        rows = [values[i] for i in ids] if isinstance(values, list) else values[ids]
        return replace(value, value=replace(content, values=rows))
    if SINGLE_ID.fullmatch(key) and isinstance(content, int):
        position = int(np.searchsorted(ids, content))
        if position == len(ids) or ids[position] != content:
            raise GgufError(f"{key} is token {content}, which the cut vocabulary must keep")
        return replace(value, value=position)
    return value


if __name__ == "__main__":
    chosen_ids = choose_ids(read_gguf(Path(sys.argv[1])), Path(sys.argv[2]))
    save_ids(chosen_ids)
    print(f"{len(chosen_ids)} ids kept, {KEPT_IDS.stat().st_size} bytes in {KEPT_IDS.name}")
