"""Evaluates whole conversations: `miaoti eval dialogues`."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict
from rich.console import Console
from rich.progress import MofNCompleteColumn, Progress, TimeElapsedColumn

from evals.cases import CASES, Case, CaseError, load_cases
from evals.clock import Watch, load_clock
from evals.judge import Judge
from evals.metrics import summarise
from evals.opening import opener
from evals.records import Trajectory
from evals.report import show, write
from evals.runner import RunPlan, run_cases
from evals.saved import RUN, TRAJECTORIES, appended, load_trajectories, write_cases

OWN_CASES = Path(__file__).parent / "data" / "cases_own.jsonl"


class Run(BaseModel):
    """What a run's folder must know to be finished or scored again; its cases and trajectories lie beside it."""

    model_config = ConfigDict(frozen=True)

    kind: Literal["dialogues"] = "dialogues"
    driver: str = "agent"
    trials: int = 1
    seed: int = 0
    in_flight: int = 4
    turn_seconds: float = 120.0

    @property
    def plan(self) -> RunPlan:
        return RunPlan(self.trials, self.seed, self.in_flight, self.turn_seconds, self.driver)


def main(
    *cases: Path,
    run: Run | None = None,
    only: Sequence[str] = (),
    out: Path | None = None,
    failures: int = 20,
    console: Console | None = None,
    judged: bool = False,
) -> int:
    """Run the cases of these files and folders (the project's own if none) and print the tables.

    Trajectories and reports go to `out` (reports/dialogues-<time> if none). A folder `out` that holds trajectories is
    resumed: what is there is not run again. `only` keeps the cases with these ids or tags; `judged` adds what an
    independent judge says of the titles, which takes embedding them.
    Returns 0 when every case passed, 1 when some failed, 2 when the cases cannot be read or another run lies in `out`.
    """
    console = console or Console()
    try:
        chosen = _chosen(load_cases(*cases or (OWN_CASES,)), only)
    except (CaseError, OSError) as error:
        console.print(f"[red]{error}[/red]")
        return 2
    folder = out or Path("reports") / f"dialogues-{datetime.datetime.now():%Y%m%d-%H%M%S}"
    run = run or Run()
    if (folder / TRAJECTORIES).exists() and _differs(folder, run, chosen):
        told = "holds a run with other settings or cases: finish it with --resume, or name another"
        console.print(f"[red]{folder} {told}[/red]")
        return 2
    folder.mkdir(parents=True, exist_ok=True)
    write_cases(chosen, folder / CASES)
    (folder / RUN).write_text(run.model_dump_json(indent=2), "utf-8")
    trajectories = _run(chosen, run, folder, console)
    return _report(chosen, trajectories, folder, failures, console, judged)


def resume(folder: Path, *, failures: int = 20, console: Console | None = None, judged: bool = False) -> int:
    """Finish the run that began in `folder`, with the cases and settings saved there."""
    console = console or Console()
    try:
        run = Run.model_validate_json((folder / RUN).read_text("utf-8"))
    except (OSError, ValueError) as error:
        console.print(f"[red]no run can be resumed in {folder}: {error}[/red]")
        return 2
    return main(folder / CASES, run=run, out=folder, failures=failures, console=console, judged=judged)


def rescore(folder: Path, *, failures: int = 20, console: Console | None = None, judged: bool = False) -> int:
    """Check the trajectories saved in `folder` again and rewrite its reports; nothing is run."""
    console = console or Console()
    try:
        cases = load_cases(folder / CASES)
    except (CaseError, OSError) as error:
        console.print(f"[red]{error}[/red]")
        return 2
    return _report(cases, load_trajectories(folder), folder, failures, console, judged)


def _differs(folder: Path, run: Run, chosen: Sequence[Case]) -> bool:
    """Whether conversations lie in the folder that this run would not hold: more trials or cases are the same run."""
    try:
        was = Run.model_validate_json((folder / RUN).read_text("utf-8"))
        held = load_cases(folder / CASES)
    except (OSError, ValueError):
        return True
    wanted = {case.id: case for case in chosen}
    return (
        (was.driver, was.seed) != (run.driver, run.seed)
        or was.trials > run.trials
        or any(wanted.get(case.id) != case for case in held)
    )


def _report(
    cases: list[Case], trajectories: list[Trajectory], folder: Path, failures: int, console: Console, judged: bool
) -> int:
    # In the order of cases, whatever order they ended in, so that scoring again gives the same figures.
    places = {case.id: number for number, case in enumerate(cases)}
    trajectories.sort(key=lambda one: (one.trial, places[one.case_id]))
    summary = summarise(cases, trajectories, Judge.load() if judged else None, load_clock(folder))
    show(summary, console, failures=failures)
    write(summary, folder)
    console.print(f"report: {folder / 'report.html'}")
    return 0 if summary.runs.total and summary.runs.passed == summary.runs.total and not summary.infrastructure else 1


def _chosen(cases: list[Case], only: Sequence[str]) -> list[Case]:
    chosen = [case for case in cases if not only or case.id in only or set(case.tags) & set(only)]
    if not chosen:
        raise CaseError(f"no case has an id or tag among {', '.join(only)}")
    return chosen


def _run(cases: list[Case], run: Run, folder: Path, console: Console) -> list[Trajectory]:
    wanted = {(case.id, trial) for case in cases for trial in range(run.trials)}
    saved = [one for one in load_trajectories(folder) if (one.case_id, one.trial) in wanted and not one.infrastructure]
    columns = (*Progress.get_default_columns(), MofNCompleteColumn(), TimeElapsedColumn())
    with (
        appended(folder / TRAJECTORIES, [one.model_dump_json() for one in saved]) as append,
        Progress(*columns, console=console, transient=True) as progress,
    ):
        task = progress.add_task(run.driver, total=len(wanted), completed=len(saved))
        watch = Watch(folder, run.in_flight)

        def keep(trajectory: Trajectory) -> None:
            append(trajectory.model_dump_json())
            watch.ended(trajectory)
            progress.advance(task)

        done = [(one.case_id, one.trial) for one in saved]
        return saved + run_cases(cases, opener(run.driver), run.plan, done=done, on_finished=keep)
