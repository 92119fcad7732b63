"""`miaoti eval simulated`: talks with simulated advertisers."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Annotated

import typer

from ui.commands.common import UserError


def simulated(
    talks: Annotated[int, typer.Option(help="Talks to hold, over the demo accounts in turn.", min=1)] = 16,
    voice: Annotated[str, typer.Option(help="Who words the messages: written phrases, or the model.")] = "written",
    driver: Annotated[str, typer.Option(help="Who answers, as for dialogues.")] = "agent",
    seed: Annotated[int, typer.Option(help="Seed of the first talk.")] = 0,
    turn_seconds: Annotated[float, typer.Option(help="Limit of one turn.", min=1)] = 120.0,
    out: Annotated[Path | None, typer.Option(help="Folder for cases, trajectories and report.")] = None,
    replay: Annotated[
        Path | None,
        typer.Option(
            exists=True, file_okay=False, help="Folder of an earlier run: say its words again where the same is meant."
        ),
    ] = None,
    resume: Annotated[Path | None, typer.Option(help="Folder of a run that was stopped: finish it.")] = None,
) -> None:
    """Talks with seeded simulated advertisers: goals told step by step, patience, slips, changes of mind.

    What was said is saved as cases: `miaoti eval dialogues --cases reports/sim` replays it.

    [bold]Examples[/bold]

    miaoti eval simulated --talks 16

    miaoti eval simulated --talks 4 --voice model --out reports/sim

    miaoti eval simulated --resume reports/sim

    miaoti eval simulated --talks 4 --replay reports/sim --driver agent-no-rerank
    """
    from evals.opening import DRIVERS
    from evals.talks import SimulatedRun, start
    from evals.talks import resume as finish
    from models.llm import ModelError

    if driver not in DRIVERS:
        raise UserError(f"there is no driver {driver!r}: choose one of {', '.join(sorted(DRIVERS))}")
    if voice not in ("written", "model"):
        raise UserError(f"there is no voice {voice!r}: choose written or model")
    try:
        if resume is not None:
            raise typer.Exit(finish(resume))
        run = SimulatedRun(
            kind="simulated", talks=talks, driver=driver, seed=seed, turn_seconds=turn_seconds,
            voice="model" if voice == "model" else "written",
        )  # fmt: skip
        folder = out or Path("reports") / f"simulated-{datetime.datetime.now():%Y%m%d-%H%M%S}"
        raise typer.Exit(start(run, folder, replay=replay))
    except ModelError as error:
        raise UserError(str(error)) from error
