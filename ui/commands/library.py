"""`miaoti library`: materials, and who let them in."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ui.commands.common import UserError, note, open_tables, user_name

if TYPE_CHECKING:
    from tools.library import Material, MaterialLibrary
    from tools.library.counters import Counters

app = typer.Typer(
    help="The material library: import, admit by rules, retire, undo.", no_args_is_help=True, rich_markup_mode="rich"
)
By = Annotated[str | None, typer.Option("--by", help="Who does it; the login name if absent.")]
Ids = Annotated[list[str] | None, typer.Argument(help="Ids of materials, as `library list` shows them.")]
Account = Annotated[str | None, typer.Option("--advertiser", "-a", help="Id of the account.")]


@app.command("import")
def import_(
    path: Annotated[Path, typer.Argument(help="CSV, JSONL or Parquet.", exists=True, dir_okay=False)],
    advertiser: Account = None,
    by: By = None,
) -> None:
    """Titles of a file become candidates. A killed import goes on where it was when it is run again.

    [bold]Examples[/bold]

    miaoti library import titles.csv -a adv01
    """
    with _library() as library:
        read, added = library.import_file(
            path, advertiser_id=advertiser, by=who(by), progress=lambda rows: note(f"已读 {rows} 行")
        )
    typer.echo(f"读到 {read} 条，新增候选 {added} 条，{read - added} 条已有")


@app.command("list")
def list_(
    state: Annotated[str | None, typer.Option(help="candidate, admitted, rejected or retired.")] = None,
    advertiser: Account = None,
    containing: Annotated[str, typer.Option(help="Words that stand in them.")] = "",
    tag: Annotated[str, typer.Option(help="A tag, such as topic:游戏.")] = "",
    product: Annotated[str, typer.Option(help="A product's name or another word for it.")] = "",
    source: Annotated[str, typer.Option(help="model, pattern, edit, library, ...; import: from a file alone.")] = "",
    since: Annotated[datetime.datetime | None, typer.Option(help="First day.", formats=["%Y-%m-%d"])] = None,
    until: Annotated[datetime.datetime | None, typer.Option(help="Last day.", formats=["%Y-%m-%d"])] = None,
    impressions: Annotated[int, typer.Option(help="At least so many.", min=0)] = 0,
    sort: Annotated[str, typer.Option(help="at (latest changed), impressions, clicks, adoptions or rate.")] = "at",
    limit: Annotated[int, typer.Option(help="At most so many.", min=1)] = 50,
) -> None:
    """Materials with their impressions, clicks and adoptions, and with what the rules said.

    [bold]Examples[/bold]

    miaoti library list --state rejected

    miaoti library list -a adv01 --state admitted --sort rate --impressions 1000
    """
    from pydantic import ValidationError

    from tools.library.finding import Wanted, find

    asked = {"state": state, "advertiser_id": advertiser, "containing": containing, "tag": tag, "source": source}
    days = {"since": since and since.date(), "until": until and until.date()}
    counted = {"product": (product,) if product else (), "impressions": impressions, "sort": sort}
    try:
        wanted = Wanted.model_validate(asked | days | counted)
    except ValidationError as error:
        raise UserError("; ".join(f"--{one['loc'][0]}: {one['msg']}" for one in error.errors())) from error
    with _library() as library:
        for one in find(library.database, wanted, limit):
            _show(one.material, one.counters)


@app.command()
def admit(
    ids: Ids = None,
    every: Annotated[bool, typer.Option("--all", help="Every candidate.")] = False,
    by: By = None,
) -> None:
    """Judge candidates by the rules: each is admitted, or rejected with reasons.

    [bold]Examples[/bold]

    miaoti library admit --all
    """
    from tools.library import State

    with _library() as library:
        wanted = ids or ([one.id for one in library.materials.find(state=State.CANDIDATE)] if every else [])
        if not wanted:
            raise UserError("name materials, or use --all; `miaoti library list --state candidate` shows them")
        done = library.admit(wanted, by=who(by))
    for one in done.rejected:
        _show(one)
    typer.echo(f"入库 {len(done.admitted)} 条，拒绝 {len(done.rejected)} 条，{done.passed_over} 条不用判")


@app.command()
def retire(
    ids: Annotated[list[str], typer.Argument(help="Ids of materials.")],
    by: By = None,
    why: Annotated[str, typer.Option(help="Kept in the log.")] = "下架",
) -> None:
    """Take admitted materials out of use.

    [bold]Examples[/bold]

    miaoti library retire m0123456789abcdef01234567 --why 活动结束
    """
    with _library() as library:
        typer.echo(f"下架 {len(library.retire(ids, by=who(by), note=why))} 条")


@app.command()
def undo(by: By = None) -> None:
    """Take back the latest import, admission or retirement that is not taken back yet.

    [bold]Examples[/bold]

    miaoti library undo
    """
    with _library() as library:
        back, left = library.materials.undo(by=who(by))
    typer.echo(f"撤销 {back} 条" + (f"，{left} 条后来又改过，没有动" if left else ""))


@app.command()
def log(limit: Annotated[int, typer.Option(help="At most so many.", min=1)] = 50) -> None:
    """Who changed what, newest first.

    [bold]Examples[/bold]

    miaoti library log
    """
    with _library() as library:
        for row in library.materials.log(limit):
            step = f"{row.before or '无'} -> {row.after or '无'}"
            typer.echo(f"{row.at:%Y-%m-%d %H:%M:%S} {row.by} {row.note} {row.material_id} {step}")


@app.command()
def rules(
    setting: Annotated[
        list[str] | None, typer.Option("--set", help="NAME=VALUE, for words NAME=A,B; repeat for several.")
    ] = None,
) -> None:
    """The admission rules' settings; with --set they are changed.

    [bold]Examples[/bold]

    miaoti library rules --set min_quality=0.3 --set brand_words=甲牌,乙牌
    """
    from pydantic import ValidationError

    from tools.library import AdmissionSettings

    with _library() as library:
        values = library.settings.model_dump()
        for one in setting or ():
            name, _, value = one.partition("=")
            values[name] = [word for word in value.split(",") if word] if name in {"brand_words", "off"} else value
        try:
            tuned = AdmissionSettings.model_validate(values)
        except ValidationError as error:
            raise UserError("; ".join(f"{one['loc'][0]}: {one['msg']}" for one in error.errors())) from error
        if setting:
            library.tune(tuned, by=who(None))
    for name, value in tuned.model_dump().items():
        typer.echo(f"{name} = {value}")


def _show(one: Material, counters: Counters | None = None) -> None:
    ran = ""
    if counters is not None and any(counters):
        rate = "" if counters.rate is None else f"（{counters.rate:.2%}）"
        ran = f" 曝光 {counters.impressions} 点击 {counters.clicks}{rate} 采纳 {counters.adoptions}"
    typer.echo(f"{one.id} {one.state} {one.text}（{one.by}，{one.at:%Y-%m-%d %H:%M}）{ran}")
    for judgement in one.judgements:
        if not judgement.passed:
            typer.echo(f"    {judgement.rule}：{judgement.reason}")


@contextmanager
def _library() -> Iterator[MaterialLibrary]:
    from tools.importing import ImportProblem
    from tools.library import WrongMaterial, open_library

    try:
        with open_tables() as stores:
            yield open_library(stores)
    except (OSError, ImportProblem, WrongMaterial) as error:
        raise UserError(str(error)) from error


def who(by: str | None) -> str:
    """The name that a command was given, else the person's own."""
    return by or user_name()
