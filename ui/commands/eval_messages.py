"""`miaoti eval import-messages`, `export-messages`: cases from and to plain message lists."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ui.commands.common import UserError, note

SHOWN_FAULTS = 20


def import_messages(
    source: Annotated[Path, typer.Argument(help="JSON or JSONL of chat messages.")],
    target: Annotated[Path, typer.Argument(help="JSONL of cases to write.")],
    advertiser: Annotated[
        Path | None, typer.Option(help="JSON of the account that talks where a row names none.")
    ] = None,
    tools: Annotated[bool, typer.Option("--tools", help="Want the tools that were called after each message.")] = False,
) -> None:
    """Make cases of conversations in OpenAI message format: each user message becomes a turn.

    A row may hold checks beside its messages, under `expect`, one object for each user message. Rows at fault are named
    by line and left out; the code is then 1.

    [bold]Examples[/bold]

    miaoti eval import-messages talks.jsonl cases.jsonl --advertiser account.json

    miaoti eval import-messages talks.json cases.jsonl --advertiser account.json --tools
    """
    from evals.cases import CaseError
    from evals.conversion import load_advertiser, read_messages
    from evals.saved import write_cases

    try:
        found = read_messages(source, load_advertiser(advertiser) if advertiser else None, tools=tools)
    except (CaseError, OSError, UnicodeError) as error:
        raise UserError(str(error)) from error
    for fault in found.faults[:SHOWN_FAULTS]:
        note(fault)
    if more := found.faults[SHOWN_FAULTS:]:
        note(f"... and {len(more)} more rows at fault")
    if not found.cases:
        raise UserError(f"no row of {source} can be used, so {target} was not written")
    write_cases(found.cases, target)
    typer.echo(f"{len(found.cases)} cases in {target}, {len(found.faults)} rows left out")
    if found.unchecked:
        note(f"{found.unchecked} cases check nothing: every run passes them. Add checks (evals/README.md)")
    raise typer.Exit(1 if found.faults else 0)


def export_messages(
    sources: Annotated[list[Path], typer.Argument(help="JSONL of cases or folders of such, then the file to write.")],
) -> None:
    """Write cases as OpenAI messages, a conversation a line, with checks and account beside them.

    `import-messages` makes the same cases of them again. For what was answered in a run see `miaoti eval export`.

    [bold]Examples[/bold]

    miaoti eval export-messages cases.jsonl talks.jsonl
    """
    from evals.cases import CaseError, load_cases
    from evals.conversion import write_messages

    *given, target = sources
    if not given:
        raise UserError("name the cases and then the file to write")
    try:
        cases = load_cases(*given)
        write_messages(cases, target)
    except (CaseError, OSError) as error:
        raise UserError(str(error)) from error
    typer.echo(f"{len(cases)} conversations in {target}")
