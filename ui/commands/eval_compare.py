"""`miaoti eval compare`, `baselines`: runs on the same cases beside one another."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ui.commands.common import UserError


def compare(
    before: Annotated[Path, typer.Argument(help="Folder of a run.")],
    after: Annotated[list[Path], typer.Argument(help="Folders of the runs to compare with it.")],
) -> None:
    """Compare runs: two case by case, more in a table with each one's difference to the first.

    [bold]Examples[/bold]

    miaoti eval compare reports/monday reports/friday

    miaoti eval compare reports/agent reports/agent-rules reports/agent-no-rerank
    """
    from rich.console import Console

    from evals.cases import CaseError
    from evals.compare import compare as compared
    from evals.compare import table
    from evals.contest import show

    try:
        if len(after) > 1:
            return show(table([before, *after]), Console())
        found = compared(before, after[0])
    except (CaseError, OSError, ValueError) as error:
        raise UserError(str(error)) from error
    typer.echo(f"{found.cases} cases: {found.difference:+.3f} (95 % {found.low:+.3f} to {found.high:+.3f})")
    for name, cases in (("better", found.better), ("worse", found.worse)):
        for case, (one, other) in cases.items():
            typer.echo(f"{name}: {case} {one:.2f} -> {other:.2f}")


def baselines(
    cases: Annotated[
        list[Path] | None,
        typer.Option(help="JSONL of cases or a folder of such; may be repeated. The project's own ones if absent."),
    ] = None,
    driver: Annotated[
        list[str] | None, typer.Option(help="Who answers; may be repeated. The agent whole and without each part.")
    ] = None,
    trials: Annotated[int, typer.Option(help="Times to run each case, each on a fresh home.", min=1)] = 1,
    seed: Annotated[int, typer.Option(help="Seed of the first trial.")] = 0,
    in_flight: Annotated[int, typer.Option(help="Conversations held at once.", min=1, max=8)] = 4,
    turn_seconds: Annotated[float, typer.Option(help="Limit of one turn.", min=1)] = 120.0,
    out: Annotated[Path, typer.Option(help="Folder for the runs; talks that lie there are not held again.")] = Path(
        "reports/baselines"
    ),
) -> None:
    """Run the agent and its baselines on the same cases, and write one table of them.

    [bold]Examples[/bold]

    miaoti eval baselines

    miaoti eval baselines --cases cases/dialogues.jsonl --driver agent --driver agent-rules --out reports/two
    """
    from rich.console import Console

    from evals.contest import CONTESTANTS, contest
    from evals.dialogues import Run
    from evals.opening import DRIVERS

    drivers = driver or list(CONTESTANTS)
    if unknown := sorted(set(drivers) - set(DRIVERS)):
        raise UserError(f"there is no driver {unknown[0]!r}: choose among {', '.join(sorted(DRIVERS))}")
    run = Run(trials=trials, seed=seed, in_flight=in_flight, turn_seconds=turn_seconds)
    try:
        raise typer.Exit(contest(cases or (), drivers, run, out, Console()))
    except ValueError as error:
        raise UserError(str(error)) from error
