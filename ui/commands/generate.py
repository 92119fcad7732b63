"""`miaoti generate`: titles for a whole file of keywords."""

from __future__ import annotations

import threading
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Annotated

import typer

from ui.commands.common import UserError, note, open_tables, read_settings


def generate(
    input: Annotated[
        Path, typer.Option("--input", "-i", help="CSV, JSONL or Parquet with a column of keywords.", exists=True)
    ],
    output: Annotated[Path, typer.Option("--output", "-o", help=".parquet, .csv or .jsonl")],
    advertiser: Annotated[
        str | None, typer.Option("--advertiser", "-a", help="Account whose industry and forbidden words hold.")
    ] = None,
    n: Annotated[int, typer.Option(help="Titles a row, where the file has no column for it.", min=1, max=50)] = 10,
    seed: Annotated[int, typer.Option(help="Same seed and file, same titles.")] = 0,
) -> None:
    """Titles for every row of a file: keywords, and if you like audience, tone, facts, limits a row.

    A run that was stopped or killed goes on where it was when the same command is given again.

    [bold]Examples[/bold]

    miaoti generate --input keywords.csv --output titles.parquet

    miaoti generate -i keywords.csv -o titles.csv --n 5 -a adv01
    """
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    from agent.roles import open_judge, writer_spec
    from models.generator import load_generator
    from models.llm import ModelError, load_language_model
    from models.scorers import load_scorers
    from tools.batch import AccountWriter, for_account, read_requests, run_batch
    from tools.batch.job import Writer
    from tools.compliance.lawbook import Lawbook
    from tools.importing import ImportProblem
    from tools.store import NotFound

    try:
        rows, errors = read_requests(input, seed=seed)
    except ImportProblem as problem:
        raise UserError(str(problem)) from problem
    for error in errors:
        note(f"第 {error.row} 行略过：{error.message}")
    if not rows:
        raise UserError("没有可以写的行。")
    cancel, stack = threading.Event(), ExitStack()
    try:
        settings = read_settings()
        stores = stack.enter_context(open_tables())
        law, account = Lawbook(stores), stores.advertisers.get(advertiser) if advertiser else None
        model = stack.enter_context(closing(load_language_model(writer_spec(settings))))
        writer: Writer = load_generator(model, load_scorers(), open_judge(settings, stack), law.now)
    except NotFound as error:
        stack.close()
        raise UserError(str(error)) from error
    except ModelError as error:
        stack.close()
        raise UserError(f"{error}\nSee `miaoti doctor`.") from error
    if account is not None:
        rows, writer = for_account(rows, account), AccountWriter(writer, law, account)
    bar = Progress(
        TextColumn("写标题"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), console=Console(stderr=True)
    )
    try:
        with bar:
            task = bar.add_task("", total=len(rows))
            report = run_batch(
                writer,
                rows,
                output,
                n=n,
                progress=lambda done, total: bar.update(task, completed=done, total=total),
                cancel=cancel,
            )
    except ValueError as error:
        raise UserError(str(error)) from error
    except KeyboardInterrupt:
        cancel.set()
        raise
    finally:
        stack.close()
    note(f"{report.titles} 条标题写进 {output}（{report.rows} 行新写，{report.resumed} 行上次已写好）")
    for row, why in report.short.items():
        note(f"第 {row} 行：{why}")
    raise typer.Exit(1 if errors or report.short else 0)
