"""`miaoti api`: serve the JSON API and the chat endpoint."""

from __future__ import annotations

from typing import Annotated

import typer

from ui.commands.common import UserError, assistant_with_progress, note, read_settings


def api(
    port: Annotated[
        int | None, typer.Option(help="Port; the next free one when it is taken.", max=65535, min=0)
    ] = None,
    host: Annotated[str | None, typer.Option(help="Address to serve on.")] = None,
) -> None:
    """Serve programs: a JSON API, an OpenAI-style chat endpoint, metrics. Keys come from `miaoti key`.

    [bold]Examples[/bold]

    miaoti key create --advertiser adv01

    miaoti api --port 8080

    curl -H "Authorization: Bearer $KEY" -d '{"texts": ["全网最低价"]}' http://127.0.0.1:8080/api/v1/check
    """
    import uvicorn

    from ui.freeport import free_port

    settings = read_settings()
    address, wanted = host or settings.host, settings.port if port is None else port
    try:
        chosen = free_port(address, wanted)
    except OSError as error:
        raise UserError(str(error)) from error
    if wanted and chosen != wanted:
        note(f"端口 {wanted} 被占用，改用 {chosen}。")
    with assistant_with_progress(settings) as assistant:
        from ui.api import build_api

        app = build_api(assistant, settings)
        if not any(key.revoked_at is None for key in app.state.services.keys.all()):
            note("还没有密钥：用 miaoti key create --advertiser <账号> 建一个。")
        note(f"接口已就绪：http://{address}:{chosen}/api/v1/openapi.json（按 Ctrl+C 退出）")
        uvicorn.run(app, host=address, port=chosen, log_level="warning", server_header=False)
