"""`miaoti eval`: check the parts and the whole against cases."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(help="Evaluate against cases and data.", no_args_is_help=True, rich_markup_mode="rich")


@app.callback()
def _group() -> None:
    """Evaluate against cases and data."""


@app.command()
def dialogues(
    cases: Annotated[Path | None, typer.Option(help="JSONL of cases; the project's own ones if absent.")] = None,
    driver: Annotated[str, typer.Option(help="Who answers: agent, or a baseline (nothing, oracle, raw).")] = "agent",
    trials: Annotated[int, typer.Option(help="Times to run each case, each on a fresh home.", min=1)] = 1,
    seed: Annotated[int, typer.Option(help="Seed of the first trial.")] = 0,
    only: Annotated[list[str] | None, typer.Option(help="Ids or tags of cases to keep; may be repeated.")] = None,
    out: Annotated[
        Path | None, typer.Option(help="Folder for trajectories and report; resumed if it has some.")
    ] = None,
) -> None:
    """Hold whole conversations and check what came of them.

    [bold]Examples[/bold]

    miaoti eval dialogues

    miaoti eval dialogues --cases cases/dialogues.jsonl --only refine

    miaoti eval dialogues --trials 3 --out reports/three
    """
    from evals.dialogues import OWN_CASES, main
    from evals.opening import DRIVERS
    from ui.commands.common import UserError

    if driver not in DRIVERS:
        raise UserError(f"there is no driver {driver!r}: choose one of {', '.join(sorted(DRIVERS))}")
    code = main(cases or OWN_CASES, driver=driver, trials=trials, seed=seed, only=only or (), out=out)
    raise typer.Exit(code)
