"""`miaoti report adoption`: what of the first screen was taken up."""

from __future__ import annotations

from typing import Annotated

import typer

from ui.commands.common import UserError, note, open_tables


def adoption(
    advertiser: Annotated[str | None, typer.Option("--advertiser", "-a", help="One account only.")] = None,
    by: Annotated[str, typer.Option(help="day or week.")] = "week",
) -> None:
    """First-screen adoption by source over time, with 90 % intervals.

    [bold]Examples[/bold]

    miaoti report adoption

    miaoti report adoption -a adv01 --by day
    """
    from rich.console import Console
    from rich.table import Table

    from tools.library.adoption import adoption_report

    if by not in {"day", "week"}:
        raise UserError(f"--by {by}: use day or week")
    with open_tables() as stores:
        rows = adoption_report(stores, advertiser, by=by)
    if not rows:
        note("首屏还没有展示过。")
        return
    table = Table("时间", "来源", "展示", "采纳", "采纳率", "90% 区间", title="首屏采纳")
    for one in rows:
        span = f"{one.low:.1%} - {one.high:.1%}"
        table.add_row(one.period, one.source, str(one.shown), str(one.adopted), f"{one.rate:.1%}", span)
    Console().print(table)
