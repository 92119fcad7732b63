"""A race as it stood when someone asked, drawn beside the reply."""

from __future__ import annotations

from markupsafe import Markup

from tools.racing.report import ArmChart, RaceChart
from ui.page.racing.plot import colour
from ui.page.racing.view import interval_html, traffic_html
from ui.page.racing.words import RacingWords


def chart_html(chart: RaceChart, words: RacingWords) -> Markup:
    """Traffic over time, and each title's rate with its interval."""
    most = max((arm.high for arm in chart.arms), default=0.0) or 1.0
    heads = Markup("").join(Markup("<span>{}</span>").format(name) for name in words.columns[:4])
    rows = Markup("").join(_arm(place, arm, most, words) for place, arm in enumerate(chart.arms))
    return Markup(
        '<section class="race charted" aria-label="{}">{}<div class="arms four">'
        '<div class="arm heads" aria-hidden="true">{}</div>{}</div></section>'
    ).format(words.as_asked, traffic_html(chart.traffic(), words), heads, rows)


def _arm(place: int, arm: ArmChart, most: float, words: RacingWords) -> Markup:
    cells = (f"{arm.traffic_share:.0%}", interval_html(arm, most, words), f"{arm.probability_best:.0%}")
    named = Markup("").join(
        Markup('<span class="cell" data-name="{}">{}</span>').format(name, cell)
        for name, cell in zip(words.columns[1:], cells, strict=False)
    )
    return Markup('<div class="arm"><span class="title"><i class="swatch {}"></i>{}</span>{}</div>').format(
        colour(place), arm.text, named
    )
