"""How fast and how large: five titles asked in one message. `python -m evals.bench.turn`.

The agent runs in a process of its own, so that memory and the cold start are its alone.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from pydantic import BaseModel, ConfigDict
from rich.console import Console
from rich.table import Table

from evals.bench.bars import verdict

ASK = "来5条标题"
ADVERTISER = "adv01"


class TurnFigures(BaseModel):
    """Seconds and bytes. `cold_start_s` is from starting a second process to an assistant that takes messages."""

    model_config = ConfigDict(frozen=True)

    runs: int
    titles: list[int]
    first_event_s: list[float]
    turn_s: list[float]
    resident_bytes: int
    peak_bytes: int
    cold_start_s: float
    first_run_s: float
    cpus: int

    def rows(self) -> list[tuple[str, float, float, str]]:
        """(what, measured, bar, unit) for each bar."""
        return [
            ("first visible event, median", statistics.median(self.first_event_s), 0.5, "s"),
            ("whole turn, median", statistics.median(self.turn_s), 4.0, "s"),
            ("resident memory", self.resident_bytes / 1e9, 1.5, "GB"),
            ("cold start of a second run", self.cold_start_s, 8.0, "s"),
        ]


def run(home: Path | None = None, *, runs: int = 10, seed: int = 0) -> TurnFigures:
    """Measure on `home` (a temporary one if none): a first start that prepares, then a second one with the turns.

    Raises RuntimeError with the agent's own message when it cannot start.
    """
    with tempfile.TemporaryDirectory(prefix="miaoti-bench-") as spare:
        place = home or Path(spare)
        first = _child(place, runs=0, seed=seed)
        second = _child(place, runs=runs, seed=seed)
    second["first_run_s"] = first["cold_start_s"]
    return TurnFigures.model_validate(second)


def main(
    home: Path | None = None, *, runs: int = 10, out: Path = Path("reports"), console: Console | None = None
) -> int:
    """Print the figures against their bars and write turn-bench.json to `out`; returns 0 when all bars are met."""
    console = console or Console()
    figures = run(home, runs=runs)
    table = Table("what", "measured", "bar", "", title=f"Five titles in one message, {runs} runs, {figures.cpus} CPUs")
    met = True
    for what, value, bar, unit in figures.rows():
        met = met and value <= bar
        table.add_row(what, f"{value:.2f} {unit}", f"<= {bar:g} {unit}", verdict(value <= bar))
    console.print(table)
    console.print(
        f"first run with preparation {figures.first_run_s:.1f} s; peak memory {figures.peak_bytes / 1e9:.2f} GB; "
        f"slowest turn {max(figures.turn_s):.2f} s; titles offered {figures.titles}"
    )
    out.mkdir(parents=True, exist_ok=True)
    (out / "turn-bench.json").write_text(figures.model_dump_json(indent=2), encoding="utf-8")
    return 0 if met and all(count == 5 for count in figures.titles) else 1


def _child(home: Path, *, runs: int, seed: int) -> dict[str, object]:
    command = [sys.executable, "-m", "evals.bench.turn", "--child", str(home), "--runs", str(runs), "--seed", str(seed)]
    started = time.time()
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"the agent could not be measured:\n{done.stderr[-2000:]}")
    result: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
    result["cold_start_s"] = float(str(result.pop("ready_at"))) - started
    return result


def _measure(home: Path, runs: int, seed: int) -> dict[str, object]:
    """In the child: start, hold `runs` one-message conversations, and tell times and memory."""
    from agent.assembly import build_assistant
    from agent.settings import Settings

    assistant = build_assistant(Settings(home=home, seed=seed))
    ready_at = time.time()
    firsts: list[float] = []
    wholes: list[float] = []
    titles: list[int] = []
    for _ in range(runs):
        thread = assistant.open(advertiser_id=ADVERTISER)
        started, first, count = time.perf_counter(), 0.0, 0
        for event in thread.stream(ASK):
            first = first or time.perf_counter() - started
            if event.type == "turn":
                count = len(event.turn.titles)
        wholes.append(time.perf_counter() - started)
        firsts.append(first)
        titles.append(count)
    resident, peak = _memory()
    assistant.close()
    return {
        "runs": runs,
        "titles": titles,
        "first_event_s": firsts,
        "turn_s": wholes,
        "resident_bytes": resident,
        "peak_bytes": peak,
        "ready_at": ready_at,
        "cpus": os.cpu_count() or 1,
    }


def _memory() -> tuple[int, int]:
    """Resident bytes now and at most (Linux: VmRSS and VmHWM)."""
    lines = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines() if ":" in line)
    return int(lines["VmRSS"].split()[0]) * 1024, int(lines["VmHWM"].split()[0]) * 1024


def _cli() -> int:
    parser = argparse.ArgumentParser(prog="evals.bench.turn", description=__doc__)
    parser.add_argument("--home", type=Path)
    parser.add_argument("--runs", type=int, default=10)
    parser.add_argument("--seed", type=int, default=0, help=argparse.SUPPRESS)
    parser.add_argument("--child", type=Path, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.child:
        print(json.dumps(_measure(args.child, args.runs, args.seed)))
        return 0
    return main(args.home, runs=args.runs)


if __name__ == "__main__":
    sys.exit(_cli())
