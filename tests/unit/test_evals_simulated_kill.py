"""A run of simulated advertisers is killed with SIGKILL and finished by another process."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from rich.console import Console

from evals import dialogues, talks
from evals.cases import load_cases
from evals.saved import load_trajectories, whole_lines
from evals.voice import ModelVoice
from models.llm import Completion

# The model words things in one way before the kill and in another after it, as a model does by lot.
RUN = """
import sys, time
from pathlib import Path
from evals import opening, talks
from evals.drivers import NothingDriver
from evals.voice import ModelVoice
from models.llm import Completion

class Slow(NothingDriver):
    name = "slow"
    def open(self, case):
        opened = super().open(case)
        answer, opened.send = opened.send, lambda text: time.sleep(0.03) or answer(text)
        return opened

class Words:
    def complete(self, prompts, sampling):
        return [Completion(text=prompts[0].splitlines()[-1] + sys.argv[3], tokens=5, finish="stop")]

opening.DRIVERS["slow"] = lambda trial, seed: Slow()
talks._model_voice = lambda stack: ModelVoice(Words())
folder = Path(sys.argv[2])
run = talks.SimulatedRun(kind="simulated", talks=12, driver="slow", voice="model")
sys.exit(talks.resume(folder) if sys.argv[1] == "resume" else talks.start(run, folder))
"""


def _started(*arguments: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", RUN, *arguments], stdout=subprocess.DEVNULL)


def _unsaved(folder: Path) -> int:
    """Messages of the talk that is being held."""
    saved = sum(len(talk.turns) for talk in load_trajectories(folder))
    return len(whole_lines(folder / talks.SAID)) - saved


def test_a_killed_run_keeps_its_talks_and_its_words(tmp_path: Path) -> None:
    folder = tmp_path / "run"
    first = _started("start", str(folder), "啊")
    until = time.monotonic() + 120
    while time.monotonic() < until and not (len(load_trajectories(folder)) > 2 and _unsaved(folder) > 1):
        time.sleep(0.005)
    os.kill(first.pid, signal.SIGKILL)
    assert first.wait(20) == -signal.SIGKILL
    kept, said = load_trajectories(folder), whole_lines(folder / talks.SAID)
    assert 3 <= len(kept) < 12, "killed in the middle"
    assert _started("resume", str(folder), "呀").wait(120) == 1, "one that does nothing passes no talk"
    ended = load_trajectories(folder)
    assert [talk.seed for talk in ended] == list(range(12)), "each seed once"
    assert ended[: len(kept)] == kept, "what was saved is not held again"
    cut = [row for (seed, _), row in talks.recording(said).items() if seed == len(kept)]
    assert len(cut) > 1, "killed in the middle of a talk"
    again = [turn.user for turn in ended[len(kept)].turns]
    assert all(turn.startswith(row["text"]) for turn, row in zip(again, cut, strict=False))
    assert "啊" in "".join(row["text"] for row in cut) and "呀" in "".join(again[len(cut) :])
    assert [case.id for case in load_cases(folder)] == [talk.case_id for talk in ended]
    told = (folder / "summary.json").read_text(encoding="utf-8")
    assert dialogues.rescore(folder, console=Console(quiet=True)) == 1
    assert (folder / "summary.json").read_text(encoding="utf-8") == told


def test_a_run_is_replayed_in_its_words_without_the_model(tmp_path: Path) -> None:
    console, run = Console(quiet=True), talks.SimulatedRun(kind="simulated", talks=3, driver="nothing")
    talks.start(run, tmp_path / "one", console=console)
    lines = [line.replace('"text": "', '"text": "喂，') for line in whole_lines(tmp_path / "one" / talks.SAID)]
    (tmp_path / "one" / talks.SAID).write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    talks.start(run, tmp_path / "two", replay=tmp_path / "one", console=console)
    one, two = load_trajectories(tmp_path / "one"), load_trajectories(tmp_path / "two")
    assert [[turn.user[:2] for turn in talk.turns] for talk in two] == [["喂，"] * len(talk.turns) for talk in one]
    assert whole_lines(tmp_path / "two" / talks.SAID) == lines, "what is said again is recorded once"


def test_a_folder_without_words_cannot_be_replayed(tmp_path: Path) -> None:
    console, run = Console(record=True, width=300), talks.SimulatedRun(kind="simulated", talks=1, driver="nothing")
    assert talks.start(run, tmp_path / "run", replay=tmp_path / "typo", console=console) == 2
    assert "typo" in console.export_text() and not (tmp_path / "run").exists()


def test_how_often_the_model_found_no_words_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Mute:
        def complete(self, prompts: list[str], sampling: object) -> list[Completion]:
            return [Completion(text="", tokens=0, finish="stop") for _ in prompts]

    monkeypatch.setattr(talks, "_model_voice", lambda stack: ModelVoice(Mute()))
    console = Console(record=True, width=300)
    run = talks.SimulatedRun(kind="simulated", talks=1, driver="nothing", voice="model")
    talks.start(run, tmp_path / "run", console=console)
    said = len(whole_lines(tmp_path / "run" / talks.SAID))
    assert f"new words: 0 the model's, {said} written phrases" in console.export_text()


def test_a_folder_with_another_run_is_left_alone(tmp_path: Path) -> None:
    console = Console(quiet=True)
    run = talks.SimulatedRun(kind="simulated", talks=2, driver="nothing")
    assert talks.resume(tmp_path, console=console) == 2
    assert talks.start(run, tmp_path / "run", console=console) == 1
    before = (tmp_path / "run" / "trajectories.jsonl").read_bytes()
    other = run.model_copy(update={"seed": 5})
    assert talks.start(other, tmp_path / "run", console=console) == 2
    assert (tmp_path / "run" / "trajectories.jsonl").read_bytes() == before
    assert dialogues.resume(tmp_path / "run", console=console) == 2, "its cases are no written ones"
