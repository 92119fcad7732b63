"""Section 版位字数: the longest title of each placement."""

from __future__ import annotations

from markupsafe import Markup

from tools.library.placements import WrongPlacement
from ui.page.console.bench import Section, Shown, Visit
from ui.page.console.form import Form
from ui.page.console.html import act, entry, form, head, joined


def show(visit: Visit, _asked: Form) -> Shown:
    say, limits = visit.say, visit.bench.placements.limits()
    rows = joined(
        Markup('<li><div><p class="title">{}</p></div><span>{}</span>{}</li>').format(
            name, say("chars", limit), act("placements", "drop", say("drop"), "ghost", place=name, sure=say("sure"))
        )
        for name, limit in limits.items()
    )
    empty = Markup('<p class="quiet">{}</p>').format(say("placements_empty", visit.bench.desk.max_chars))
    body = Markup('<ul class="rows">{}</ul>').format(rows) if limits else empty
    fields = joined(
        (
            entry(say("place_name"), "name", maxlength="20"),
            entry(say("place_limit"), "limit", kind="number", min="4", max="200"),
            act("placements", "put", say("save")),
        )
    )
    return Shown(head(say("placements"), say("placements_more")) + body, below=form("placements", fields))


def _put(visit: Visit, asked: Form) -> str:
    limit = asked.whole("limit")
    if limit is None:
        raise WrongPlacement(visit.say("place_limit"))
    visit.bench.placements.put(asked.text("name"), limit, by=visit.by)
    return visit.say("saved")


def _drop(visit: Visit, asked: Form) -> str:
    visit.bench.placements.drop(asked.text("place"), by=visit.by)
    return visit.say("saved")


PLACEMENTS = Section("placements", show, {"put": _put, "drop": _drop})
