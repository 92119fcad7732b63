"""`miaoti report`: what was made of what was written."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ui.commands.common import UserError, note, open_tables, read_settings

app = typer.Typer(help="Reports on an account's titles.", no_args_is_help=True, rich_markup_mode="rich")


@app.callback()
def reports() -> None:
    """Reports on titles and their use."""


@app.command()
def usage(
    csv: Annotated[Path | None, typer.Option(help="Write the rows to this CSV file too.", dir_okay=False)] = None,
    advertiser: Annotated[str | None, typer.Option("--advertiser", "-a", help="One account only.")] = None,
    svg: Annotated[Path | None, typer.Option(help="Write the plot to this SVG file too.", dir_okay=False)] = None,
) -> None:
    """Share of generated titles, adoption and spend, by week, account and source, as table and plot.

    [bold]Examples[/bold]

    miaoti report usage

    miaoti report usage -a adv01 --csv usage.csv --svg usage.svg
    """
    from rich.console import Console
    from rich.table import Table

    from tools.racing.usage import COLUMNS, usage
    from tools.spreadsheet import cell
    from ui.commands.usage_plot import save_svg, usage_plot
    from ui.page.text import words

    with open_tables() as stores:
        frame = usage(stores.database)
    if advertiser is not None:
        frame = frame[frame.account == advertiser]
    if csv is not None:
        frame.map(cell).to_csv(csv, index=False, encoding="utf-8-sig")
        note(f"已写入 {csv}")
    if frame.empty:
        typer.echo("还没有标题。")
        return
    names = ("周", "账户", "来源", "新标题", "占比", "采用", "曝光", "点击", "花费(元)")
    origins = words("zh").origins
    table = Table(*names)
    for row in frame[list(COLUMNS)].itertuples(index=False):
        week, account, source, titles, share, *rest, spend = row
        table.add_row(
            week,
            account,
            origins.get(source, source),
            str(titles),
            f"{share:.0%}",
            *(f"{n:,}" for n in rest),
            f"{spend:,.2f}",
        )
    Console().print(table)
    plot = usage_plot(frame, origins)
    Console().print(plot)
    if svg is not None:
        save_svg(plot, svg)
        note(f"已写入 {svg}")


@app.command()
def audit(
    act: Annotated[str | None, typer.Option(help="One kind of act, such as sign_in_failed.")] = None,
    by: Annotated[str | None, typer.Option(help="One who acted, such as user:mei or key:0123456789ab.")] = None,
    most: Annotated[int, typer.Option(help="The latest so many.", min=1, max=1_000_000)] = 50,
    csv: Annotated[Path | None, typer.Option(help="Write the rows to this CSV file too.", dir_okay=False)] = None,
) -> None:
    """Who signed in, out, or was refused; keys; people; exports, uploads, deletions; races and saves approved or not.

    [bold]Examples[/bold]

    miaoti report audit

    miaoti report audit --act sign_in_failed --most 200 --csv audit.csv
    """
    import csv as writing

    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from tools.spreadsheet import cell

    with open_tables() as stores:
        rows = stores.security.list(act=act, by=by, most=most)
    lines = [(f"{row.at:%Y-%m-%d %H:%M:%S}", row.act, row.by, row.subject, row.note) for row in rows]
    if csv is not None:
        with csv.open("w", encoding="utf-8-sig", newline="") as file:
            writing.writer(file).writerows([("at", "act", "by", "subject", "note"), *(map(cell, one) for one in lines)])
        note(f"已写入 {csv}")
    if not lines:
        typer.echo("还没有记录。")
        return
    table = Table("时间(UTC)", "动作", "谁", "对象", "说明")
    for line in lines:
        table.add_row(*(Text(value) for value in line))
    Console().print(table)


@app.command()
def counterfactual(
    race_id: Annotated[str, typer.Argument(help="Id of the race; `miaoti race status` lists them.")],
) -> None:
    """What an even split, or each title alone, would have earned in a race, from its own log of decisions.

    [bold]Examples[/bold]

    miaoti report counterfactual 3f2a
    """
    from rich.console import Console
    from rich.table import Table

    from tools.racing.counterfactual import EVEN, SAME, had_they_run

    settings = read_settings()
    with open_tables(settings) as stores:
        try:
            rows = had_they_run(stores.database, race_id, settings.seed)
        except ValueError as error:
            raise UserError(f"赛马 {race_id} 还没有能回溯评估的决策日志") from error
        texts = {title.id: title.text for title in stores.titles.many([row.policy for row in rows])}
    names = {EVEN: "平均分流", SAME: "实际策略"} | {arm: f"只投「{text}」" for arm, text in texts.items()}
    table = Table("假如当时用", "IPS", "SNIPS", "DR", "DR 的 95% 区间", "有效样本", title="每千次曝光的点击")
    for row in rows:
        values = [f"{1e3 * one.value:.2f}" for one in (row.ips, row.snips, row.doubly_robust)]
        bounds = f"{1e3 * row.doubly_robust.low:.2f}~{1e3 * row.doubly_robust.high:.2f}"
        table.add_row(names.get(row.policy, row.policy), *values, bounds, f"{row.ips.effective:,.0f}")
    Console().print(table)
