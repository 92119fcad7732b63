"""The trainers end to end on a tiny random model: losses fall, runs resume, adapters can be shipped."""

from __future__ import annotations

import json
import shutil
import sys

import pytest

torch = pytest.importorskip("torch", reason="trainers need torch (extra `train`)")
pytest.importorskip("peft")

from models.pipeline.build import save_examples  # noqa: E402
from models.pipeline.pairs import Example  # noqa: E402
from models.training import prefer, sft  # noqa: E402
from models.training.ship import ship  # noqa: E402

KEYWORDS = (["降噪耳机"], ["猫砂"])


def run(monkeypatch, trainer, *arguments):
    monkeypatch.setattr(sys, "argv", ["trainer", *map(str, arguments)])
    trainer.main()


def log(out):
    return [json.loads(line) for line in (out / "log.jsonl").read_text().splitlines()]


@pytest.fixture(scope="module")
def tuned(model, tmp_path_factory):
    """An adapter fine-tuned on two titles, 24 steps in two runs."""
    out = tmp_path_factory.mktemp("sft")
    examples = [
        Example("关键词：降噪耳机\n标题：", "终于安静了", "native"),
        Example("关键词：猫砂\n标题：", "先看这一袋", "native"),
    ]
    save_examples(out / "examples.jsonl", examples * 8)
    shared = ["--model", model, "--examples", out / "examples.jsonl", "--out", out, "--batch", 4, "--lr", 0.02]
    with pytest.MonkeyPatch.context() as patch:
        run(patch, sft, *shared, "--steps", 12)
        run(patch, sft, *shared, "--steps", 24)
    return out


def test_fine_tuning_learns_and_resumes(tuned):
    rows = log(tuned)
    assert [row["step"] for row in rows] == list(range(1, 25))
    losses = [row["loss"] for row in rows]
    assert sum(losses[-4:]) < sum(losses[:4]) - 0.4
    assert json.loads((tuned / "state.json").read_text()) == {"step": 24}


def test_a_run_killed_while_it_saves_goes_on_from_the_checkpoint_before(tuned, model, tmp_path, monkeypatch):
    from peft import PeftModel

    def killed(self, folder, **_):
        folder.mkdir()
        (folder / "adapter_config.json").touch()  # opened, not yet written
        raise KeyboardInterrupt

    shutil.copytree(tuned, tmp_path, dirs_exist_ok=True)
    shared = ["--model", model, "--examples", tmp_path / "examples.jsonl", "--out", tmp_path, "--batch", 4]
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(PeftModel, "save_pretrained", killed)
        run(patch, sft, *shared, "--steps", 26)
    run(monkeypatch, sft, *shared, "--steps", 26)
    assert [row["step"] for row in log(tmp_path)] == [*range(1, 27), 25, 26], "both went on from step 24"


def test_an_adapter_is_shipped_in_half_precision(tuned, tmp_path):
    from safetensors.torch import load_file

    ship(tuned / "adapter", tmp_path)
    weights = load_file(tmp_path / "adapter_model.safetensors")
    assert weights and {value.dtype for value in weights.values()} == {torch.float16}
    assert "tmp" not in (tmp_path / "adapter_config.json").read_text()


@pytest.fixture
def judged(tmp_path):
    rows = [
        {"keywords": words, "title": title, "sense": int(good), "appeal": 4 if good else 1, "fault": "-"}
        for words in KEYWORDS
        for title, good in (("终于安静了", True), ("先看这一袋", True), ("乱码乱码吗", False), ("是否是否", False))
    ]
    (tmp_path / "onpolicy_made.jsonl").write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows))
    return tmp_path


@pytest.mark.parametrize("loss", ["dpo", "ipo", "kto", "kton"])
def test_preferences_are_learnt_by_every_loss(loss, model, tuned, judged, tmp_path, monkeypatch):
    out = tmp_path / loss
    monkeypatch.setattr(prefer, "judged_titles", _all)
    shared = ["--model", model, "--adapter", tuned / "adapter", "--judged", judged, "--written", 0, "--out", out]
    run(monkeypatch, prefer, "--loss", loss, *shared, "--passes", 30, "--batch", 8, "--lr", 0.01)
    losses = [row["loss"] for row in log(out)]
    assert losses[-1] < losses[0]
    assert (out / "adapter" / "adapter_model.safetensors").exists()


def _all(folders, _parts, *files):
    from models.pipeline.judged import PARTS, judged_titles

    return judged_titles(folders, PARTS, *files)
