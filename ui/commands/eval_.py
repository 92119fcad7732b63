"""`miaoti eval`: check the parts and the whole against cases."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ui.commands.eval_compare import baselines, compare
from ui.commands.eval_messages import export_messages, import_messages
from ui.commands.eval_parts import generators, planner, questions, sense
from ui.commands.eval_simulated import simulated

app = typer.Typer(help="Evaluate against cases and data.", no_args_is_help=True, rich_markup_mode="rich")


@app.callback()
def _group() -> None:
    """Evaluate against cases and data."""


app.command()(questions)
app.command()(generators)
app.command()(planner)
app.command()(sense)
app.command()(simulated)
app.command()(baselines)
app.command()(compare)
app.command()(import_messages)
app.command()(export_messages)


@app.command()
def dialogues(
    cases: Annotated[
        list[Path] | None,
        typer.Option(help="JSONL of cases or a folder of such; may be repeated. The project's own ones if absent."),
    ] = None,
    driver: Annotated[
        str, typer.Option(help="Who answers: agent, the agent without a part (agent-no-critique, ...), or a baseline.")
    ] = "agent",
    trials: Annotated[int, typer.Option(help="Times to run each case, each on a fresh home.", min=1)] = 1,
    seed: Annotated[int, typer.Option(help="Seed of the first trial.")] = 0,
    in_flight: Annotated[int, typer.Option(help="Conversations held at once.", min=1, max=8)] = 4,
    turn_seconds: Annotated[float, typer.Option(help="Limit of one turn.", min=1)] = 120.0,
    only: Annotated[list[str] | None, typer.Option(help="Ids or tags of cases to keep; may be repeated.")] = None,
    out: Annotated[Path | None, typer.Option(help="Folder for trajectories and reports.")] = None,
    judge: Annotated[bool, typer.Option(help="Judge titles by what the agent does not rank by.")] = True,
    resume: Annotated[
        Path | None, typer.Option(help="Folder of a run that was stopped: finish it as it began.")
    ] = None,
) -> None:
    """Hold whole conversations and check what came of them.

    [bold]Examples[/bold]

    miaoti eval dialogues

    miaoti eval dialogues --cases cases/dialogues.jsonl --only refine

    miaoti eval dialogues --cases mine.jsonl --cases folder

    miaoti eval dialogues --trials 3 --out reports/three

    miaoti eval dialogues --resume reports/three

    miaoti eval dialogues --driver agent-no-rerank
    """
    from evals.dialogues import Run, main
    from evals.dialogues import resume as finish
    from evals.opening import DRIVERS
    from ui.commands.common import UserError

    if resume is not None:
        raise typer.Exit(finish(resume, judged=judge))
    if driver not in DRIVERS:
        raise UserError(f"there is no driver {driver!r}: choose one of {', '.join(sorted(DRIVERS))}")
    run = Run(driver=driver, trials=trials, seed=seed, in_flight=in_flight, turn_seconds=turn_seconds)
    raise typer.Exit(main(*cases or (), run=run, only=only or (), out=out, judged=judge))


@app.command()
def rescore(
    folder: Annotated[Path, typer.Argument(help="Folder of a run.")],
    judge: Annotated[bool, typer.Option(help="Judge titles by what the agent does not rank by.")] = True,
) -> None:
    """Compute a run's report again from its saved conversations; nothing is run.

    [bold]Examples[/bold]

    miaoti eval rescore reports/three
    """
    from evals.dialogues import rescore as again

    raise typer.Exit(again(folder, judged=judge))


@app.command()
def export(
    folder: Annotated[Path, typer.Argument(help="Folder of a run.")],
    target: Annotated[Path, typer.Argument(help="JSONL file to write.")],
) -> None:
    """Write a run's conversations as OpenAI chat messages, one a line.

    [bold]Examples[/bold]

    miaoti eval export reports/three three.jsonl
    """
    from evals.export import export as write
    from ui.commands.common import UserError

    try:
        count = write(folder, target)
    except OSError as error:
        raise UserError(str(error)) from error
    typer.echo(f"{count} conversations in {target}")


@app.command()
def match(
    run: Annotated[Path, typer.Argument(help="Folder of a run.")],
    reference: Annotated[
        Path | None, typer.Argument(help="Folder of a run to hold it against; its cases if absent.")
    ] = None,
    mode: Annotated[str, typer.Option(help="strict, unordered, subset or superset.")] = "superset",
    arguments: Annotated[str, typer.Option(help="Of tools: exact, ignore, subset or superset.")] = "ignore",
) -> None:
    """Match the tool calls of a run as trajectories, with `agentevals`.

    [bold]Examples[/bold]

    miaoti eval match reports/three

    miaoti eval match reports/friday reports/monday --mode strict --arguments exact
    """
    from typing import cast, get_args

    from evals.cases import CaseError
    from evals.matching import Arguments, Mode
    from evals.matching import match as matched
    from ui.commands.common import UserError

    for given, known in ((mode, get_args(Mode)), (arguments, get_args(Arguments))):
        if given not in known:
            raise UserError(f"there is no {given!r}: choose one of {', '.join(known)}")
    try:
        found = matched(run, reference, mode=cast("Mode", mode), arguments=cast("Arguments", arguments))
    except ModuleNotFoundError as error:
        raise UserError("matching needs agentevals: pip install 'miaoti[evals]'") from error
    except (CaseError, OSError, ValueError) as error:
        raise UserError(str(error)) from error
    typer.echo(f"{found.matched} of {found.talks} talks match ({mode}, arguments {arguments})")
    for name in found.unmatched:
        typer.echo(f"not matched: {name}")


@app.command()
def scorers(
    data: Annotated[Path, typer.Option(help="Folder of title sets.", exists=True, file_okay=False)],
    errors: Annotated[Path | None, typer.Option(help="JSONL of natural errors: right, wrong, kind.")] = None,
    home: Annotated[Path | None, typer.Option(help="Artefacts to judge; those that ship if absent.")] = None,
    out: Annotated[Path, typer.Option(help="Folder for the report; it may quote your rows.")] = Path("reports/scorers"),
) -> None:
    """Every scorer against its bars on held-out titles: table, ROC and calibration plots, worst mistakes.

    [bold]Examples[/bold]

    miaoti eval scorers --data titles

    miaoti eval scorers --data titles --home artefacts --out reports/mine
    """
    from models.scorers import load_scorers
    from models.scorers.plots import held_out, write
    from models.scorers.report import evaluate, table
    from ui.commands.common import UserError

    try:
        text = table(evaluate(data, errors, home))
        pictures = write(held_out(load_scorers(home).judge, data), out)
    except FileNotFoundError as error:
        raise UserError(str(error)) from error
    (out / "report.md").write_text(text + "\n", encoding="utf-8")
    typer.echo(text)
    typer.echo("\n".join(str(path) for path in (out / "report.md", *pictures)))


@app.command()
def memes(
    queries: Annotated[
        Path, typer.Option(help="JSONL: query, judged memes with grades 1 and 2.", dir_okay=False)
    ] = Path("tests/data/meme_queries.jsonl"),
) -> None:
    """Meme retrieval: hybrid beside vectors alone and full text alone, nDCG@5 on judged requests.

    [bold]Examples[/bold]

    miaoti eval memes
    """
    from evals.memes import main
    from ui.commands.common import UserError

    if not queries.exists():
        raise UserError(f"there is no {queries}: name a file with --queries")
    raise typer.Exit(main(queries))
