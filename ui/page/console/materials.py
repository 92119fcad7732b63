"""Sections 素材库 and 准入队列: materials with filters and bulk actions, and candidates with what each rule says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from tools.library import Judgement, Material, State
from tools.library.counters import NOTHING as NOTHING_RAN
from tools.library.counters import Counters
from tools.library.finding import LIKELY, find
from ui.page.console.bench import Bench, Section, Shown, Visit
from ui.page.console.filters import filters_html, wanted
from ui.page.console.form import LONGEST_TEXT, Form
from ui.page.console.html import act, area, choice, form, head, joined
from ui.page.console.words import Say
from ui.page.moments import moment

ROWS = 100
QUEUED = 50
TAGS = 3
NOTHING = Markup("")


def show_library(visit: Visit, asked: Form) -> Shown:
    say, accounts, account = visit.say, visit.bench.accounts(), asked.text("account")
    found = find(visit.bench.stores.database, wanted(visit, asked), ROWS + 1)
    filters = filters_html(visit, asked)
    more = say("found", len(found)) if len(found) <= ROWS else say("found_more", ROWS)
    bulk = _last(visit, "library") + joined(act("library", what, say(what)) for what in ("admit", "reject", "retire"))
    rows = (
        rows_html(
            [one.material for one in found[:ROWS]],
            accounts,
            say,
            counted={one.material.id: one.counters for one in found[:ROWS]},
        )
        if found
        else Markup('<p class="quiet">{}</p>').format(say("library_empty"))
    )
    body = Markup('<div class="form">{}</div>{}{}').format(filters, _bar(bulk, more, say) if found else NOTHING, rows)
    return Shown(head(say("library")) + form("library", body, style="stack"), below=_adding(visit, account))


def show_queue(visit: Visit, _asked: Form) -> Shown:
    say = visit.say
    waiting = visit.bench.library.materials.find(state=State.CANDIDATE, limit=QUEUED)
    if not waiting:
        return Shown(head(say("queue"), say("queue_empty")))
    judged = visit.bench.library.judged([one.id for one in waiting])
    bulk = _last(visit, "queue") + joined(act("queue", what, say(what)) for what in ("admit", "reject"))
    rows = rows_html(waiting, visit.bench.accounts(), say, judged)
    body = _bar(bulk, say("found", len(waiting)), say) + rows
    return Shown(head(say("queue"), say("queue_more")) + form("queue", body, style="stack"))


def rows_html(
    found: Sequence[Material],
    accounts: Mapping[str, str],
    say: Say,
    judged: Mapping[str, Sequence[Judgement]] | None = None,
    counted: Mapping[str, Counters] | None = None,
) -> Markup:
    """With `judged` every rule's word stands by a material, else only what spoke against it; `counted` by their ids."""
    ran = counted or {}
    rows = (_row(one, accounts, say, judged, performance(ran.get(one.id, NOTHING_RAN), say)) for one in found)
    return Markup('<ul class="rows">{}</ul>').format(joined(rows))


def performance(ran: Counters, say: Say) -> str:
    """What the events say in a few words; empty where nothing happened yet."""
    rate = "" if ran.rate is None else f"{ran.rate:.2%}"
    return say("ran", f"{ran.impressions:,}", f"{ran.clicks:,}", rate or "—", f"{ran.adoptions:,}") if any(ran) else ""


def rules_html(judgements: Sequence[Judgement], say: Say) -> Markup:
    """Passed rules as marks, failed ones with their reason."""
    return joined(
        Markup('<span class="rule {}">{}{}</span>').format(
            "passed" if one.passed else "failed",
            say.or_as_is(f"rule_{one.rule}", one.rule),
            "" if one.passed else f"：{one.reason}",
        )
        for one in judgements
    )


def _row(
    one: Material, accounts: Mapping[str, str], say: Say, judged: Mapping[str, Sequence[Judgement]] | None, ran: str
) -> Markup:
    said = judged[one.id] if judged else [rule for rule in one.judgements if not rule.passed]
    state = NOTHING if judged else Markup('<span class="state {}">{}</span>').format(one.state, say(one.state))
    likely = [tag for tag in sorted(one.tags, key=lambda tag: -one.tags[tag]) if one.tags[tag] >= LIKELY][:TAGS]
    tags = " · ".join(say.or_as_is(f"tag_{tag}", tag.rpartition(":")[2]) for tag in likely)
    return Markup(
        '<li><input type="checkbox" name="ids" value="{}" aria-label="{}"><div><p class="title">{}</p>'
        '<p class="about">{} · {} · {}{}</p><p class="judging">{}</p></div>{}</li>'
    ).format(
        one.id,
        say("row", one.text),
        one.text,
        accounts.get(one.advertiser_id or "", one.advertiser_id or say("shared")),
        one.by,
        moment(one.at),
        "".join(f" · {part}" for part in (tags, ran) if part),
        rules_html(said, say),
        state,
    )


def _bar(bulk: Markup, more: str, say: Say) -> Markup:
    return Markup(
        '<div class="toolbar"><label class="all"><input type="checkbox" data-all> {}</label>'
        '<span class="quiet">{}</span><div class="actions">{}</div></div>'
    ).format(say("all_rows"), more, bulk)


def _last(visit: Visit, section: str) -> Markup:
    """A way back from the latest step; it names its batch, so that no later one of another operator is meant."""
    batches = visit.bench.library.materials.batches(2)
    if not batches or batches[0].undone or batches[0].undoes:
        return NOTHING
    label = f"{visit.say('undo')}：{batches[0].note} {batches[0].materials}"
    return act(section, "undo", label, "ghost", step=batches[0].batch)


def _undo(visit: Visit, asked: Form) -> str:
    back, left = visit.bench.library.materials.undo(by=visit.by, batch=asked.text("step"))
    return visit.say("undid_left", back, left) if left else visit.say("undid")


def _adding(visit: Visit, account: str) -> Markup:
    say = visit.say
    fields = joined(
        (
            area(say("add"), "texts", rows=3, placeholder=say("add_hint")),
            choice(say("account"), "to", {"": say("shared"), **visit.bench.accounts()}, account),
            act("library", "add", say("add")),
        )
    )
    return form("library", fields)


def _chosen(asked: Form, say: Say) -> list[str]:
    ids = asked.chosen("ids")
    if not ids:
        raise ValueError(say("nothing_chosen"))
    return ids


def _admit(visit: Visit, asked: Form) -> str:
    done = visit.bench.library.admit(_chosen(asked, visit.say), by=visit.by)
    return visit.say("done_admit", len(done.admitted), len(done.rejected), done.passed_over)


def _reject(visit: Visit, asked: Form) -> str:
    moved = visit.bench.library.reject(_chosen(asked, visit.say), by=visit.by)
    return visit.say("done_reject", len(moved))


def _retire(visit: Visit, asked: Form) -> str:
    library = visit.bench.library
    chosen = library.materials.many(_chosen(asked, visit.say))
    ids = [one.id for one in chosen if one.state is State.ADMITTED]
    return visit.say("done_retire", len(library.retire(ids, by=visit.by)))


def _add(visit: Visit, asked: Form) -> str:
    lines = [one.strip() for one in asked.text("texts", most=LONGEST_TEXT).splitlines() if one.strip()]
    account = asked.text("to")
    if account:
        visit.bench.desk.advertiser(account)
    new = visit.bench.library.add(lines, advertiser_id=account or None, by=visit.by)
    return visit.say("done_add", new, len(lines) - new)


def _waiting(bench: Bench) -> int:
    return len(bench.library.materials.find(state=State.CANDIDATE, limit=QUEUED))


LIBRARY = Section(
    "library", show_library, {"admit": _admit, "reject": _reject, "retire": _retire, "add": _add, "undo": _undo}
)
QUEUE = Section("queue", show_queue, {"admit": _admit, "reject": _reject, "undo": _undo}, count=_waiting)
