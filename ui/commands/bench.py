"""`miaoti bench`: how fast and how large."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ui.commands.common import UserError

app = typer.Typer(help="Measure speed and memory.", no_args_is_help=True, rich_markup_mode="rich")


@app.callback()
def _group() -> None:
    """Measure speed and memory."""


@app.command()
def turn(
    home: Annotated[Path | None, typer.Option(help="Home to measure on; a temporary one if absent.")] = None,
    runs: Annotated[int, typer.Option(help="Messages to time.", min=1)] = 10,
    out: Annotated[Path, typer.Option(help="Folder for the figures as JSON.")] = Path("reports"),
) -> None:
    """Time five titles asked in one message: first event, whole turn, memory, cold start.

    [bold]Examples[/bold]

    miaoti bench turn

    miaoti bench turn --runs 30 --home .miaoti
    """
    from evals.bench.turn import main

    try:
        code = main(home, runs=runs, out=out)
    except RuntimeError as error:
        raise UserError(str(error)) from error
    raise typer.Exit(code)
