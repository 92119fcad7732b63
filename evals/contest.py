"""The agent and its baselines on the same cases: `miaoti eval baselines`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

from evals import dialogues
from evals.compare import COLUMNS, markdown, table
from evals.opening import VARIANTS

CONTESTANTS = ("agent", *(f"agent-{variant}" for variant in VARIANTS))


def contest(cases: Sequence[Path], drivers: Sequence[str], run: dialogues.Run, folder: Path, console: Console) -> int:
    """Run the cases with each driver in turn, in a folder of its own, and write `comparison.md` of them all.

    Talks that lie there are not held again. Returns 0, or 2 when the cases cannot be read or another run lies there.
    Raises ValueError naming a driver that could hold no conversation.
    """
    for driver in drivers:
        console.print(f"[bold]{driver}[/bold]")
        chosen = run.model_copy(update={"driver": driver})
        if dialogues.main(*cases, run=chosen, out=folder / driver, failures=0, console=console) == 2:
            return 2
    rows = table([folder / driver for driver in drivers])
    (folder / "comparison.md").write_text(markdown(rows), encoding="utf-8")
    show(rows, console)
    return 0


def show(rows: Sequence[Sequence[str]], console: Console) -> None:
    """Print the rows of a comparison."""
    shown = Table(*COLUMNS)
    for row in rows:
        shown.add_row(*row)
    console.print(shown)
