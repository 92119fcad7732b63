"""`miaoti bench crowd`: a server of its own process, and the crowd that talks to it."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ui.commands.common import UserError

if TYPE_CHECKING:
    from evals.bench.crowd import Server

READY_SECONDS = 600.0
ACCOUNTS = 16  # demo accounts adv01 to adv16


def crowd(
    users: Annotated[
        int, typer.Option(help="Users at once, each with its own client, key and conversation.", min=1)
    ] = (50),
    turns: Annotated[int, typer.Option(help="Messages of each user.", min=1)] = 3,
    quick: Annotated[
        bool, typer.Option("--quick", help="A stand-in model that answers at once: for memory over many turns.")
    ] = False,
    cores: Annotated[int, typer.Option(help="Processors for server and users together.", min=1)] = 2,
    home: Annotated[Path | None, typer.Option(help="Home to measure on; a temporary one if absent.")] = None,
    out: Annotated[Path, typer.Option(help="Folder for the figures as JSON.")] = Path("reports"),
) -> None:
    """Many users at once: errors, mixed answers, first event, whole turn, fairness, memory. Fails when a bar is missed.

    [bold]Examples[/bold]

    miaoti bench crowd --users 50 --turns 3

    miaoti bench crowd --users 20 --turns 50 --quick
    """
    from evals.bench.crowd import main, pin
    from evals.bench.quick_model import quick_model

    pin(cores)
    with ExitStack() as stack:
        spare = stack.enter_context(tempfile.TemporaryDirectory(prefix="miaoti-crowd-"))
        model = stack.enter_context(quick_model()) if quick else None
        server = stack.enter_context(serving(home or Path(spare), users, model))
        raise typer.Exit(main(server, turns=turns, out=out))


@contextmanager
def serving(home: Path, users: int, model: str | None = None) -> Iterator[Server]:
    """Page and API in a process of their own, with a key for each user; `model` is the address of a model server.

    Raises UserError with the process's own words when it does not come up.
    """
    from evals.bench.crowd import Server
    from ui.api.keys import KeyFile
    from ui.freeport import free_port

    home.mkdir(parents=True, exist_ok=True)
    keys = KeyFile(home)
    known = [(keys.create([one], per_minute=6000, burst=1000)[1], one) for one in _accounts(users)]
    port = free_port("127.0.0.1", 0)
    environment = {**os.environ, "MIAOTI_HOME": str(home)}
    if model is not None:
        environment |= {"MIAOTI_LLM": "openai", "MIAOTI_LLM_URL": model}
    with (home / "crowd.log").open("w+", encoding="utf-8") as log:
        command = [sys.executable, "-m", "ui.cli", "ui", "--port", str(port), "--no-login"]
        child = subprocess.Popen(command, stdout=log, stderr=log, env=environment)
        try:
            url = f"http://127.0.0.1:{port}"
            if not _is_up(url, known[0][0], child):
                raise UserError(f"the server did not come up:\n{(home / 'crowd.log').read_text('utf-8')[-2000:]}")
            yield Server(url, child.pid, known)
        finally:
            child.terminate()
            child.wait(30)


def _accounts(users: int) -> list[str]:
    return [f"adv{user % ACCOUNTS + 1:02}" for user in range(users)]


def _is_up(url: str, key: str, child: subprocess.Popen[bytes]) -> bool:
    import httpx

    until = time.monotonic() + READY_SECONDS
    with httpx.Client(base_url=url, headers={"Authorization": f"Bearer {key}"}, trust_env=False) as client:
        while time.monotonic() < until and child.poll() is None:
            try:
                if client.get("/v1/models", timeout=5).is_success:
                    return True
            except httpx.HTTPError:
                pass
            time.sleep(0.3)
    return False
