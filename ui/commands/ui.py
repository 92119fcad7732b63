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
) -> None:
    """Serve the page for advertisers.

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
    try:
        chosen = free_port(address, wanted)
    except OSError as error:
        raise UserError(str(error)) from error
    if wanted and chosen != wanted:
        note(f"端口 {wanted} 被占用，改用 {chosen}。")
    with assistant_with_progress(settings) as assistant:
        from ui.page.layout import build_page

        page = build_page(assistant, max_chars=settings.max_chars, language=settings.language)
        launch(page, address, chosen, block=True, say=lambda url: typer.echo(f"妙题已就绪：{url}（按 Ctrl+C 退出）"))
