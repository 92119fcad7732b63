"""`miaoti ui`: serve the page."""

from __future__ import annotations

from typing import Annotated

import typer

from ui.commands.common import UserError, assistant_with_progress, note, read_settings


def ui(
    port: Annotated[
        int | None, typer.Option(help="Port; the next free one when it is taken.", max=65535, min=0)
    ] = None,
    host: Annotated[str | None, typer.Option(help="Address to serve on.")] = None,
    login: Annotated[
        bool | None, typer.Option("--login/--no-login", help="Sign in first; the rule away from this machine.")
    ] = None,
    anyone: Annotated[
        bool, typer.Option("--anyone", help="With --no-login: whoever reaches the address sees every account.")
    ] = False,
) -> None:
    """Serve the page for advertisers, and beside it the API that `miaoti api` serves alone.

    [bold]Examples[/bold]

    miaoti ui

    miaoti ui --port 8080

    MIAOTI_HOME=~/miaoti miaoti ui
    """
    from ui.freeport import free_port
    from ui.page.serve import go_quiet, launch

    go_quiet()
    settings = read_settings()
    address, wanted = host or settings.host, settings.port if port is None else port
    signs_in = _signs_in(address, login, anyone)
    try:
        chosen = free_port(address, wanted)
    except OSError as error:
        raise UserError(str(error)) from error
    if wanted and chosen != wanted:
        note(f"端口 {wanted} 被占用，改用 {chosen}。")
    with assistant_with_progress(settings) as assistant:
        from ui.api import PREFIXES, mount
        from ui.page.layout import build_page
        from ui.page.people import People

        people = People(assistant.stores.database) if signs_in else None
        if people and not people.all():
            raise UserError("nobody may sign in yet: miaoti user add NAME --advertiser ID, or serve on 127.0.0.1")
        page = build_page(
            assistant,
            max_chars=settings.max_chars,
            language=settings.language,
            may_see=people.may_see if people else None,
            operates=people.operates if people else None,
            seed=settings.seed,
        )
        launch(
            page,
            address,
            chosen,
            block=True,
            say=lambda url: typer.echo(f"妙题已就绪：{url}（按 Ctrl+C 退出）"),
            beside=lambda app: mount(app, assistant, settings),
            spared=PREFIXES,
            people=people,
        )


def _signs_in(address: str, login: bool | None, anyone: bool) -> bool:
    """Whether people sign in: as asked, else unless the page is served to this machine alone.

    Raises UserError for a page without sign-in that others reach, unless `anyone` says that this is meant.
    """
    from ui.origin import is_loopback

    here = is_loopback(address) or address == "localhost"
    if login is not False:
        return bool(login) or not here
    if not here and not anyone:
        raise UserError(
            f"without sign-in whoever reaches {address} sees every account: serve on 127.0.0.1, or let people sign in "
            "(miaoti user add NAME), or say --no-login --anyone if that is meant"
        )
    if not here:
        note(f"注意：没有登录，任何能访问 {address} 的人都能看到所有账户。")
    return False
