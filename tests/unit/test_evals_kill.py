"""A run is killed with SIGKILL and finished by another process: nothing is lost, nothing is run twice."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

from rich.console import Console

from evals import dialogues
from evals.cases import Case
from evals.saved import load_trajectories

RUN = """
import sys, time
from pathlib import Path
from evals import dialogues, opening
from evals.oracle import OracleDriver

class Slow(OracleDriver):
    name = "slow"
    def open(self, case):
        time.sleep(0.15)
        return super().open(case)

opening.DRIVERS["slow"] = lambda trial, seed: Slow()
folder = Path(sys.argv[1])
if len(sys.argv) > 2:
    dialogues.main(Path(sys.argv[2]), run=dialogues.Run(driver="slow", in_flight=2), out=folder)
else:
    sys.exit(dialogues.resume(folder))
"""
CASES = 40


def _start(*arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen([sys.executable, "-c", RUN, *arguments], stdout=subprocess.PIPE, text=True)


def test_a_run_killed_by_the_system_is_finished_by_another_process(tmp_path: Path) -> None:
    cases, folder = tmp_path / "cases.jsonl", tmp_path / "run"
    one = {
        "advertiser": {"name": "店", "products": [{"name": "壶"}]},
        "turns": [{"user": "来", "expect": {"count": 2}}],
    }
    lines = [Case.model_validate({"id": f"k{n}"} | one).model_dump_json(exclude_defaults=True) for n in range(CASES)]
    cases.write_text("\n".join(lines) + "\n", encoding="utf-8")
    first = _start(str(folder), str(cases))
    until = time.monotonic() + 60
    while time.monotonic() < until and len(load_trajectories(folder)) < 3:
        time.sleep(0.05)
    os.kill(first.pid, signal.SIGKILL)
    assert first.wait(10) == -signal.SIGKILL
    kept = load_trajectories(folder)
    assert 3 <= len(kept) < CASES, "killed in the middle"
    second = _start(str(folder))
    out, _ = second.communicate(timeout=90)
    assert second.returncode == 0, out
    ended = load_trajectories(folder)
    assert Counter(talk.case_id for talk in ended) == Counter(f"k{n}" for n in range(CASES))
    assert ended[: len(kept)] == kept, "what was saved is not run again"
    told = (folder / "summary.json").read_text(encoding="utf-8")
    assert dialogues.rescore(folder, console=Console(quiet=True)) == 0
    assert (folder / "summary.json").read_text(encoding="utf-8") == told, "the figures follow from the saved talks"
