"""Adapters of PEFT in llama.cpp's form."""

from __future__ import annotations

import json
import struct
from pathlib import Path

import numpy as np
import pytest

from models.llm.errors import ModelDamaged, ModelMissing
from models.llm.gguf import read_gguf
from models.llm.lora import gguf_adapter, lora_name, read_safetensors

PREFIX = "base_model.model.model.layers"


def safetensors(tensors: dict[str, tuple[str, np.ndarray]]) -> bytes:
    header, body = {}, b""
    for name, (dtype, values) in tensors.items():
        raw = values.tobytes()
        header[name] = {"dtype": dtype, "shape": list(values.shape), "data_offsets": [len(body), len(body) + len(raw)]}
        body += raw
    text = json.dumps(header).encode()
    return struct.pack("<Q", len(text)) + text + body


def adapter(folder: Path, **config: object) -> Path:
    folder.mkdir(exist_ok=True)
    settings = {"peft_type": "LORA", "r": 4, "lora_alpha": 8, **config}
    (folder / "adapter_config.json").write_text(json.dumps(settings))
    a, b = np.full((4, 8), 0.5, np.float32), np.full((6, 4), 2.0, np.float32)
    tensors = {f"{PREFIX}.3.mlp.up_proj.lora_A.weight": ("F32", a), f"{PREFIX}.3.mlp.up_proj.lora_B.weight": ("F32", b)}
    (folder / "adapter_model.safetensors").write_bytes(safetensors(tensors))
    return folder


def test_tensors_and_alpha_arrive(tmp_path: Path) -> None:
    file = gguf_adapter(adapter(tmp_path / "titles"), tmp_path)
    model = read_gguf(file)
    assert model.scalar("adapter.lora.alpha") == 8
    up = model.tensors["blk.3.ffn_up.weight.lora_b"]
    assert up.shape == (6, 4)
    np.testing.assert_array_equal(up.data.view(np.float32), np.full((6, 4), 2.0))


def test_rank_stabilised_alpha_comes_to_the_same_scale(tmp_path: Path) -> None:
    model = read_gguf(gguf_adapter(adapter(tmp_path / "titles", use_rslora=True), tmp_path))
    assert model.scalar("adapter.lora.alpha") == 16  # 16 / 4 == 8 / sqrt(4)


def test_the_same_adapter_is_converted_once_and_a_changed_one_anew(tmp_path: Path) -> None:
    folder = adapter(tmp_path / "titles")
    first = gguf_adapter(folder, tmp_path)
    stamp = first.stat().st_mtime_ns
    assert gguf_adapter(folder, tmp_path) == first and first.stat().st_mtime_ns == stamp
    assert gguf_adapter(adapter(folder, lora_alpha=4), tmp_path) != first


def test_half_precision_is_read() -> None:
    values = np.array([1.0, -2.5], np.float32)
    brain = (values.view(np.uint32) >> 16).astype(np.uint16)
    content = safetensors({"a": ("BF16", brain), "b": ("F16", values.astype(np.float16))})
    for read in read_safetensors(content).values():
        np.testing.assert_array_equal(read, values)


def test_a_layer_that_llama_cpp_cannot_adapt_is_named() -> None:
    with pytest.raises(ModelDamaged, match="embed_tokens"):
        lora_name("base_model.model.model.embed_tokens.lora_A.weight")


def test_what_is_not_plain_lora_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelDamaged, match="DoRA"):
        gguf_adapter(adapter(tmp_path / "titles", use_dora=True), tmp_path)
    assert list((tmp_path / "adapters").glob("*.gguf")) == []


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing, match="adapter_config"):
        gguf_adapter(tmp_path, tmp_path)
