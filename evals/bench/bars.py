"""Figures of benchmarks beside their bars."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from rich.table import Table


@dataclass(frozen=True)
class Figure:
    """One figure and its bar; without `bar` it is only told. `most`: the bar is the most allowed, else the least."""

    what: str
    value: float
    bar: float | None = None
    most: bool = False
    unit: str = ""
    digits: int = 3  # behind the point, where it is shown

    @property
    def met(self) -> bool:
        """Whether the figure is as wanted; one that could not be measured is not."""
        if self.bar is None:
            return True
        return self.value <= self.bar if self.most else self.value >= self.bar

    @property
    def measured(self) -> str:
        """The value with its unit; a dash where there is none."""
        if math.isnan(self.value):
            return "-"
        return f"{self.value:.{self.digits}f} {self.unit}".strip()

    @property
    def limit(self) -> str:
        """The bar as it is told; nothing where there is none."""
        return "" if self.bar is None else f"{'<=' if self.most else '>='} {self.bar:g}"

    @property
    def standing(self) -> str:
        """met, missed or not measured; nothing where there is no bar."""
        if self.bar is None:
            return ""
        return "not measured" if math.isnan(self.value) else "met" if self.met else "missed"


def verdict(met: bool | None) -> str:
    """What a table says of a bar; nothing where there is none."""
    return "" if met is None else "met" if met else "[red]missed[/red]"


def figures_table(figures: Iterable[Figure], title: str) -> Table:
    """A row a figure, beside its bar."""
    table = Table("what", "measured", "bar", "", title=title)
    for one in figures:
        met = None if one.bar is None else one.met
        table.add_row(one.what, f"{one.value:.{one.digits}f} {one.unit}".strip(), one.limit, verdict(met))
    return table
