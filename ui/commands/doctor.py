"""`miaoti doctor`: what is found, what is missing, how to mend it."""

from __future__ import annotations

import typer

from ui.commands.common import read_settings

MARKS = {"ok": ("✓", "green"), "warn": ("!", "yellow"), "bad": ("✗", "red")}


def doctor() -> None:
    """Check this machine and this installation; ends with code 1 when something necessary is missing.

    [bold]Examples[/bold]

    miaoti doctor

    MIAOTI_LLM=openai MIAOTI_LLM_URL=http://127.0.0.1:8000/v1 miaoti doctor
    """
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from ui.commands.checks import all_checks

    console = Console()
    table = Table(show_header=False, box=None, pad_edge=False)
    missing = 0
    for found in all_checks(read_settings()):
        mark, colour = MARKS[found.state]
        table.add_row(Text(mark, style=colour), Text(found.what, style="bold"), Text(found.detail))
        if found.mend:
            table.add_row("", "", Text(f"→ {found.mend}", style=colour))
        missing += found.state == "bad"
    console.print(table)
    console.print("[green]Ready.[/green]" if not missing else f"[red]{missing} necessary thing(s) missing.[/red]")
    raise typer.Exit(1 if missing else 0)
