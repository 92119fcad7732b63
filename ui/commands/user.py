"""`miaoti user`: who may sign in to the page."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from ui.commands.common import UserError, at_the_keyboard, open_tables

app = typer.Typer(help="Accounts of people who sign in to the page.", no_args_is_help=True)


@app.command("add")
def add(
    name: Annotated[str, typer.Argument(help="Letters, digits, dots, dashes, underscores.")],
    role: Annotated[Literal["advertiser", "operator"], typer.Option(help="An operator sees every account.")] = (
        "advertiser"
    ),
    advertiser: Annotated[list[str] | None, typer.Option(help="An account that they may see; repeatable.")] = None,
    password: Annotated[
        str, typer.Option(prompt=True, hide_input=True, confirmation_prompt=True, help="Asked for when left out.")
    ] = "",
) -> None:
    """Add a person, or give one a new password and role.

    [bold]Examples[/bold]

    miaoti user add mei --advertiser adv01

    miaoti user add admin --role operator
    """
    from ui.page.people import People

    with open_tables() as stores:
        known = {one.id for one in stores.advertisers.list()}
        if unknown := sorted(set(advertiser or ()) - known):
            raise UserError(
                f"no such advertiser: {', '.join(unknown)}; there are: {', '.join(sorted(known)) or 'none'}"
            )
        try:
            People(stores.database).add(name, password, role, tuple(advertiser or ()), by=at_the_keyboard())
        except ValueError as error:
            raise UserError(str(error)) from error
    typer.echo(f"{name}: {role}")


@app.command("list")
def list_() -> None:
    """All who may sign in, with their roles, their accounts and since when.

    [bold]Examples[/bold]

    miaoti user list
    """
    from ui.page.people import People

    with open_tables() as stores:
        everybody = People(stores.database).all()
    for one in everybody:
        accounts = ",".join(one.advertisers) or ("all accounts" if one.role == "operator" else "no account")
        typer.echo(f"{one.name}  {one.role}  {accounts}  {one.created_at:%Y-%m-%d}")
    if not everybody:
        typer.echo("nobody yet: miaoti user add NAME")


@app.command("remove")
def remove(
    name: Annotated[str, typer.Argument(help="Who may not sign in any more; see `miaoti user list`.")],
    to: Annotated[str | None, typer.Option(help="Whose their conversations become.")] = None,
) -> None:
    """Take a person away: their sessions end at once, on a running page too.

    Their conversations stay with the advertiser. With --to somebody else goes on with those of the accounts that both
    may see; the rest nobody opens, a later person of the same name neither.

    [bold]Examples[/bold]

    miaoti user remove mei

    miaoti user remove mei --to lan
    """
    from ui.page.leaving import leave
    from ui.page.people import People

    with open_tables() as stores:
        try:
            handed = leave(stores, People(stores.database), name, to, by=at_the_keyboard())
        except ValueError as error:
            raise UserError(str(error)) from error
    typer.echo(f"{name}: removed; {handed} conversations handed to {to}" if to else f"{name}: removed")
