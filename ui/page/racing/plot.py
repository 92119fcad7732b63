"""Traffic shares as a stacked area: inline SVG, so that nothing is fetched and both themes colour it."""

from __future__ import annotations

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


def _outline(x: NDArray[np.float64], floor: NDArray[np.float64], top: NDArray[np.float64]) -> str:
    """Up along the top of an area and back along its floor."""
    upper = zip(x, (1 - top) * HEIGHT, strict=True)
    lower = zip(x[::-1], (1 - floor[::-1]) * HEIGHT, strict=True)
    return " ".join(f"{a:.1f},{b:.1f}" for a, b in (*upper, *lower))
