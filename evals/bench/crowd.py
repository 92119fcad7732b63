"""Many users at once on one server: errors, mixed answers, the wait, fairness, memory. `miaoti bench crowd`."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console

from evals.bench.bars import figures_table
from evals.bench.crowd_clients import Client, SeenTurn
from evals.bench.crowd_figures import CrowdFigures, figures_of

TIMEOUT = 900.0


@dataclass(frozen=True)
class Server:
    """A running server: its address, its process, and a (key, account) for each user."""

    url: str
    pid: int
    users: Sequence[tuple[str, str]]


def pin(cores: int) -> None:
    """Keep this thread, and every thread and process it begins from now on, to `cores` of its processors (Linux)."""
    free = sorted(os.sched_getaffinity(0))
    os.sched_setaffinity(0, free[:cores])


def run(server: Server, turns: int) -> CrowdFigures:
    """Everybody sends a message at the same moment, and the next one as soon as the answer is there."""
    return asyncio.run(_run(server, turns))


def main(server: Server, *, turns: int, out: Path, console: Console | None = None) -> int:
    """Print the figures beside their bars and write crowd-bench.json; 0 when every bar is met, else 1."""
    console = console or Console()
    figures = run(server, turns)
    console.print(figures_table(figures.rows(), figures.title))
    for complaint in figures.complaints:
        console.print(complaint, markup=False)
    out.mkdir(parents=True, exist_ok=True)
    (out / "crowd-bench.json").write_text(figures.model_dump_json(indent=2), encoding="utf-8")
    return 0 if figures.met else 1


async def _run(server: Server, turns: int) -> CrowdFigures:
    clients = [Client(server.url, user, key, account, TIMEOUT) for user, (key, account) in enumerate(server.users)]
    memory = [resident(server.pid)]
    left = [len(clients)] * turns

    async def talk(client: Client) -> list[SeenTurn]:
        seen = []
        for turn in range(turns):
            seen.append(await client.say(turn))
            left[turn] -= 1
            if not left[turn]:
                memory.append(resident(server.pid))
        return seen

    started = time.perf_counter()
    talks = await asyncio.gather(*(talk(client) for client in clients))
    seconds = time.perf_counter() - started
    for client in clients:
        await client.close()
    cpus = len(os.sched_getaffinity(server.pid))
    seen = [one for talk in talks for one in talk]
    return figures_of(seen, len(clients), turns, seconds, memory, cpus, os.cpu_count() or cpus)


def resident(pid: int) -> int:
    """Bytes of a process in memory (Linux: VmRSS)."""
    lines = Path(f"/proc/{pid}/status").read_text("ascii", "replace").splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmRSS:"))
