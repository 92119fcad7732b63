"""`miaoti law`: what titles may not say here, beyond the law and in spite of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from ui.commands.common import UserError, open_tables
from ui.commands.library import By, who

if TYPE_CHECKING:
    from tools.compliance.house import HouseDesk
    from tools.store import Stores

app = typer.Typer(
    help="House rules: try, add, switch off; and rules of the law that do not apply here.",
    no_args_is_help=True,
    rich_markup_mode="rich",
)
Name = Annotated[str, typer.Argument(help="Name of the rule.")]
Words = Annotated[list[str] | None, typer.Option("--word", "-w", help="A word; may be given several times.")]
Reason = Annotated[str, typer.Option(help="Why; people read it.")]


@app.command("list")
def list_() -> None:
    """House rules, and the rules of the law that are switched off, with the reasons.

    [bold]Examples[/bold]

    miaoti law list
    """
    with _desk() as (desk, _stores):
        law = desk.get()
    for name, rule in law.rules.items():
        typer.echo(f"{name}\t{'' if rule.on else '停用'}\t{'、'.join(rule.words)} {rule.pattern}\t{rule.reason}")
    for rule_id, reason in law.off.items():
        typer.echo(f"{rule_id}\t停用的法律规则\t{reason}")


@app.command()
def add(
    name: Name,
    reason: Reason,
    word: Words = None,
    pattern: Annotated[str, typer.Option(help="Regular expression on folded text.")] = "",
    category: Annotated[str, typer.Option(help="house, or a category of the law.")] = "house",
    industry: Annotated[list[str] | None, typer.Option(help="Group that it holds for; all if absent.")] = None,
    exempt: Annotated[list[str] | None, typer.Option(help="A use that is allowed.")] = None,
    rewrite: Annotated[str, typer.Option(help="What to write instead.")] = "",
    article: Annotated[str, typer.Option(help="Article of the law, such as 9 or 9(3); none if absent.")] = "",
    dry_run: Annotated[bool, typer.Option("--try", help="Only show what it would hit.")] = False,
    by: By = None,
) -> None:
    """Add a rule, or replace the one of that name, on or off as that was; what it hits in the library is told first.

    [bold]Examples[/bold]

    miaoti law add 限时 -w 手慢无 --reason 不用催单的话 --try
    """
    from tools.compliance.house import make_rule
    from tools.compliance.trying import try_rule

    with _desk() as (desk, stores):
        lists = {"words": word or (), "industries": industry or (), "exempt": exempt or ()}
        rule = make_rule(reason=reason, pattern=pattern, category=category, rewrite=rewrite, article=article, **lists)
        found = try_rule(name, rule, stores)
        typer.echo(f"会命中素材库 {found.of} 条标题里的 {len(found.hit)} 条")
        for text, span in found.hit[:20]:
            typer.echo(f"  {text}（{span}）")
        if not dry_run:
            desk.put(name, rule, by=who(by), was=name)


@app.command()
def drop(name: Name, by: By = None) -> None:
    """Take a house rule away; the console's log can bring it back.

    [bold]Examples[/bold]

    miaoti law drop 限时
    """
    with _desk() as (desk, _stores):
        desk.drop(name, by=who(by))


@app.command()
def off(name: Name, reason: Reason = "", by: By = None) -> None:
    """Switch a rule off: a house rule, or with a reason one of the law. The duty under the law stays with you.

    [bold]Examples[/bold]

    miaoti law off learned --reason 误报太多
    """
    with _desk() as (desk, _stores):
        if name in desk.get().rules:
            desk.switch(name, False, by=who(by))
        else:
            desk.waive(name, reason, by=who(by))
            typer.echo("已停用。遵守《广告法》的责任仍在停用规则的一方。")


@app.command()
def on(name: Name, by: By = None) -> None:
    """Switch a rule on again.

    [bold]Examples[/bold]

    miaoti law on learned
    """
    with _desk() as (desk, _stores):
        if name in desk.get().rules:
            desk.switch(name, True, by=who(by))
        else:
            desk.restore(name, by=who(by))


@contextmanager
def _desk() -> Iterator[tuple[HouseDesk, Stores]]:
    from tools.compliance.house import HouseDesk, WrongRule
    from tools.store.changes import ChangeLog

    with open_tables() as stores:
        try:
            yield HouseDesk(ChangeLog(stores.database)), stores
        except WrongRule as error:
            raise UserError(str(error)) from error
