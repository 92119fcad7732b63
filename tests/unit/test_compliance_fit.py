"""Fitting the second look: what it cannot use is refused before it is worked on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tools.compliance import fit


def test_blind_rows_with_rewrites_are_refused_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    row = {"title": "全国第一的帐篷", "industry": "户外", "category": "superlative", "verdict": "violation"}
    blind = tmp_path / "blind.jsonl"
    blind.write_text(json.dumps(row | {"fix": "听雨的帐篷"}), encoding="utf-8")
    (tmp_path / "compliance.jsonl").write_text("", encoding="utf-8")
    monkeypatch.setattr(fit, "unseen_scores", lambda *_: pytest.fail("scored first"))
    monkeypatch.setattr(fit, "matrix", lambda *_: pytest.fail("computed features first"))
    with pytest.raises(ValueError, match="rewrites"):
        fit.main(["--data", str(tmp_path), "--blind", str(blind), "--out", str(tmp_path / "out.npz")])
