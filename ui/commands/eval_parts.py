"""`miaoti eval questions`, `generators`, `planner`, `sense`: parts by themselves."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import Annotated, Literal

import typer

from ui.commands.common import UserError, note, read_settings


def questions(
    by: Annotated[
        list[str] | None, typer.Option(help="lookup, critique, scorers, parts, likelihood or letter; may be repeated.")
    ] = None,
    file: Annotated[Path | None, typer.Option(help="JSONL of questions; the project's own if absent.")] = None,
    category: Annotated[str | None, typer.Option(help="Only factual, reasoning or marketing.")] = None,
    out: Annotated[Path, typer.Option(help="Folder for answers and table; a run goes on from what it holds.")] = Path(
        "reports/questions"
    ),
) -> None:
    """Ask closed questions: entity facts, constraints in combination, which title suits whom.

    The model that `likelihood` and `letter` ask is the one settings name: the embedded one, or any by MIAOTI_LLM_URL.

    [bold]Examples[/bold]

    miaoti eval questions --by lookup --by critique --by scorers

    MIAOTI_LLM=openai MIAOTI_LLM_URL=http://localhost:8000 miaoti eval questions --by letter
    """
    from evals.cases import CaseError
    from evals.questioning import ANSWERERS, run
    from evals.questions import QUESTIONS, load_questions, markdown
    from models.llm import ModelError

    chosen = by or list(ANSWERERS)
    if unknown := sorted(set(chosen) - set(ANSWERERS)):
        raise UserError(f"there is no {', '.join(unknown)}: choose among {', '.join(ANSWERERS)}")
    try:
        known = [one for one in load_questions(file or QUESTIONS) if category in (None, one.category)]
        if not known:
            raise UserError(f"no question is of category {category!r}")
        rows = run(known, chosen, read_settings(), out, note)
    except (CaseError, OSError, ModelError) as error:
        raise UserError(str(error)) from error
    typer.echo(markdown(rows))


def generators(
    data: Annotated[Path, typer.Option(help="Folder with native_*.jsonl.", exists=True, file_okay=False)],
    adapter: Annotated[list[str], typer.Option(help="NAME=FOLDER of an adapter; `base` alone for none. Repeat it.")],
    sets: Annotated[int, typer.Option(help="Keyword sets that were not trained on.", min=2)] = 100,
    out: Annotated[Path, typer.Option(help="Folder for report.md and drafts.jsonl.")] = Path("reports/generators"),
) -> None:
    """Compare adapters of the title generator by their first drafts: one table, twenty samples side by side.

    [bold]Examples[/bold]

    miaoti eval generators --data titles --adapter base --adapter sft=out/sft/adapter --adapter kton=out/kton/adapter
    """
    from evals.generators import main
    from models.llm import ModelError

    named = {name: path for name, _, path in (one.partition("=") for one in adapter)}
    if missing := [path for path in named.values() if path and not (Path(path) / "adapter_config.json").exists()]:
        raise UserError(f"{missing[0]} holds no adapter_config.json: give NAME=FOLDER of a trained adapter")
    if unnamed := [name for name, path in named.items() if not path and name != "base"]:
        raise UserError(f"--adapter {unnamed[0]}: only `base` goes without a folder; write {unnamed[0]}=FOLDER")
    folders = {name: Path(path) if path else None for name, path in named.items()}
    try:
        raise typer.Exit(main(data, read_settings().home, folders, sets, out))
    except ModelError as error:
        raise UserError(str(error)) from error


def planner(
    part: Annotated[
        Literal["heldout", "unseen", "train"],
        typer.Option(help="heldout; unseen: later, by other hands, 40 % in hard voices; train: what it learned from."),
    ] = "heldout",
    mistakes: Annotated[bool, typer.Option("--mistakes", help="List every message read wrongly.")] = False,
    model: Annotated[bool, typer.Option(help="Measure with the small language model that reads beside.")] = True,
) -> None:
    """How well messages are read: exact match, F1 by field, which part was needed and right, asking back, milliseconds.

    [bold]Examples[/bold]

    miaoti eval planner

    miaoti eval planner --part unseen --mistakes
    """
    from agent.planner.report import main
    from agent.roles import open_reader

    with ExitStack() as stack:
        reader = open_reader(read_settings(), stack) if model else None
        main(part, mistakes=mistakes, reader=reader)


def sense() -> None:
    """How well the judge of sense tells nonsense: AUC on judged titles of keyword sets that it was not trained on.

    [bold]Examples[/bold]

    miaoti eval sense
    """
    from agent.roles import open_judge
    from evals.sense import main
    from models.llm import ModelError
    from models.scorers import load_scorers

    try:
        with ExitStack() as stack:
            if (judge := open_judge(read_settings(), stack)) is None:
                raise UserError("the judge belongs to the packaged model; unset MIAOTI_LLM and MIAOTI_LLM_MODEL")
            main(judge, load_scorers())
    except ModelError as error:
        raise UserError(str(error)) from error
