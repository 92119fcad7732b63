"""`miaoti report usage` as a plot: a bar a week, on the terminal and, by the same drawing, as an SVG file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from io import StringIO
from pathlib import Path

import pandas as pd
from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

GENERATED = ("model", "pattern")
"""Sources of titles that Miaoti wrote itself."""
WIDTH = 20
_COLOURS = ("#2f8fc0", "#3fa37a", "#d29a3a", "#7d78c9", "#d9688d", "#8a97a8")
_REMOTE_FONTS = re.compile(r"@font-face\s*\{.*?\}", re.DOTALL)


def usage_plot(frame: pd.DataFrame, names: Mapping[str, str]) -> Table:
    """Titles by source, adoption and spend of each week, from the rows of `usage`; `names` of sources as people say."""
    sources = sorted(frame.source.unique(), key=lambda one: (one not in GENERATED, one))
    colours = {one: _COLOURS[place % len(_COLOURS)] for place, one in enumerate(sources)}
    legend = Text("  ").join(Text("█ ", colours[one]) + Text(names.get(one, one), "default") for one in sources)
    table = Table(
        "周", "新标题（按来源）", "自动写的", "采用率", "花费(元)", title=legend, box=None, title_justify="left"
    )
    weeks = frame.groupby("week")[["titles", "adopted", "spend"]].sum()
    counts = frame.pivot_table(index="week", columns="source", values="titles", aggfunc="sum", fill_value=0)[sources]
    most, dearest = max(int(weeks.titles.max()), 1), max(float(weeks.spend.max()), 1e-9)
    for week, row in weeks.iterrows():
        made = counts.loc[week]
        generated = made[[one for one in sources if one in GENERATED]].sum() / row.titles
        bar = Text(f"{row.titles:>6,.0f} ")
        for one, cells in zip(sources, _cells([int(n) for n in made], most), strict=True):
            bar.append("█" * cells, colours[one])
        table.add_row(
            str(week),
            bar,
            f"{generated:.0%}",
            f"{row.adopted / row.titles:.0%}",
            Text(f"{row.spend:>10,.2f} ") + Text("█" * round(WIDTH / 3 * row.spend / dearest), _COLOURS[-1]),
        )
    return table


def save_svg(drawn: RenderableType, path: Path) -> None:
    """The same drawing as a file that fetches nothing."""
    console = Console(record=True, width=110, file=StringIO(), force_terminal=True, color_system="truecolor")
    console.print(drawn)
    path.write_text(_REMOTE_FONTS.sub("", console.export_svg(title="miaoti report usage")), encoding="utf-8")


def _cells(counts: list[int], most: int) -> list[int]:
    """Lengths of a bar's parts, rounded so that they sum to the rounded whole."""
    ends = [round(WIDTH * sum(counts[: place + 1]) / most) for place in range(len(counts))]
    return [end - start for start, end in zip([0, *ends], ends, strict=False)]
