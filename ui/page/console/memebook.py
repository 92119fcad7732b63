"""Section 梗库: the memes themselves, found, edited, and how fast their heat cools."""

from __future__ import annotations

from markupsafe import Markup

from tools.memes.editing import LONGEST, WrongMeme
from tools.memes.queue import RISKS
from tools.store import MemeRecord
from ui.page.console.bench import Section, Shown, Visit
from ui.page.console.form import Form
from ui.page.console.html import act, choice, entry, form, head, joined
from ui.page.console.words import Say

SHOWN = 50
_TEXTS = ("term", "meaning", "pattern", "example", "risk_note")


def show(visit: Visit, asked: Form) -> Shown:
    say, editor = visit.say, visit.bench.memes
    found = editor.find(asked.text("containing"), SHOWN + 1)
    fields = joined(
        (
            entry(say("contains"), "containing", asked.text("containing"), maxlength="40", data_change=""),
            entry(say("half_life"), "half_life", f"{editor.half_life:g}", kind="number", min="7", max="3650", step="1"),
            act("memebook", "cool", say("save")),
        )
    )
    told = say("found_more", SHOWN) if len(found) > SHOWN else say("found", len(found))
    rows = joined(_meme(one, say) for one in found[:SHOWN])
    below = Markup('<p class="quiet">{}</p><ul class="rows">{}</ul>').format(told, rows)
    return Shown(head(say("memebook"), say("memebook_more")) + form("memebook", fields), below=below)


def _meme(one: MemeRecord, say: Say) -> Markup:
    texts = [entry(say(f"meme_{name}"), name, getattr(one, name), maxlength=str(LONGEST[name])) for name in _TEXTS]
    fields = joined(
        (
            *texts,
            entry(say("meme_tags"), "tags", "、".join(one.tags), maxlength="100"),
            entry(say("meme_heat"), "heat", f"{one.heat:g}", kind="number", min="1", max="5", step="0.01"),
            choice(say("risk"), "risk", {risk: say(f"risk_{risk}") for risk in RISKS}, one.risk),
            act("memebook", "keep", say("save"), "primary", id=one.id),
        )
    )
    about = " · ".join((one.meaning, f"{say('meme_heat')} {one.heat:g}", say(f"risk_{one.risk}"), "、".join(one.tags)))
    return Markup(
        '<li><details data-key="meme-{}"><summary><b>{}</b> <span class="about">{}</span></summary>{}</details></li>'
    ).format(one.id, one.term, about, form("memebook", fields))


def _keep(visit: Visit, asked: Form) -> str:
    tags = asked.text("tags").replace("，", "、").replace(",", "、").split("、")
    texts = {name: asked.text(name) for name in _TEXTS}
    changed = visit.bench.memes.edit(
        asked.text("id"), by=visit.by, tags=tags, heat=_number(asked.text("heat")), risk=asked.text("risk"), **texts
    )
    return visit.say("saved" if changed else "unchanged")


def _cool(visit: Visit, asked: Form) -> str:
    changed = visit.bench.memes.set_half_life(_number(asked.text("half_life")), by=visit.by)
    return visit.say("saved" if changed else "unchanged")


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError as error:
        raise WrongMeme("要写一个数") from error


MEMEBOOK = Section("memebook", show, {"keep": _keep, "cool": _cool})
