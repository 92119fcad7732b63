"""Put a trained adapter into the project: float16 weights, and a configuration without the trainer's paths.

python -m models.training.ship CHECKPOINT_FOLDER [TARGET_FOLDER]
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file

TARGET = Path(__file__).parents[1] / "generator" / "adapter"
BASE = "google/gemma-3-270m"
KEPT = ("peft_type", "task_type", "r", "lora_alpha", "lora_dropout", "target_modules", "layers_to_transform", "bias")
LIMIT = 12 * 2**20


def ship(source: Path, target: Path = TARGET) -> Path:
    """Write `adapter_model.safetensors` and `adapter_config.json`; raises ValueError above 12 MiB."""
    weights = load_file(source / "adapter_model.safetensors")
    half = {name: values.to(torch.float16).contiguous() for name, values in weights.items()}
    if (size := sum(values.nbytes for values in half.values())) > LIMIT:
        raise ValueError(f"the adapter has {size / 2**20:.1f} MiB, more than 12; train with a lower rank")
    config = json.loads((source / "adapter_config.json").read_text())
    kept = {key: config[key] for key in KEPT if key in config} | {"base_model_name_or_path": BASE}
    kept["target_modules"] = sorted(kept["target_modules"])
    target.mkdir(parents=True, exist_ok=True)
    save_file(half, target / "adapter_model.safetensors", metadata={"format": "pt"})
    (target / "adapter_config.json").write_text(json.dumps(kept, indent=2) + "\n")
    return target


if __name__ == "__main__":
    print(ship(*map(Path, sys.argv[1:3])))
