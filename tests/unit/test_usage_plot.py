"""The plot of `miaoti report usage`: a bar a week whose length is the week's titles, drawn alike in the file."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
from rich.console import Console

from ui.commands.usage_plot import WIDTH, save_svg, usage_plot

ROWS = pd.DataFrame(
    [
        ("2026-W01", "a1", "model", 30, 0.6, 6, 900, 9, 0.0),
        ("2026-W01", "a1", "library", 20, 0.4, 4, 0, 0, 0.0),
        ("2026-W02", "a1", "pattern", 60, 0.6, 30, 0, 0, 12.5),
        ("2026-W02", "a2", "edit", 40, 1.0, 20, 0, 0, 1000.0),
    ],
    columns=["week", "account", "source", "titles", "share", "adopted", "impressions", "clicks", "spend"],
)
NAMES = {"model": "模型写的", "pattern": "句式套写"}


def lines() -> list[str]:
    console = Console(width=110, record=True, file=None)
    with console.capture() as captured:
        console.print(usage_plot(ROWS, NAMES))
    return captured.get().splitlines()


def test_each_week_has_its_bar_and_shares() -> None:
    first, second = (next(line for line in lines() if week in line) for week in ("2026-W01", "2026-W02"))
    assert first.count("█") == WIDTH // 2 and "50" in first and "60%" in first and "20%" in first
    assert second.count("█") == WIDTH + round(WIDTH / 3), "all titles of the longest bar, and the dearest spend"
    assert "1,012.50" in second and "50%" in second
    legend = "".join(lines()[:2])
    assert "模型写的" in legend and "句式套写" in legend and "edit" in legend


def test_the_file_fetches_nothing(tmp_path: Path) -> None:
    save_svg(usage_plot(ROWS, NAMES), tmp_path / "usage.svg")
    svg = (tmp_path / "usage.svg").read_text(encoding="utf-8")
    assert svg.startswith("<svg") and "模型写的" in svg and "█" in svg
    assert "url(http" not in svg and "url(&quot;http" not in svg and "@font-face" not in svg
