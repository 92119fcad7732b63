"""`miaoti import`: the user's own products, titles and memes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ui.commands.common import UserError, note, open_tables, read_settings

if TYPE_CHECKING:
    from tools.importing import ImportReport
    from tools.store import Stores

SHOWN_ERRORS = 20

app = typer.Typer(
    help="Import products, titles or memes from CSV, XLSX, JSONL or Parquet.",
    no_args_is_help=True,
    rich_markup_mode="rich",
)
File = Annotated[Path, typer.Argument(help="CSV, XLSX, JSONL or Parquet.", exists=True, dir_okay=False, readable=True)]
Report = Annotated[Path | None, typer.Option("--errors", help="Write every row left out to this JSONL file.")]


@app.command()
def products(
    path: File,
    advertiser: Annotated[str, typer.Option("--advertiser", "-a", help="Id of the account.")],
    name: Annotated[str | None, typer.Option(help="Name of the account, to make it when it is new.")] = None,
    errors: Report = None,
) -> None:
    """Products with their facts, into one account.

    [bold]Examples[/bold]

    miaoti import products goods.csv -a adv01

    miaoti import products goods.csv -a mine --name 我的小店
    """
    from tools.importing import import_products

    _import(errors, lambda stores: import_products(path, stores, advertiser, name=name, progress=_told))


@app.command()
def titles(
    path: File,
    advertiser: Annotated[
        str | None, typer.Option("--advertiser", "-a", help="Id of the account, unless the file has a column for it.")
    ] = None,
    errors: Report = None,
) -> None:
    """Titles that ran before, with their impressions and clicks when known.

    [bold]Examples[/bold]

    miaoti import titles past.csv -a adv01

    miaoti import titles past.jsonl --errors left-out.jsonl
    """
    from tools.importing import import_titles

    _import(errors, lambda stores: import_titles(path, stores, advertiser, progress=_told))


@app.command()
def memes(path: File, errors: Report = None) -> None:
    """Memes, with what they mean.

    [bold]Examples[/bold]

    miaoti import memes memes.jsonl
    """
    from tools.importing import import_memes

    _import(errors, lambda stores: import_memes(path, stores, progress=_told))


@app.command()
def events(path: File) -> None:
    """Impressions, clicks, adoptions and spend of titles in races; the same file twice counts once.

    [bold]Examples[/bold]

    miaoti import events events.csv
    """
    from tools.importing import ImportProblem
    from tools.racing import RaceStore
    from tools.racing.feed import import_events

    with open_tables() as stores:
        try:
            found = import_events(path, RaceStore(stores.database), read_settings().seed)
        except ImportProblem as problem:
            raise UserError(str(problem)) from problem
    typer.echo(f"新计入 {found.accepted} 条，重复 {found.duplicates} 条，搁置 {found.quarantined} 条")
    for reason, times in found.reasons.items():
        typer.echo(f"  {reason}：{times} 条")
    raise typer.Exit(1 if found.quarantined else 0)


def _import(errors: Path | None, work: Callable[[Stores], ImportReport]) -> None:
    """Run an import and tell what came of it; code 1 when rows were left out."""
    from tools.importing import ImportProblem

    with open_tables() as stores:
        try:
            report = work(stores)
        except ImportProblem as problem:
            raise UserError(str(problem)) from problem
    typer.echo(report.summary())
    if report.ignored:
        note(f"没有用到的列：{'、'.join(report.ignored)}")
    for error in report.errors[:SHOWN_ERRORS]:
        where = f"第 {error.row} 行" + (f" {error.column}" if error.column else "")
        typer.echo(f"  {where}：{error.message}")
    if len(report.errors) > SHOWN_ERRORS and errors is None:
        typer.echo(f"  另有 {len(report.errors) - SHOWN_ERRORS} 行，用 --errors 写进文件看全。")
    if errors is not None:
        errors.write_text("".join(f"{error.model_dump_json()}\n" for error in report.errors), encoding="utf-8")
    raise typer.Exit(1 if report.errors else 0)


def _told(rows: int) -> None:
    note(f"已读 {rows} 行")
