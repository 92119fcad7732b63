"""`miaoti memes mine` and `miaoti refresh`: what people say now."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ui.commands.common import UserError, note, open_tables, user_name

if TYPE_CHECKING:
    from tools.memes.mining import Post, Proposal

app = typer.Typer(help="Memes in the making.", no_args_is_help=True, rich_markup_mode="rich")
File = Annotated[
    Path, typer.Argument(help="CSV, JSONL or Parquet with titles or comments, and days.", exists=True, dir_okay=False)
]
SHOWN = 20


@app.callback()
def _group() -> None:
    """Memes in the making."""


@app.command()
def mine(
    path: File,
    background: Annotated[
        Path | None, typer.Option(help="Older texts to compare with; else the file's own earlier days.", exists=True)
    ] = None,
    least: Annotated[int, typer.Option(help="Texts that a proposal must occur in.", min=2)] = 6,
    limit: Annotated[int, typer.Option(help="Proposals at most.", min=1)] = 50,
    out: Annotated[Path | None, typer.Option(help="Write proposals, with evidence, to this JSONL file.")] = None,
    queue: Annotated[bool, typer.Option("--queue", help="Put proposals before an operator, in the console.")] = False,
) -> None:
    """Propose phrases on the rise and sentence patterns, with evidence, for a person to admit.

    Nothing becomes a meme by itself: write what it means into the JSONL, then `miaoti import memes`; or queue them.

    [bold]Examples[/bold]

    miaoti memes mine comments.jsonl

    miaoti memes mine this-week.csv --background last-year.csv --out proposals.jsonl

    miaoti memes mine comments.jsonl --queue
    """
    from tools.memes.mining import MiningSettings
    from tools.memes.proposing import propose

    posts, older = _posts(path), _posts(background) if background else []
    note(f"读到 {len(posts)} 条，背景 {len(older)} 条")
    try:
        with open_tables() as stores:
            found = propose(stores, posts, older, settings=MiningSettings(least=least), limit=limit)
    except ValueError as error:
        raise UserError(str(error)) from error
    _show(found)
    if out is not None:
        out.write_text("".join(f"{one.model_dump_json()}\n" for one in found), encoding="utf-8")
    if queue:
        from tools.memes.queue import ProposalQueue

        with open_tables() as stores:
            note(f"{ProposalQueue(stores).add(found, by=user_name())} 条新提议等运营处理")


def refresh(path: File) -> None:
    """Renew the heat of memes from what people say now. It cools by itself, day by day.

    [bold]Examples[/bold]

    miaoti refresh this-week.csv
    """
    from tools.memes.refreshing import refresh as renew

    posts = _posts(path)
    with open_tables() as stores:
        done = renew(stores, posts, datetime.date.today())
    if done.repeated:
        note("这个文件上次已经用过，热度没有变。")
        return
    typer.echo(f"{done.texts} 条里看热度，{len(done.changed)} 个梗有变化")
    for term, before, now, mentions in done.changed[:SHOWN]:
        typer.echo(f"  {term}：{before:.1f} -> {now:.1f}，出现在 {mentions} 条里")


def _show(found: list[Proposal]) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table("提议", "种类", "条数", "背景", "z", "高峰周", "例子", title="候选的梗")
    for one in found:
        peak = f"{one.burst.peak} ×{one.burst.ratio:g}" if one.burst else ""
        kind = "句式" if one.kind == "pattern" else "热词"
        table.add_row(
            one.term, kind, str(one.texts), str(one.background_texts), f"{one.z:.1f}", peak, "\n".join(one.examples[:2])
        )
    Console().print(table)


def _posts(path: Path) -> list[Post]:
    from tools.importing import ImportProblem
    from tools.memes.posts import read_posts

    try:
        return read_posts(path)
    except ImportProblem as error:
        raise UserError(str(error)) from error
