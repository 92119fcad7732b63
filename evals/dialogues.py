"""Evaluates whole conversations: `python -m evals.dialogues --cases PATH`."""

from __future__ import annotations

import argparse
import datetime
import sys
from collections.abc import Sequence
from pathlib import Path

from pydantic import BaseModel, ConfigDict
from rich.console import Console
from rich.progress import MofNCompleteColumn, Progress, TimeElapsedColumn

from evals.cases import Case, CaseError, load_cases
from evals.judge import Judge
from evals.metrics import summarise
from evals.opening import DRIVERS, opener
from evals.records import Trajectory
from evals.report import show, write
from evals.runner import RunPlan, run_cases

CASES, TRAJECTORIES, RUN = "cases.jsonl", "trajectories.jsonl", "run.json"
OWN_CASES = Path(__file__).parent / "data" / "cases_own.jsonl"


class Run(BaseModel):
    """What a run's folder must know to be finished or scored again; its cases and trajectories lie beside it."""

    model_config = ConfigDict(frozen=True)

    driver: str = "agent"
    trials: int = 1
    seed: int = 0
    in_flight: int = 4
    turn_seconds: float = 120.0

    @property
    def plan(self) -> RunPlan:
        return RunPlan(self.trials, self.seed, self.in_flight, self.turn_seconds)


def main(
    cases: Path = OWN_CASES,
    *,
    run: Run | None = None,
    only: Sequence[str] = (),
    out: Path | None = None,
    failures: int = 20,
    console: Console | None = None,
    judged: bool = False,
) -> int:
    """Run the cases, print the tables, save trajectories and reports in `out` (reports/dialogues-<time> if none).

    `only` keeps the cases with these ids or tags. A folder `out` that holds trajectories is resumed: what is there
    is not run again. `judged` adds what an independent judge says of the titles, which takes embedding them.
    Returns 0 when every case passed, 1 when some failed, 2 when the cases cannot be read.
    """
    console = console or Console()
    try:
        chosen = _chosen(load_cases(cases), only)
    except (CaseError, OSError) as error:
        console.print(f"[red]{error}[/red]")
        return 2
    folder = out or Path("reports") / f"dialogues-{datetime.datetime.now():%Y%m%d-%H%M%S}"
    folder.mkdir(parents=True, exist_ok=True)
    run = run or Run()
    (folder / CASES).write_text("".join(f"{case.model_dump_json(exclude_defaults=True)}\n" for case in chosen), "utf-8")
    (folder / RUN).write_text(run.model_dump_json(indent=2), "utf-8")
    trajectories = _run(chosen, run, folder / TRAJECTORIES, console)
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
    return _report(cases, load_trajectories(folder / TRAJECTORIES), folder, failures, console, judged)


def _report(
    cases: list[Case], trajectories: list[Trajectory], folder: Path, failures: int, console: Console, judged: bool
) -> int:
    # In the order of cases, whatever order they ended in, so that scoring again gives the same figures.
    places = {case.id: number for number, case in enumerate(cases)}
    trajectories.sort(key=lambda one: (one.trial, places[one.case_id]))
    summary = summarise(cases, trajectories, Judge.load() if judged else None)
    show(summary, console, failures=failures)
    write(summary, folder)
    console.print(f"report: {folder / 'report.html'}")
    return 0 if summary.runs.total and summary.runs.passed == summary.runs.total and not summary.infrastructure else 1


def load_trajectories(path: Path) -> list[Trajectory]:
    """The conversations saved in a run; the half line that a kill may leave at the end is dropped."""
    if not path.exists():
        return []
    lines = path.read_text(encoding="utf-8").split("\n")
    return [Trajectory.model_validate_json(line) for line in lines[:-1] if line.strip()]


def _chosen(cases: list[Case], only: Sequence[str]) -> list[Case]:
    chosen = [case for case in cases if not only or case.id in only or set(case.tags) & set(only)]
    if not chosen:
        raise CaseError(f"no case has an id or tag among {', '.join(only)}")
    return chosen


def _run(cases: list[Case], run: Run, path: Path, console: Console) -> list[Trajectory]:
    wanted = {(case.id, trial) for case in cases for trial in range(run.trials)}
    saved = [one for one in load_trajectories(path) if (one.case_id, one.trial) in wanted and not one.infrastructure]
    path.write_text("".join(one.model_dump_json() + "\n" for one in saved), encoding="utf-8")
    columns = (*Progress.get_default_columns(), MofNCompleteColumn(), TimeElapsedColumn())
    with path.open("a", encoding="utf-8") as file, Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task(run.driver, total=len(wanted), completed=len(saved))

        def keep(trajectory: Trajectory) -> None:
            file.write(trajectory.model_dump_json() + "\n")
            file.flush()
            progress.advance(task)

        done = [(one.case_id, one.trial) for one in saved]
        return saved + run_cases(cases, opener(run.driver), run.plan, done=done, on_finished=keep)


def _arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="evals.dialogues", description=__doc__)
    parser.add_argument("--cases", type=Path, default=OWN_CASES)
    parser.add_argument("--driver", choices=sorted(DRIVERS), default="agent")
    parser.add_argument("--trials", type=int, default=1)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--in-flight", type=int, default=4, help="conversations held at once")
    parser.add_argument("--turn-seconds", type=float, default=120.0, help="limit of one turn")
    parser.add_argument("--only", nargs="*", default=(), help="ids or tags")
    parser.add_argument("--out", type=Path, help="folder of the run; an existing one is resumed")
    parser.add_argument("--judged", action="store_true", help="judge the titles independently")
    parser.add_argument("--failures", type=int, default=20, help="failed checks to print")
    return parser.parse_args(argv)


if __name__ == "__main__":
    given = vars(_arguments(None))
    settings = Run(**{name: given.pop(name) for name in Run.model_fields})
    sys.exit(main(run=settings, **given))
