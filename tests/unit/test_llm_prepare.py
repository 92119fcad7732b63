"""The home keeps one version of the model: making it clears away the others with all that was exported of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.llm import prepare
from models.llm.prepare import prepare_model


def test_other_versions_go_with_what_was_exported_of_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "models"
    (folder / "gemma-3-270m-0123456789ab.hf").mkdir(parents=True)
    (folder / "gemma-3-270m-0123456789ab.hf" / "model.safetensors").write_bytes(b"weights")
    (folder / "gemma-3-270m-0123456789ab.gguf").write_bytes(b"old")
    (folder / "another.gguf").write_bytes(b"the user's own")
    monkeypatch.setattr(prepare, "_make", lambda target, report: target.write_bytes(b"new"))
    made = prepare_model(tmp_path)
    made.with_suffix(".hf").mkdir()
    assert prepare_model(tmp_path) == made and made.read_bytes() == b"new"
    kept = {path.name for path in folder.iterdir() if path.suffix in (".gguf", ".hf")}
    assert kept == {made.name, made.with_suffix(".hf").name, "another.gguf"}
    made.unlink()
    assert prepare_model(tmp_path).exists() and made.with_suffix(".hf").exists(), "its own export stays"
