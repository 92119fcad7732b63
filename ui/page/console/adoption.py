"""Section 首屏采纳: what share of the first screen's suggestions was taken up, by source over time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from tools.library.adoption import ALL, Adoption, adoption_report
from ui.page.console.bench import Section, Shown, Visit
from ui.page.console.form import Form
from ui.page.console.html import choice, form, head, joined
from ui.page.racing.plot import colour, rates_svg

PERIODS = 26
"""The newest periods that are drawn and listed."""
_STEPS = ("week", "day")


def show(visit: Visit, asked: Form) -> Shown:
    say, account = visit.say, asked.text("account")
    step = asked.text("by") if asked.text("by") in _STEPS else _STEPS[0]
    rows = adoption_report(visit.bench.stores, account or None, by=step)
    kept = sorted({one.period for one in rows})[-PERIODS:]
    rows = [one for one in rows if one.period in set(kept)]
    fields = choice(say("account"), "account", {"": say("any"), **visit.bench.accounts()}, account, redraws=True)
    fields += choice(say("by"), "by", {one: say(f"by_{one}") for one in _STEPS}, step, redraws=True)
    told = head(say("adoption"), say("adoption_more")) + form("adoption", fields)
    if not rows:
        return Shown(told + Markup('<p class="quiet">{}</p>').format(say("adoption_empty")))
    return Shown(told, below=chart_html(rows, kept, visit) + table_html(rows, visit))


def chart_html(rows: Sequence[Adoption], periods: Sequence[str], visit: Visit) -> Markup:
    """A line for each source; the sum of all comes first, on a scale up to the highest rate."""
    sources = _sources(rows)
    rates = {source: _line(rows, source, periods) for source in sources}
    most = max(one.rate for one in rows) or 1.0
    total = [rate for rate in rates[ALL] if rate is not None]
    label = visit.say("adoption_label", periods[0], f"{total[0]:.1%}", periods[-1], f"{total[-1]:.1%}")
    names = joined(
        Markup('<li><i class="swatch {}"></i>{}</li>').format(colour(place), _name(source, visit))
        for place, source in enumerate(sources)
    )
    axis = Markup('<p class="axis"><span>{}</span><span>0–{}</span><span>{}</span></p>').format(
        periods[0], f"{most:.0%}", periods[-1]
    )
    drawn = rates_svg([rates[source] for source in sources], most, label)
    return Markup('<figure class="adopting">{}{}<ul class="legend">{}</ul></figure>').format(drawn, axis, names)


def table_html(rows: Sequence[Adoption], visit: Visit) -> Markup:
    """The figures behind the lines, newest first, with 90 % intervals."""
    say = visit.say
    heads = joined(Markup('<th scope="col">{}</th>').format(say(f"adoption_{name}")) for name in _COLUMNS)
    body = joined(_row(one, visit) for one in sorted(rows, key=lambda one: (one.period, one.shown), reverse=True))
    return Markup('<div class="scrolled"><table class="told-table"><thead><tr>{}</tr></thead>{}</table></div>').format(
        heads, Markup("<tbody>{}</tbody>").format(body)
    )


_COLUMNS = ("period", "source", "shown", "taken", "rate", "interval")


def _row(one: Adoption, visit: Visit) -> Markup:
    cells = (
        one.period, _name(one.source, visit), f"{one.shown:,}", f"{one.adopted:,}", f"{one.rate:.1%}",
        f"{one.low:.1%}–{one.high:.1%}",
    )  # fmt: skip
    return Markup("<tr>{}</tr>").format(joined(Markup("<td>{}</td>").format(cell) for cell in cells))


def _sources(rows: Sequence[Adoption]) -> list[str]:
    """The sum first, then the sources that showed most."""
    shown: dict[str, int] = {}
    for one in rows:
        shown[one.source] = shown.get(one.source, 0) + one.shown
    return sorted(shown, key=lambda source: (source != ALL, -shown[source], source))


def _line(rows: Sequence[Adoption], source: str, periods: Sequence[str]) -> list[float | None]:
    """Its rate in each period; none where it showed nothing."""
    found: Mapping[str, float] = {one.period: one.rate for one in rows if one.source == source}
    return [found.get(period) for period in periods]


def _name(source: str, visit: Visit) -> str:
    return visit.say("adoption_all") if source == ALL else visit.words.sources.get(source, source)


ADOPTION = Section("adoption", show)
