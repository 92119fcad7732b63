"""Section 梗队列: proposals with their evidence, to admit with a meaning or to turn down."""

from __future__ import annotations

from markupsafe import Markup

from tools.memes.queue import RISKS, Queued
from ui.page.console.bench import Bench, Section, Shown, Visit
from ui.page.console.form import Form
from ui.page.console.html import act, choice, entry, form, head, joined
from ui.page.console.words import Say

SHOWN = 50


def show(visit: Visit, _asked: Form) -> Shown:
    waiting = visit.bench.queue.list(limit=SHOWN)
    if not waiting:
        return Shown(head(visit.say("memes"), visit.say("memes_empty")))
    rows = joined(_proposal(one, visit.say) for one in waiting)
    return Shown(head(visit.say("memes")) + Markup('<ul class="rows">{}</ul>').format(rows))


def _proposal(one: Queued, say: Say) -> Markup:
    proposal = one.proposal
    evidence = say("evidence", proposal.texts, proposal.background_texts, f"{proposal.z:.1f}")
    if proposal.burst:
        evidence += " · " + say("peak", proposal.burst.peak, f"{proposal.burst.ratio:g}")
    examples = joined(Markup("<li>{}</li>").format(text) for text in proposal.examples)
    deciding = joined(
        (
            entry(say("meaning"), "meaning", maxlength="200"),
            choice(say("risk"), "risk", {risk: say(f"risk_{risk}") for risk in RISKS}),
            act("memes", "take", say("take"), "primary", id=one.id),
            act("memes", "leave", say("leave"), id=one.id),
        )
    )
    return Markup(
        '<li class="proposal"><div><p class="title">{} <span class="state">{}</span></p><p class="about">{}</p>'
        '<ul class="examples">{}</ul>{}</div></li>'
    ).format(proposal.term, say(f"kind_{proposal.kind}"), evidence, examples, form("memes", deciding))


def _take(visit: Visit, asked: Form) -> str:
    meme = visit.bench.queue.admit(
        asked.text("id"), meaning=asked.text("meaning", most=200), risk=asked.text("risk", "none"), by=visit.by
    )
    return visit.say("done_take", meme.term)


def _leave(visit: Visit, asked: Form) -> str:
    visit.bench.queue.reject(asked.text("id"), by=visit.by)
    return visit.say("done_reject", 1)


def _waiting(bench: Bench) -> int:
    return len(bench.queue.list(limit=SHOWN))


MEMES = Section("memes", show, {"take": _take, "leave": _leave}, count=_waiting)
