"""Section 动态词: a template as several viewers would see it, while it is typed; and phrases of one's own."""

from __future__ import annotations

import datetime
from typing import get_args

from markupsafe import Markup

from models.catalog import Advertiser, Product
from models.text import title_length
from tools.phrases import Expansion, Phrase, PhraseContext, UnknownPhrase, preview
from tools.phrases.holidays import next_holiday
from tools.phrases.phrase import BUILT_IN, Source
from tools.store import NotFound
from ui.page.console.bench import Section, Shown, Visit
from ui.page.console.form import Form
from ui.page.console.html import act, area, choice, entry, form, head, joined
from ui.page.console.words import Say

EXAMPLE = "{city}人，{holiday}就差这一件了"
LONGEST = 120
YEAR = 366


def show(visit: Visit, asked: Form) -> Shown:
    say, bench = visit.say, visit.bench
    places = {"": say("default_place", bench.desk.max_chars)}
    places |= {name: f"{name}（{limit}）" for name, limit in bench.placements.limits().items()}
    names = joined(Markup("<code>{}</code> ").format(f"{{{name}}}") for name in (*BUILT_IN, *bench.phrases.own()))
    fields = joined(
        (
            area(say("template"), "template", asked.text("template", EXAMPLE, LONGEST), 2, maxlength=str(LONGEST)),
            entry(say("fallback"), "fallback", asked.text("fallback"), maxlength=str(LONGEST)),
            choice(say("placement"), "placement", places, asked.text("placement")),
            choice(say("account"), "account", bench.accounts(), asked.text("account")),
            entry(say("deadline"), "deadline", asked.text("deadline"), kind="date"),
        )
    )
    told = Markup('<p class="quiet">{}：{}</p>').format(say("available"), names)
    return Shown(head(say("phrases")) + form("phrases", fields, live=True) + told, live(visit, asked), _own(visit))


def live(visit: Visit, asked: Form) -> Markup:
    """The template in each context, or what is wrong with it."""
    bench, say = visit.bench, visit.say
    limit = bench.placements.limits().get(asked.text("placement"), bench.desk.max_chars)
    account = _account(visit, asked)
    try:
        found = preview(
            asked.text("template", EXAMPLE, LONGEST),
            contexts(account, asked.text("deadline"), say),
            max_chars=limit,
            check=lambda text: bench.desk.assistant.check(text, account.id if account else None),
            fallback=asked.text("fallback").strip() or None,
            phrases=bench.phrases.all(),
        )
    except UnknownPhrase as error:
        return Markup('<p class="told warn">{}</p>').format(error)
    return Markup('<ul class="rows previews" aria-label="{}">{}</ul>').format(
        say("preview"), joined(_expansion(one, limit, say) for one in found)
    )


def contexts(
    account: Advertiser | None, deadline: str, say: Say, today: datetime.date | None = None
) -> list[PhraseContext]:
    """Now, at a weekend, before a holiday, and with a viewer of whom nothing is known."""
    today = today or datetime.date.today()
    product = account.products[0] if account and account.products else None
    offer = _date(deadline)
    saturday = today + datetime.timedelta(days=(5 - today.weekday()) % 7)
    days = (today + datetime.timedelta(days=ahead) for ahead in range(3, YEAR))
    holiday = next(day for day in days if next_holiday(day, within=0))
    named = next_holiday(holiday, within=0)

    def context(label: str, day: datetime.date, city: str | None, about: Product | None) -> PhraseContext:
        return PhraseContext(today=day, city=city, product=about, deadline=offer, label=label)

    return [
        context(say("context_now"), today, "上海市", product),
        context(say("context_weekend"), saturday, "成都市", product),
        context(say("context_holiday", named), holiday - datetime.timedelta(days=3), "呼和浩特市", product),
        context(say("context_unknown"), today, None, None),
    ]


def _account(visit: Visit, asked: Form) -> Advertiser | None:
    accounts = visit.bench.accounts()
    wanted = asked.text("account") or next(iter(accounts), "")
    try:
        return visit.bench.desk.advertiser(wanted)
    except NotFound:
        return None


def _date(text: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        return None


def _expansion(one: Expansion, limit: int, say: Say) -> Markup:
    text, length = (one.text, f"{title_length(one.text)}/{limit}") if one.text else (say("no_text"), "")
    problems = joined(Markup("<li>{}</li>").format(problem) for problem in one.problems)
    return Markup(
        '<li><div><p class="about">{}</p><p class="title">{}</p><ul class="examples">{}</ul></div>'
        '<span class="quiet">{}</span><span class="state {}">{}</span></li>'
    ).format(one.label, text, problems, length, _MOODS[one.via], say(f"via_{one.via}"))


_MOODS = {"values": "running", "defaults": "", "fallback": "paused", "none": "simulated"}


def _own(visit: Visit) -> Markup:
    say, own = visit.say, visit.bench.phrases.own()
    rows = joined(_phrase(one, say) for one in own.values())
    fields = joined(
        (
            entry(say("phrase_name"), "name", maxlength="32"),
            choice(say("phrase_source"), "source", {one: say(f"source_{one}") for one in get_args(Source)}),
            entry(say("phrase_default"), "default", maxlength="20"),
            area(say("phrase_values"), "values", rows=2, maxlength="2000"),
            act("phrases", "keep", say("save")),
        )
    )
    return Markup('<h3>{}</h3><ul class="rows">{}</ul>{}').format(say("own_phrases"), rows, form("phrases", fields))


def _phrase(one: Phrase, say: Say) -> Markup:
    pairs = "，".join(f"{word}={instead}" for word, instead in one.values.items())
    default = f" · {say('phrase_default')} {one.default}" if one.default else ""
    drop = act("phrases", "drop", say("drop"), "ghost", name=one.name, sure=say("sure"))
    return Markup('<li><div><p class="title"><code>{}</code></p><p class="about">{} · {}{}</p></div>{}</li>').format(
        f"{{{one.name}}}", say(f"source_{one.source}"), pairs, default, drop
    )


def _keep(visit: Visit, asked: Form) -> str:
    values = asked.text("values", most=2000)
    name, source, default = (asked.text(field).strip() for field in ("name", "source", "default"))
    visit.bench.phrases.put(name, source, values, default, by=visit.by)
    return visit.say("saved")


def _drop(visit: Visit, asked: Form) -> str:
    visit.bench.phrases.drop(asked.text("name"), by=visit.by)
    return visit.say("saved")


PHRASES = Section("phrases", show, {"keep": _keep, "drop": _drop}, live)
