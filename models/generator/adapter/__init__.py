"""The trained adapter shipped with the project; see README.md here."""

from __future__ import annotations

from pathlib import Path


def adapter_path() -> Path | None:
    """The PEFT folder of the shipped adapter, or none when it is not there."""
    folder = Path(__file__).parent
    return folder if (folder / "adapter_model.safetensors").exists() else None
