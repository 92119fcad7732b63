"""Charts as inline SVG: strings that need no script, style sheet, font or file beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from itertools import pairwise

WIDTH, HEIGHT = 460, 240
LEFT, RIGHT, TOP, BOTTOM = 46, 16, 14, 34
COLOURS = ("#2f6fb3", "#c2571a", "#3a8a4d", "#8552a1", "#a07a00")
_INK, _GRID = "#333", "#ddd"

Point = tuple[float, float, float]
"""A value with the ends of its interval."""


@dataclass
class Chart:
    """A frame with a vertical axis from `low` to `high`; x goes from 0 to 1 over the inner width."""

    low: float
    high: float
    label: str
    parts: list[str] = field(default_factory=list, init=False)

    def x(self, share: float) -> float:
        return LEFT + share * (WIDTH - LEFT - RIGHT)

    def y(self, value: float) -> float:
        inside = (value - self.low) / (self.high - self.low or 1)
        return HEIGHT - BOTTOM - min(1.0, max(0.0, inside)) * (HEIGHT - TOP - BOTTOM)

    def line(self, x1: float, y1: float, x2: float, y2: float, colour: str = _INK, more: str = "") -> None:
        self.parts.append(f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{colour}"{more}/>')

    def text(self, x: float, y: float, text: str, anchor: str = "middle", colour: str = _INK) -> None:
        self.parts.append(f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{colour}">{escape(text)}</text>')

    def rectangle(self, x: float, y: float, width: float, height: float, colour: str) -> None:
        place = f'x="{x:.1f}" y="{y:.1f}" width="{max(0.0, width):.1f}" height="{max(0.0, height):.1f}"'
        self.parts.append(f'<rect {place} fill="{colour}"/>')

    def dot(self, x: float, y: float, colour: str, title: str) -> None:
        self.parts.append(
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{colour}"><title>{escape(title)}</title></circle>'
        )

    def grid(self, ticks: Sequence[float], form: str) -> None:
        """Horizontal lines with their values."""
        for tick in ticks:
            self.line(LEFT, self.y(tick), WIDTH - RIGHT, self.y(tick), _GRID)
            self.text(LEFT - 6, self.y(tick) + 4, format(tick, form), "end")

    def whisker(self, x: float, point: Point, colour: str) -> None:
        """An interval as a vertical line with ends."""
        _, low, high = point
        self.line(x, self.y(low), x, self.y(high), colour)
        for end in (low, high):
            self.line(x - 5, self.y(end), x + 5, self.y(end), colour)

    def svg(self) -> str:
        head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}"'
        return (
            f'{head} height="{HEIGHT}" role="img" aria-label="{escape(self.label)}" '
            f'font-family="system-ui,sans-serif" font-size="11">{"".join(self.parts)}</svg>'
        )


def lines(label: str, steps: Sequence[str], series: Mapping[str, Mapping[str, Point]], under: str) -> str:
    """Values over steps, a colour a series, intervals as whiskers; the axis spans what there is."""
    seen = [value for row in series.values() for point in row.values() for value in point]
    low, high = min(seen), max(seen)
    room = (high - low) * 0.08 or 0.05
    chart = Chart(low - room, high + room, label)
    chart.grid([low + (high - low) * share for share in (0, 0.5, 1)] if high > low else [low], ".2f")
    for place, step in enumerate(steps):
        chart.text(chart.x((place + 0.5) / len(steps)), HEIGHT - 18, step)
    chart.text(chart.x(0.5), HEIGHT - 4, under)
    for number, (name, row) in enumerate(series.items()):
        colour = COLOURS[number % len(COLOURS)]
        # A little aside, so that intervals of several series can be told apart.
        aside = (number - (len(series) - 1) / 2) * 0.02
        drawn = [(chart.x((steps.index(step) + 0.5) / len(steps) + aside), point) for step, point in row.items()]
        for (x1, one), (x2, other) in pairwise(drawn):
            chart.line(x1, chart.y(one[0]), x2, chart.y(other[0]), colour, ' stroke-width="2"')
        for x, point in drawn:
            chart.whisker(x, point, colour)
            chart.dot(x, chart.y(point[0]), colour, f"{name} {point[0]:.3f}")
        chart.text(WIDTH - RIGHT, TOP + 12 * number, name, "end", colour)
    return chart.svg()


def histogram(label: str, counts: Sequence[tuple[str, int]], marks: Mapping[str, float], under: str) -> str:
    """Counts of bins that are named by their lower ends. `marks` are drawn at places in bins: 2.5 halves the third."""
    top = max((count for _, count in counts), default=1)
    chart = Chart(0.0, top * 1.15, label)
    chart.grid([0, round(top / 2), top], "d")
    width = 1 / max(1, len(counts))
    for place, (name, count) in enumerate(counts):
        left, right = chart.x(place * width), chart.x((place + 1) * width)
        chart.rectangle(left + 1, chart.y(count), right - left - 2, chart.y(0) - chart.y(count), "#8fb8e0")
        chart.text(left, HEIGHT - 18, name)
    for number, (name, spot) in enumerate(marks.items()):
        x = chart.x(min(1.0, spot * width))
        chart.line(x, TOP - 8, x, chart.y(0), COLOURS[1], ' stroke-dasharray="4 3"')
        right = x < WIDTH * 0.7
        chart.text(x + (3 if right else -3), TOP + 2 + 12 * number, name, "start" if right else "end", COLOURS[1])
    chart.text(chart.x(0.5), HEIGHT - 4, under)
    return chart.svg()
