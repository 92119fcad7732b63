"""`miaoti key`: keys for the API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from ui.commands.common import UserError, at_the_keyboard, note, open_tables, read_settings

if TYPE_CHECKING:
    from ui.api.keys import KeyFile

app = typer.Typer(help="Create, list and revoke keys for the API.", no_args_is_help=True, rich_markup_mode="rich")


@app.command()
def create(
    advertiser: Annotated[list[str], typer.Option("--advertiser", "-a", help="Account it may see; may be repeated.")],
    name: Annotated[str, typer.Option(help="What the key is for.")] = "",
    per_minute: Annotated[float, typer.Option(help="Requests a minute in the long run.", min=0.1, max=100_000)] = 60.0,
    burst: Annotated[int, typer.Option(help="Requests at once.", min=1, max=100_000)] = 20,
) -> None:
    """Make a key and print it, this once: only a digest is kept.

    [bold]Examples[/bold]

    miaoti key create -a adv01 --name crm

    miaoti key create -a adv01 -a adv02 --per-minute 600 --burst 50
    """
    from tools.store import NotFound

    settings = read_settings()
    with open_tables(settings) as stores:
        if settings.demo:
            from tools.demo import load_demo

            load_demo(stores)
        try:
            for one in advertiser:
                stores.advertisers.get(one)
        except NotFound as error:
            raise UserError(f"{error} See `miaoti chat --list`.") from error
        key, text = _keys().create(advertiser, name=name, per_minute=per_minute, burst=burst)
        stores.security.note("key_made", at_the_keyboard(), key.owner, ",".join(key.advertisers))
    note(f"密钥 {key.id}（{'、'.join(key.advertisers)}），只显示这一次：")
    typer.echo(text)


@app.command(name="list")
def list_() -> None:
    """Keys with their accounts and limits; never the keys themselves.

    [bold]Examples[/bold]

    miaoti key list
    """
    from ui.api.keys import KeyFileError

    try:
        keys = _keys().all()
    except KeyFileError as error:
        raise UserError(str(error)) from error
    for key in keys:
        state = f"已吊销 {key.revoked_at:%Y-%m-%d}" if key.revoked_at else "有效"
        limits = f"{key.per_minute:g}/分钟，突发 {key.burst}"
        typer.echo(f"{key.id}  {state}  {','.join(key.advertisers)}  {limits}  {key.name}")
    if not keys:
        note("还没有密钥。")


@app.command()
def revoke(key_id: Annotated[str, typer.Argument(help="Id of the key, see `miaoti key list`.")]) -> None:
    """Make a key worthless at once, for running servers too.

    [bold]Examples[/bold]

    miaoti key revoke 0123456789ab
    """
    from ui.api.keys import KeyFileError

    try:
        revoked = _keys().revoke(key_id)
    except KeyFileError as error:
        raise UserError(str(error)) from error
    if not revoked:
        raise UserError(f"there is no valid key {key_id!r}. See `miaoti key list`.")
    with open_tables() as stores:
        stores.security.note("key_revoked", at_the_keyboard(), f"key:{key_id}")
    note(f"已吊销 {key_id}。")


def _keys() -> KeyFile:
    from ui.api.keys import KeyFile

    settings = read_settings()
    settings.home.mkdir(parents=True, exist_ok=True)
    return KeyFile(settings.home)
