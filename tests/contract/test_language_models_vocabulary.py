"""The cut vocabulary reads text as the full one does. Titles come from the folder in MIAOTI_DATA."""

from __future__ import annotations

import os
import random
from pathlib import Path

import numpy as np
import pytest
from tokenizers import Tokenizer

from models.llm import prepare_model
from models.llm.gguf import Gguf, read_gguf
from models.llm.prepare import assemble
from models.llm.tokenizer import build_tokenizer, pieces
from models.llm.vocabulary import kept_ids

SAMPLE = 4000
PLAIN = [
    "The quick brown fox jumps over the lazy dog, 24/7!",
    "Buy one, get 2 free: save $19.99 today",
    '{"intent":"generate","n":10,"max_chars":20,"keywords":["续航","轻薄"],"avoid":[]}',
    '[\n  {"a": null, "b": true}\n]\n\n',
    "😀😂🤣😍🥰🔥✨💯🎉👀🙏🐶❤️👍🏻",
    "【原创】《妙题》“标题”——到底怎么写？！…（上）",
    "全角ＡＢＣ１２３，半角ABC123。ﾊﾝｶｸ カタカナ ひらがな",
    "  two  spaces   three\ttab",
]
RARE = ["鱻龘靐齉爩", "ᚠᛇᚻ ᛒᛦᚦ", "𠮷野家", "Ωμέγα", "안녕하세요", "👨‍👩‍👧‍👦🏴‍☠️", "\u200b\ufeff\x01"]


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> tuple[Gguf, Gguf]:
    """The full model and the cut one."""
    home = tmp_path_factory.mktemp("vocabulary")
    full = home / "full.gguf"
    assemble(full, lambda step, share: None)
    return read_gguf(full), read_gguf(prepare_model(home))


@pytest.fixture(scope="module")
def tokenizers(models: tuple[Gguf, Gguf]) -> tuple[Tokenizer, Tokenizer]:
    return build_tokenizer(models[0]), build_tokenizer(models[1])


def same_ids(text: str, full: Tokenizer, small: Tokenizer) -> bool:
    ids = kept_ids()[small.encode(text, add_special_tokens=False).ids]
    return ids.tolist() == full.encode(text, add_special_tokens=False).ids


def test_pieces_and_rows_are_those_of_the_kept_ids(models: tuple[Gguf, Gguf]) -> None:
    full, small = models
    ids = kept_ids()
    assert (np.diff(ids) > 0).all()
    everything = pieces(full)
    assert pieces(small) == [everything[i] for i in ids]
    for position in (0, 300, len(ids) - 1):
        np.testing.assert_array_equal(
            small.tensors["token_embd.weight"].data[position], full.tensors["token_embd.weight"].data[ids[position]]
        )


def test_english_emoji_json_and_punctuation_cost_hardly_more_tokens(tokenizers: tuple[Tokenizer, Tokenizer]) -> None:
    full, small = (sum(len(t.encode(text, add_special_tokens=False).ids) for text in PLAIN) for t in tokenizers)
    assert full <= small <= 1.15 * full


@pytest.mark.parametrize("text", [PLAIN[4], PLAIN[5]])
def test_emoji_and_punctuation_keep_their_ids(text: str, tokenizers: tuple[Tokenizer, Tokenizer]) -> None:
    assert same_ids(text, *tokenizers)


@pytest.mark.parametrize("text", PLAIN + RARE)
def test_every_text_round_trips(text: str, tokenizers: tuple[Tokenizer, Tokenizer]) -> None:
    small = tokenizers[1]
    assert small.decode(small.encode(text, add_special_tokens=False).ids, skip_special_tokens=False) == text


def test_real_titles_keep_their_ids_and_round_trip(tokenizers: tuple[Tokenizer, Tokenizer]) -> None:
    folder = os.environ.get("MIAOTI_DATA")
    if not folder:
        pytest.skip("MIAOTI_DATA is not set: no real titles to read")
    import pyarrow.parquet as pq

    column = pq.read_table(Path(folder) / "bili_2026_hot_or_not.parquet", columns=["title"])["title"].to_pylist()
    titles = [str(title) for title in random.Random(0).sample(column, SAMPLE)]
    full, small = tokenizers
    assert sum(same_ids(title, full, small) for title in titles) >= 0.999 * len(titles)
    for title in titles:
        assert small.decode(small.encode(title, add_special_tokens=False).ids, skip_special_tokens=False) == title
