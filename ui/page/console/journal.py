"""Section 操作记录: who changed what and when, newest first, each step to be taken back."""

from __future__ import annotations

import datetime
import json
from typing import NamedTuple

from markupsafe import Markup

from tools.library.materials import Batch
from tools.memes.editing import AREA as EDITED
from tools.memes.queue import AREA
from tools.store.changes import ChangeRow
from ui.page.console.bench import Section, Shown, Visit
from ui.page.console.form import Form
from ui.page.console.html import act, head, joined
from ui.page.console.words import Say
from ui.page.moments import moment

MEMES = (AREA, EDITED)
SHOWN = 100
LONGEST_VALUE = 80


class Line(NamedTuple):
    """One step; `step` names it for the undo, and is empty when it cannot be taken back any more."""

    at: datetime.datetime
    by: str
    what: str
    detail: str
    step: str
    undone: bool


def show(visit: Visit, _asked: Form) -> Shown:
    say, bench = visit.say, visit.bench
    lines = [_change(one, say) for one in bench.log.list(SHOWN)]
    lines += [_batch(one, say) for one in bench.library.materials.batches(SHOWN)]
    lines.sort(key=lambda line: line.at, reverse=True)
    if not lines:
        return Shown(head(say("journal"), say("journal_empty")))
    rows = joined(_line(line, say) for line in lines[:SHOWN])
    return Shown(head(say("journal")) + Markup('<ul class="rows journal">{}</ul>').format(rows))


def _change(one: ChangeRow, say: Say) -> Line:
    about = say.or_as_is(f"key_{one.subject}", one.subject)
    what = one.note if one.area in MEMES else f"{about}：{one.note}"
    changed = "；".join(differences(one.before, one.after))
    detail = {AREA: one.subject, EDITED: f"{one.subject}：{changed}"}.get(one.area, changed)
    open_ = not one.undone and one.undoes is None
    return Line(one.at, one.by, what, detail, f"change:{one.seq}" if open_ else "", one.undone)


def _batch(one: Batch, say: Say) -> Line:
    open_ = not one.undone and one.undoes is None
    return Line(
        one.at, one.by, f"{say('library')}：{one.note}", say("materials", one.materials),
        f"batch:{one.batch}" if open_ else "", one.undone,
    )  # fmt: skip


def differences(before: object, after: object) -> list[str]:
    """What changed between two settings, entry by entry; a setting that was never made had no entries."""
    old, new = (one if isinstance(one, dict) else {} for one in (before, after))
    names = [name for name in dict.fromkeys((*old, *new)) if old.get(name) != new.get(name)]
    return [f"{name}：{_short(old.get(name))} → {_short(new.get(name))}" for name in names]


def _short(value: object) -> str:
    """Only what a person can read at a glance."""
    text = "—" if value is None else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= LONGEST_VALUE else text[:LONGEST_VALUE] + "…"


def _line(line: Line, say: Say) -> Markup:
    tail = Markup("")
    if line.undone:
        tail = Markup('<span class="state">{}</span>').format(say("undone"))
    elif line.step:
        tail = act("journal", "undo", say("undo"), "ghost", step=line.step)
    return Markup('<li>{}<b>{}</b><div><p>{}</p><p class="about">{}</p></div>{}</li>').format(
        moment(line.at), line.by or "—", line.what, line.detail, tail
    )


def _undo(visit: Visit, asked: Form) -> str:
    kind, _, which = asked.text("step").partition(":")
    if kind == "batch":
        back, left = visit.bench.library.materials.undo(by=visit.by, batch=which)
        return visit.say("undid_left", back, left) if left else visit.say("undid")
    visit.bench.log.undo(int(which) if which.isdecimal() else 0, by=visit.by, restore=visit.bench.restore)
    return visit.say("undid")


JOURNAL = Section("journal", show, {"undo": _undo})
