"""Traffic shares as a stacked area, rates as lines: inline SVG, so nothing is fetched and both themes colour it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from markupsafe import Markup
from numpy.typing import NDArray

WIDTH, HEIGHT = 720, 160
COLOURS = 8
"""Classes c0..c7 in the page's rules; later arms use them again."""


def colour(place: int) -> str:
    return f"c{place % COLOURS}"


def shares_svg(shares: NDArray[np.float64], label: str, mark: str = "") -> Markup:
    """`shares` (points, arms) sums to 1 over the arms. `label` says in words what is seen, `mark` is written across."""
    if not len(shares):
        return Markup("")
    if len(shares) == 1:
        shares = np.repeat(shares, 2, axis=0)
    x = np.linspace(0, WIDTH, len(shares))
    tops = np.cumsum(shares, axis=1)
    areas = Markup("")
    for arm in range(shares.shape[1]):
        floor = tops[:, arm - 1] if arm else np.zeros(len(shares))
        areas += Markup('<polygon class="{}" points="{}"/>').format(colour(arm), _outline(x, floor, tops[:, arm]))
    written = (
        Markup('<text x="{}" y="{}" class="across">{}</text>').format(WIDTH // 2, HEIGHT // 2 + 12, mark)
        if mark
        else Markup("")
    )
    return Markup(
        '<svg class="shares" viewBox="0 0 {} {}" preserveAspectRatio="none" role="img" aria-label="{}">{}{}</svg>'
    ).format(WIDTH, HEIGHT, label, areas, written)


def rates_svg(lines: Sequence[Sequence[float | None]], most: float, label: str) -> Markup:
    """Lines of rates 0..`most` over the same moments, the first of them thick; gaps where a rate is none."""
    drawn = Markup("").join(
        Markup('<g class="{}{}">{}</g>').format(colour(place), " main" if place == 0 else "", _strokes(line, most))
        for place, line in reversed(list(enumerate(lines)))  # the first is drawn last, above the others
    )
    return Markup(
        '<svg class="rates" viewBox="0 -6 {} {}" preserveAspectRatio="none" role="img" aria-label="{}">{}</svg>'
    ).format(WIDTH, HEIGHT + 12, label, drawn)


def _strokes(line: Sequence[float | None], most: float) -> Markup:
    """A polyline for each run without a gap; a moment alone becomes a short stroke."""
    x = np.linspace(0, WIDTH, len(line)) if len(line) > 1 else np.array([WIDTH / 2])
    runs: list[list[tuple[float, float]]] = [[]]
    for at, rate in zip(x, line, strict=True):
        if rate is None:
            runs.append([])
        else:
            runs[-1].append((float(at), HEIGHT * (1 - rate / most)))
    longer = ([(run[0][0] - 5, run[0][1]), (run[0][0] + 5, run[0][1])] if len(run) == 1 else run for run in runs if run)
    return Markup("").join(
        Markup('<polyline points="{}"/>').format(" ".join(f"{a:.1f},{b:.1f}" for a, b in run)) for run in longer
    )


def _outline(x: NDArray[np.float64], floor: NDArray[np.float64], top: NDArray[np.float64]) -> str:
    """Up along the top of an area and back along its floor."""
    upper = zip(x, (1 - top) * HEIGHT, strict=True)
    lower = zip(x[::-1], (1 - floor[::-1]) * HEIGHT, strict=True)
    return " ".join(f"{a:.1f},{b:.1f}" for a, b in (*upper, *lower))
