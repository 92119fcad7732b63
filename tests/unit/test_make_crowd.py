"""`make crowd` runs both measurements, and a miss in either is its own."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")
@pytest.mark.parametrize(("real", "quick"), [(0, 0), (1, 0), (0, 1)])
def test_both_are_run_and_either_fails_it(tmp_path: Path, real: int, quick: int) -> None:
    (tmp_path / "bin").mkdir()
    command = tmp_path / "bin" / "miaoti"
    told = tmp_path / "told"
    command.write_text(f'#!/bin/sh\necho "$@" >> {told}\ncase "$*" in *--quick*) exit {quick};; esac\nexit {real}\n')
    command.chmod(0o755)
    (tmp_path / ".ready").touch()
    done = subprocess.run(["make", f"VENV={tmp_path}", "crowd"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert bool(done.returncode) == bool(real or quick), done.stderr
    first, second = told.read_text().splitlines()
    assert first.startswith("bench crowd --users 50 --turns 3 ") and "--quick" not in first
    assert second.startswith("bench crowd --users 20 --turns 50 --quick ")
    assert first.split("--out ")[1] != second.split("--out ")[1], "one would overwrite the other's figures"
