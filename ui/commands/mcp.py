"""`miaoti mcp`: the tools for other agents."""

from __future__ import annotations

from typing import Annotated

import typer

from ui.commands.common import UserError, assistant_with_progress, read_settings


def mcp(
    advertiser: Annotated[str, typer.Option("--advertiser", "-a", help="Id of the account, such as adv01.")] = "adv01",
) -> None:
    """Serve the eight tools over standard input and output, for clients of the Model Context Protocol.

    [bold]Examples[/bold]

    miaoti mcp --advertiser adv02

    A client is told the command: {"mcpServers": {"miaoti": {"command": "miaoti", "args": ["mcp", "-a", "adv01"]}}}
    """
    import os
    import sys

    import anyio

    from tools.store import NotFound
    from ui.mcp import ToolServer, serve_stdio

    # Loading the model may print; until the protocol takes over, that goes to the error stream.
    wire = os.dup(1)
    os.dup2(2, 1)
    with assistant_with_progress(read_settings()) as assistant:
        try:
            server = ToolServer(assistant, advertiser).build()
        except NotFound as error:
            raise UserError(f"{error} See `miaoti chat --list`.") from error
        sys.stdout.flush()
        os.dup2(wire, 1)
        anyio.run(serve_stdio, server)
