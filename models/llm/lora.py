"""From a PEFT adapter folder to llama.cpp's GGUF form, without torch."""

from __future__ import annotations

import hashlib
import json
import re
import struct
from pathlib import Path
from typing import Any

import numpy as np
from filelock import FileLock
from numpy.typing import NDArray

from models.llm.errors import ModelDamaged, ModelMissing
from models.llm.gguf import TYPE_IDS, Gguf, Tensor, float32, string, write_gguf
from models.llm.prepare import written_whole

CONFIG = "adapter_config.json"
WEIGHTS = "adapter_model.safetensors"
PARTS = {
    "self_attn.q_proj": "attn_q",
    "self_attn.k_proj": "attn_k",
    "self_attn.v_proj": "attn_v",
    "self_attn.o_proj": "attn_output",
    "mlp.gate_proj": "ffn_gate",
    "mlp.up_proj": "ffn_up",
    "mlp.down_proj": "ffn_down",
}
KEY = re.compile(r"base_model\.model\.(?:model\.)+layers\.(\d+)\.([\w.]+?)\.lora_([AB])(?:\.default)?\.weight")
FORMAT = b"1"  # part of the cache key; raise it when the conversion changes


def gguf_adapter(folder: Path, home: Path) -> Path:
    """The adapter of `folder` as a GGUF LoRA file under `home`, converted once for each content.

    Raises ModelMissing where a file of the folder is not there, ModelDamaged for adapters llama.cpp cannot apply.
    """
    for name in (CONFIG, WEIGHTS):
        if not (folder / name).is_file():
            raise ModelMissing(f"{folder / name} is not there; train the adapter first or correct the setting")
    config, weights = (folder / CONFIG).read_bytes(), (folder / WEIGHTS).read_bytes()
    digest = hashlib.sha256(FORMAT + config + weights).hexdigest()[:16]
    target = home / "adapters" / f"{folder.name}-{digest}.gguf"
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(target.parent / "convert.lock"), written_whole(target) as file:
            write_gguf(convert(json.loads(config), read_safetensors(weights)), file)
    return target


def convert(config: dict[str, Any], tensors: dict[str, NDArray[np.float32]]) -> Gguf:
    """PEFT's LoRA tensors under llama.cpp's names. Gemma 3 needs no permutation of rows.

    llama.cpp scales by alpha / rank; rank-stabilised adapters (alpha / sqrt(rank)) get an alpha that comes to the same.
    """
    if config.get("peft_type") != "LORA" or config.get("use_dora") or config.get("rank_pattern"):
        raise ModelDamaged("only plain LoRA of one rank can be converted; train without DoRA and rank patterns")
    rank = int(config["r"])
    alpha = float(config["lora_alpha"]) * (rank**0.5 if config.get("use_rslora") else 1.0)
    metadata = {
        "general.architecture": string("gemma3"),
        "general.type": string("adapter"),
        "adapter.type": string("lora"),
        "adapter.lora.alpha": float32(alpha),
    }
    result = {}
    for key, values in sorted(tensors.items()):
        name = lora_name(key)
        data = np.ascontiguousarray(values, np.float32)
        result[name] = Tensor(name, data.shape, TYPE_IDS["F32"], data.view(np.uint8))
    if not result:
        raise ModelDamaged("the adapter holds no tensors")
    return Gguf(metadata, result)


def lora_name(key: str) -> str:
    """llama.cpp's name of a PEFT tensor; raises ModelDamaged for layers it cannot adapt (embeddings, norms)."""
    match = KEY.fullmatch(key)
    part = PARTS.get(match[2]) if match else None
    if match is None or part is None:
        raise ModelDamaged(f"the adapter changes {key}, which cannot be converted; train linear layers only")
    return f"blk.{match[1]}.{part}.weight.lora_{match[3].lower()}"


def read_safetensors(content: bytes) -> dict[str, NDArray[np.float32]]:
    """All tensors of a safetensors file (F32, F16 or BF16) as float32.

    The layout: 8 bytes of header length, a JSON header with dtype, shape and offsets, then the data.
    """
    try:
        (length,) = struct.unpack_from("<Q", content)
        header = json.loads(content[8 : 8 + length])
    except (struct.error, ValueError) as error:
        raise ModelDamaged(f"the adapter is no safetensors file ({error}); copy or train it again") from None
    body = content[8 + length :]
    return {name: _tensor(body, entry) for name, entry in header.items() if name != "__metadata__"}


def _tensor(body: bytes, entry: dict[str, Any]) -> NDArray[np.float32]:
    start, end = entry["data_offsets"]
    if end > len(body):
        raise ModelDamaged("the adapter file is cut short; copy or train it again")
    raw = body[start:end]
    if entry["dtype"] == "BF16":
        values = (np.frombuffer(raw, "<u2").astype(np.uint32) << 16).view(np.float32)
    elif entry["dtype"] in {"F32", "F16"}:
        values = np.frombuffer(raw, "<f4" if entry["dtype"] == "F32" else "<f2").astype(np.float32)
    else:
        raise ModelDamaged(
            f"adapter tensors of type {entry['dtype']} cannot be read; save float32, float16 or bfloat16"
        )
    return values.reshape(entry["shape"])
