"""Many users at once on one server: errors, mixed answers, the wait, fairness, memory. `miaoti bench crowd`."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from pydantic import BaseModel, ConfigDict
from rich.console import Console
from rich.table import Table

from evals.bench.crowd_clients import Client, SeenTurn

TIMEOUT = 900.0
SHOWN_ERRORS = 5
GROWTH_BAR = 0.10  # of the memory after the first half of the turns


@dataclass(frozen=True)
class Server:
    """A running server: its address, its process, and a (key, account) for each user."""

    url: str
    pid: int
    users: Sequence[tuple[str, str]]


class CrowdFigures(BaseModel):
    """Seconds and bytes. `memory` is the server's resident memory before, after each round of turns, last at the end.

    `fairness` is Jain's index of the users' mean waits for a whole turn: 1 when all waited alike, 1/users at worst.
    """

    model_config = ConfigDict(frozen=True)

    users: int
    turns: int
    seconds: float
    errors: int
    mixed: int
    titles: int
    first_event_p50: float
    first_event_p95: float
    first_title_p95: float
    turn_p50: float
    turn_p95: float
    longest_turn: float
    longest_line: int
    fairness: float
    memory: list[int]
    cpus: int
    complaints: list[str]

    @property
    def growth(self) -> float:
        """Share by which memory grew over the second half of the turns."""
        middle = self.memory[len(self.memory) // 2]
        return self.memory[-1] / middle - 1


def run(server: Server, turns: int) -> CrowdFigures:
    """Everybody sends a message at the same moment, and the next one as soon as the answer is there."""
    return asyncio.run(_run(server, turns))


def main(server: Server, *, turns: int, out: Path, console: Console | None = None) -> int:
    """Print the figures and write crowd-bench.json; 0 when there was no error, no mixed answer, and memory is flat."""
    console = console or Console()
    figures = run(server, turns)
    table = Table("what", "measured", title=f"{figures.users} users, {turns} turns each, {figures.cpus} CPUs")
    for what, value in _rows(figures):
        table.add_row(what, value)
    console.print(table)
    for complaint in figures.complaints:
        console.print(complaint, markup=False)
    out.mkdir(parents=True, exist_ok=True)
    (out / "crowd-bench.json").write_text(figures.model_dump_json(indent=2), encoding="utf-8")
    return 0 if not figures.errors and not figures.mixed and figures.growth <= GROWTH_BAR else 1


def _rows(figures: CrowdFigures) -> list[tuple[str, str]]:
    memory = " / ".join(f"{one / 1e6:.0f}" for one in (figures.memory[0], max(figures.memory), figures.memory[-1]))
    return [
        ("errors", str(figures.errors)),
        ("mixed answers", str(figures.mixed)),
        ("first event (place in the line counts), p50 / p95", _pair(figures.first_event_p50, figures.first_event_p95)),
        ("first title, p95", f"{figures.first_title_p95:.2f} s"),
        ("whole turn, p50 / p95", _pair(figures.turn_p50, figures.turn_p95)),
        ("longest turn", f"{figures.longest_turn:.2f} s"),
        ("longest place told", f"{figures.longest_line} ahead"),
        ("fairness of waits (Jain)", f"{figures.fairness:.3f}"),
        ("titles; turns a second", f"{figures.titles}; {figures.users * figures.turns / figures.seconds:.2f}"),
        ("memory before / most / after", f"{memory} MB"),
        ("growth over the second half", f"{figures.growth:.1%}"),
    ]


def _pair(middle: float, high: float) -> str:
    return f"{middle:.2f} / {high:.2f} s"


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
    return _figures([one for seen in talks for one in seen], len(clients), turns, seconds, memory)


def _figures(seen: list[SeenTurn], users: int, turns: int, seconds: float, memory: list[int]) -> CrowdFigures:
    first = [one.first_event for one in seen if one.first_event is not None] or [0.0]
    titled = [one.first_title for one in seen if one.first_title is not None] or [0.0]
    whole = [one.whole for one in seen]
    waits = np.array([np.mean([one.whole for one in seen if one.user == user]) for user in range(users)])
    wrong = [one for one in seen if one.error or one.mixed]
    return CrowdFigures(
        users=users,
        turns=turns,
        seconds=seconds,
        errors=sum(one.error is not None for one in seen),
        mixed=sum(one.mixed for one in seen),
        titles=sum(len(one.titles) for one in seen),
        first_event_p50=float(np.percentile(first, 50)),
        first_event_p95=float(np.percentile(first, 95)),
        first_title_p95=float(np.percentile(titled, 95)),
        turn_p50=float(np.percentile(whole, 50)),
        turn_p95=float(np.percentile(whole, 95)),
        longest_turn=max(whole),
        longest_line=max((one.ahead or 0 for one in seen), default=0),
        fairness=float(waits.sum() ** 2 / (len(waits) * (waits**2).sum())),
        memory=memory,
        cpus=len(os.sched_getaffinity(0)),
        complaints=[f"user {one.user}, turn {one.turn}: {one.error or one.titles}" for one in wrong[:SHOWN_ERRORS]],
    )


def resident(pid: int) -> int:
    """Bytes of a process in memory (Linux: VmRSS)."""
    lines = Path(f"/proc/{pid}/status").read_text("ascii", "replace").splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmRSS:"))
