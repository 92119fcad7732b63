"""The runner: crashes and timeouts are shown, a killed run is resumed, saved figures are recomputed."""

import threading
import time
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from evals import dialogues
from evals.cases import Case
from evals.drivers import Conversation, NothingDriver
from evals.records import Observation, Trajectory
from evals.runner import RunPlan, run_case, run_cases
from evals.saved import load_trajectories

CASE = Case.model_validate(
    {
        "id": "a",
        "advertiser": {"name": "店", "products": [{"name": "壶"}]},
        "turns": [{"user": "一", "expect": {"count": 1}}, {"user": "二", "expect": {"no_titles": True}}],
    }
)
ORACLE, NOTHING = dialogues.Run(driver="oracle"), dialogues.Run(driver="nothing")


class Scripted:
    """Answers each message with the next of `acts`: an exception is raised, a number slept."""

    name = "scripted"

    def __init__(self, *acts: Exception | float) -> None:
        self.acts = acts
        self.sent: list[str] = []
        self.stopped = self.closed = False

    def open(self, case: Case) -> Conversation:
        if not self.acts:
            raise ConnectionError("no server")
        return self

    def send(self, text: str) -> Observation:
        act = self.acts[len(self.sent)]
        self.sent.append(text)
        if isinstance(act, Exception):
            raise act
        time.sleep(act)
        return Observation(user=text, reply="好")

    def stop(self) -> None:
        self.stopped = True

    def close(self) -> None:
        self.closed = True


def test_a_crash_is_recorded_and_the_talk_goes_on() -> None:
    first, second = run_case(CASE, Scripted(KeyError("x"), 0.0)).turns
    assert first.status == "crashed"
    assert "KeyError" in (first.error or "")
    assert (second.status, second.reply) == ("ok", "好")


def test_a_turn_over_its_time_ends_the_talk() -> None:
    driver = Scripted(0.5, 0.0)
    (only,) = run_case(CASE, driver, turn_seconds=0.05).turns
    assert only.status == "timeout"
    assert driver.stopped
    assert driver.sent == ["一"]


def test_a_talk_that_cannot_begin_is_an_infrastructure_error() -> None:
    trajectory = run_case(CASE, Scripted())
    assert trajectory.turns == ()
    assert "no server" in (trajectory.infrastructure or "")


def test_each_trial_has_its_own_driver_and_seed() -> None:
    opened: list[tuple[int, int, Scripted]] = []

    def opener(trial: int, seed: int) -> Scripted:
        opened.append((trial, seed, Scripted(0.0, 0.0)))
        return opened[-1][2]

    runs = run_cases([CASE], opener, RunPlan(trials=3, seed=7), done=[("a", 1)])
    assert [(trial, seed) for trial, seed, _ in opened] == [(0, 7), (2, 9)]
    assert all(driver.closed for _, _, driver in opened)
    assert [(run.trial, run.seed) for run in runs] == [(0, 7), (2, 9)]


def test_several_talks_are_held_at_once() -> None:
    together = threading.Barrier(4, timeout=30)

    class Waiting(NothingDriver):
        def open(self, case: Case) -> Conversation:
            together.wait()  # until all four are open
            return Scripted(0.0, 0.0)

    cases = [CASE.model_copy(update={"id": name}) for name in "abcd"]
    runs = run_cases(cases, lambda trial, seed: Waiting(), RunPlan(in_flight=4))
    assert len(runs) == 4 and not any(run.infrastructure for run in runs)


def _two_cases(path: Path) -> Path:
    dump = CASE.model_dump_json(exclude_defaults=True, exclude={"advertiser": {"id"}})
    path.write_text(dump + "\n" + dump.replace('"id":"a"', '"id":"b"') + "\n", encoding="utf-8")
    return path


def test_a_killed_run_is_resumed_and_checked_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cases, out, console = _two_cases(tmp_path / "cases.jsonl"), tmp_path / "run", Console(quiet=True)
    assert dialogues.main(cases, run=ORACLE, out=out, console=console) == 0
    saved = out / "trajectories.jsonl"
    lines = saved.read_text(encoding="utf-8").splitlines()
    saved.write_text(lines[0] + "\n" + lines[1][:40], encoding="utf-8")
    done: list[list[tuple[str, int]]] = []

    def spied(*given: Any, **named: Any) -> list[Trajectory]:
        done.append(list(named["done"]))
        return run_cases(*given, **named)

    monkeypatch.setattr(dialogues, "run_cases", spied)
    for _ in range(2):
        assert dialogues.main(cases, run=ORACLE, out=out, console=console) == 0
    assert [len(one) for one in done] == [1, 2], "what was saved is not run again"
    assert {run.case_id for run in load_trajectories(out)} == {"a", "b"}


@pytest.mark.parametrize(
    ("run", "only"),
    [
        (dialogues.Run(driver="nothing", trials=2), ()),
        (dialogues.Run(driver="oracle", trials=2, seed=9), ()),
        (ORACLE, ()),
        (dialogues.Run(driver="oracle", trials=2), ("a",)),
    ],
)
def test_another_run_in_the_folder_is_refused_and_left_as_it_is(
    tmp_path: Path, run: dialogues.Run, only: tuple[str, ...]
) -> None:
    cases, out = _two_cases(tmp_path / "cases.jsonl"), tmp_path / "run"
    two = dialogues.Run(driver="oracle", trials=2)
    assert dialogues.main(cases, run=two, out=out, console=Console(quiet=True)) == 0
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    console = Console(record=True, width=300)
    assert dialogues.main(cases, run=run, only=only, out=out, console=console) == 2
    assert "--resume" in console.export_text()
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before


def test_more_trials_and_more_cases_go_on_with_the_run_of_the_folder(tmp_path: Path) -> None:
    cases, out, console = _two_cases(tmp_path / "cases.jsonl"), tmp_path / "run", Console(quiet=True)
    assert dialogues.main(cases, run=ORACLE, only=("a",), out=out, console=console) == 0
    more = dialogues.Run(driver="oracle", trials=2, turn_seconds=60)
    assert dialogues.main(cases, run=more, out=out, console=console) == 0
    held = {(one.case_id, one.trial) for one in load_trajectories(out)}
    assert held == {("a", 0), ("a", 1), ("b", 0), ("b", 1)}


def test_a_changed_case_and_a_run_of_another_kind_are_refused(tmp_path: Path) -> None:
    cases, out, console = _two_cases(tmp_path / "cases.jsonl"), tmp_path / "run", Console(quiet=True)
    assert dialogues.main(cases, run=ORACLE, out=out, console=console) == 0
    cases.write_text(cases.read_text("utf-8").replace("一", "三"), encoding="utf-8")
    assert dialogues.main(cases, run=ORACLE, out=out, console=console) == 2
    _two_cases(cases)
    (out / "run.json").write_text('{"kind": "simulated"}', encoding="utf-8")
    assert dialogues.main(cases, run=ORACLE, out=out, console=console) == 2


def test_cases_that_cannot_be_read_end_with_a_message(tmp_path: Path) -> None:
    console = Console(record=True, width=200)
    assert dialogues.main(tmp_path / "none.jsonl", console=console) == 2
    assert "none.jsonl" in console.export_text()


def test_a_run_is_resumed_and_scored_again_from_its_folder_alone(tmp_path: Path) -> None:
    cases, out, console = tmp_path / "cases.jsonl", tmp_path / "run", Console(quiet=True)
    dump = CASE.model_dump_json(exclude_defaults=True)
    cases.write_text(dump + "\n" + dump.replace('"id":"a"', '"id":"b"', 1) + "\n", encoding="utf-8")
    assert dialogues.main(cases, run=ORACLE, out=out, console=console) == 0
    first = (out / "summary.json").read_text(encoding="utf-8")
    cases.unlink()
    for report in ("summary.json", "report.md", "report.html"):
        (out / report).unlink()
    assert dialogues.rescore(out, console=console) == 0
    assert (out / "summary.json").read_text(encoding="utf-8") == first
    saved = out / "trajectories.jsonl"
    saved.write_text(saved.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")
    assert dialogues.rescore(out, console=console) == 0
    assert len(load_trajectories(out)) == 1, "nothing is run to score"
    assert dialogues.resume(out, console=console) == 0
    assert {run.case_id for run in load_trajectories(out)} == {"a", "b"}


def test_a_folder_without_a_run_cannot_be_resumed(tmp_path: Path) -> None:
    assert dialogues.resume(tmp_path, console=Console(quiet=True)) == 2
    assert dialogues.rescore(tmp_path, console=Console(quiet=True)) == 2
