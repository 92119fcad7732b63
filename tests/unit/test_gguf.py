"""The GGUF container: what is written is read again, and damage is noticed."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from models.llm.gguf import (
    TYPE_IDS,
    Array,
    Gguf,
    GgufError,
    Tensor,
    Value,
    ValueType,
    float32,
    read_gguf,
    string,
    uint32,
    widened,
    write_gguf,
)
from models.llm.vocabulary import cut

VOCABULARY = [b"<pad>", b"<eos>", b"<bos>", b"<unk>", b"a", b"b", b"ab"]


def small_model() -> Gguf:
    rows = np.arange(7 * 34, dtype=np.uint8).reshape(7, 34)
    norm = np.ones(4, np.float32).view(np.uint8).reshape(1, -1)
    return Gguf(
        {
            "general.architecture": string("gemma3"),
            "x.epsilon": float32(0.5),
            "tokenizer.ggml.tokens": Value(ValueType.ARRAY, Array(ValueType.STRING, VOCABULARY)),
            "tokenizer.ggml.scores": Value(ValueType.ARRAY, Array(ValueType.FLOAT32, -np.arange(7, dtype=np.float32))),
            "tokenizer.ggml.bos_token_id": uint32(2),
        },
        {
            "token_embd.weight": Tensor("token_embd.weight", (7, 32), TYPE_IDS["Q8_0"], rows),
            "output_norm.weight": Tensor("output_norm.weight", (4,), TYPE_IDS["F32"], norm),
        },
    )


@pytest.fixture
def path(tmp_path: Path) -> Path:
    target = tmp_path / "small.gguf"
    with target.open("wb") as file:
        write_gguf(small_model(), file)
    return target


def test_what_is_written_is_read_again(path: Path) -> None:
    model, read = small_model(), read_gguf(path)
    assert list(read.metadata) == list(model.metadata)
    assert read.strings("tokenizer.ggml.tokens") == VOCABULARY
    assert read.scalar("x.epsilon") == 0.5
    for name, tensor in model.tensors.items():
        assert (read.tensors[name].shape, read.tensors[name].type_name) == (tensor.shape, tensor.type_name)
        np.testing.assert_array_equal(read.tensors[name].data, tensor.data)


def test_a_file_cut_short_is_refused(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-64])
    with pytest.raises(GgufError, match="cut short"):
        read_gguf(path)


def test_another_kind_of_file_is_refused(tmp_path: Path) -> None:
    other = tmp_path / "other.gguf"
    other.write_bytes(b"PK" + bytes(100))
    with pytest.raises(GgufError, match="not a GGUF"):
        read_gguf(other)


def test_the_cut_slices_rows_and_renumbers_named_tokens() -> None:
    model = small_model()
    small = cut(model, np.array([0, 2, 6], np.int32))
    assert small.strings("tokenizer.ggml.tokens") == [b"<pad>", b"<bos>", b"ab"]
    assert small.scalar("tokenizer.ggml.bos_token_id") == 1
    assert small.tensors["token_embd.weight"].shape == (3, 32)
    np.testing.assert_array_equal(
        small.tensors["token_embd.weight"].data[2], model.tensors["token_embd.weight"].data[6]
    )
    np.testing.assert_array_equal(small.numbers("tokenizer.ggml.scores"), [0, -2, -6])


def test_the_cut_must_keep_the_tokens_that_the_metadata_name() -> None:
    with pytest.raises(GgufError, match="bos_token_id"):
        cut(small_model(), np.array([0, 1, 4], np.int32))


def test_five_bits_become_eight_with_the_same_values() -> None:
    scale = np.array([0.5, -0.25], np.float16)
    values = np.stack([np.arange(-16, 16), np.arange(15, -17, -1)])
    blocks = np.zeros((2, 22), np.uint8)
    blocks[:, :2] = scale.view(np.uint8).reshape(2, 2)
    raw = values + 16
    blocks[:, 2:6] = np.packbits(raw >> 4, axis=1, bitorder="little")
    blocks[:, 6:] = (raw[:, :16] & 15) | ((raw[:, 16:] & 15) << 4)
    model = Gguf({}, {"w": Tensor("w", (2, 32), TYPE_IDS["Q5_0"], blocks)})
    wide = widened(model).tensors["w"]
    assert (wide.type_name, wide.data.shape) == ("Q8_0", (2, 34))
    assert np.array_equal(wide.data[:, :2], blocks[:, :2])
    assert np.array_equal(wide.data[:, 2:].view(np.int8), values)


def test_other_tensors_are_left_as_they_are() -> None:
    model = small_model()
    assert widened(model).tensors == model.tensors
