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
    """Names of all who may sign in.

    [bold]Examples[/bold]

    miaoti user list
    """
    from ui.page.people import People

    with open_tables() as stores:
        typer.echo("\n".join(People(stores.database).names()) or "nobody yet: miaoti user add NAME")
