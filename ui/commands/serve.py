"""`miaoti serve`: the page's model and adapters on a vLLM server."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ui.commands.common import UserError, note, read_settings

if TYPE_CHECKING:
    from agent.settings import Settings

KEY_FILE = "serve.key"


def serve(
    python: Annotated[Path, typer.Option(help="Interpreter of an environment with vLLM; `make vllm` makes one.")],
    port: Annotated[int, typer.Option(help="Port.", max=65535, min=1)] = 8000,
    host: Annotated[str, typer.Option(help="Address to serve on.")] = "127.0.0.1",
    streams: Annotated[int, typer.Option(help="Texts decoded at once.", max=256, min=1)] = 16,
) -> None:
    """Serve the page's model with vLLM: its weights, and the adapters that write, read and judge by their names.

    The key is MIAOTI_LLM_KEY, or one made once and kept in the home. vLLM asks for it under /v1; keep other addresses
    than 127.0.0.1 behind a proxy.

    [bold]Examples[/bold]

    miaoti serve --python .venv-serve/bin/python

    miaoti serve --python .venv-serve/bin/python --port 8100 --streams 32
    """
    from agent.roles import adapters
    from models.llm import ModelError, prepare_model
    from models.llm.vllm import Serving, exported, installed_build

    settings = read_settings()
    try:
        build = installed_build(python)
        source = prepare_model(settings.home)
        note("正在导出模型（只在第一次）…")
        folder = exported(source, python)
        serving = Serving(folder, source.stem, adapters(), host, port, streams, settings.threads)
        command = [str(python), *serving.arguments(build)]
    except ModelError as error:
        raise UserError(f"{error}\nSee `miaoti doctor`.") from error
    environment = {**os.environ, **serving.environment(build, _key(settings))}
    note(f"{build}: http://{host}:{port}")
    where = "$MIAOTI_LLM_KEY" if settings.llm_key else f"$(cat {settings.home / KEY_FILE})"
    note(f"MIAOTI_LLM=openai MIAOTI_LLM_URL=http://{host}:{port} MIAOTI_LLM_KEY={where} miaoti ui")
    os.execve(command[0], command, environment)


def _key(settings: Settings) -> str:
    """The key that settings name, or the home's own, which only its owner can read."""
    import secrets

    if settings.llm_key:
        return settings.llm_key
    file = settings.home / KEY_FILE
    kept = file.read_text(encoding="utf-8").strip() if file.exists() else ""
    if not kept:
        kept = secrets.token_urlsafe(24)
        new = file.with_suffix(".new")
        new.unlink(missing_ok=True)
        new.touch(mode=0o600)
        new.write_text(kept, encoding="utf-8")
        new.replace(file)
    return kept
