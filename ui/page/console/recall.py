"""Section 召回: which strategies bring how many candidates, titles pinned by hand, and what that brings an account."""

from __future__ import annotations

from markupsafe import Markup
from pydantic import ValidationError

from tools.compliance.lawbook import Lawbook
from tools.recall import STRATEGIES, Pool, RecallDesk, RecallSettings, Trace, recall
from ui.page.console.bench import NOTHING, Section, Shown, Visit
from ui.page.console.form import Form
from ui.page.console.html import act, area, choice, entry, form, head, joined
from ui.page.console.words import Say

TRIED = 12
"""Candidates wanted when settings are tried out."""
MOST_PINS = 50


def show(visit: Visit, asked: Form) -> Shown:
    say, accounts = visit.say, visit.bench.accounts()
    settings, account = RecallDesk(visit.bench.log).get(), _account(visit, asked)
    rows = joined(_strategy(name, settings, say) for name in STRATEGIES)
    pins = "\n".join(settings.pins.get(account, ()))
    fields = joined(
        (
            choice(say("account"), "account", {"*": say("everybody"), **accounts}, account, redraws=True),
            area(say("pins"), "pins", pins, 3, placeholder=say("add_hint"), maxlength="4000"),
            Markup('<label class="all"><input type="checkbox" name="fill" value="yes"{}> {}</label>').format(
                Markup(" checked") if settings.fill_races else NOTHING, say("fill_races")
            ),
            act("recall", "save", say("save"), "primary"),
        )
    )
    body = Markup('<ul class="rows tuning">{}</ul><div class="form">{}</div>').format(rows, fields)
    shown = form("recall", body, live=True, style="stack")
    return Shown(head(say("recall"), say("recall_more")) + shown, _tried(settings, account, visit))


def live(visit: Visit, asked: Form) -> Markup:
    """What the settings as typed would bring, before they are saved."""
    try:
        return _tried(_typed(visit, asked), _account(visit, asked), visit)
    except ValueError as error:
        return Markup('<p class="told warn">{}</p>').format(error)


def _account(visit: Visit, asked: Form) -> str:
    accounts = visit.bench.accounts()
    wanted = asked.text("account")
    return wanted if wanted == "*" or wanted in accounts else next(iter(accounts), "*")


def _strategy(name: str, settings: RecallSettings, say: Say) -> Markup:
    one, label = settings.strategies[name], say(f"recall_{name}")
    quota = entry(say("quota"), f"quota_{name}", str(one.quota), kind="number", min="0", max="200")
    return Markup(
        '<li><div><p class="title">{}</p><p class="about">{}</p></div><div class="form">{}</div>'
        '<label class="all"><input type="checkbox" name="on" value="{}" aria-label="{} {}"{}> {}</label></li>'
    ).format(
        label, say(f"why_{name}"), quota, name, label, say("on"),
        Markup(" checked") if one.on else NOTHING, say("on"),
    )  # fmt: skip


def _tried(settings: RecallSettings, account: str, visit: Visit) -> Markup:
    if account == "*":
        return NOTHING
    bench, say = visit.bench, visit.say
    pool = Pool(bench.stores, bench.desk.advertiser(account), None, own=False)
    found = recall(pool, settings, TRIED, Lawbook(bench.stores).judge)
    texts = {title.id: title.text for title in found.titles}
    short = Markup('<p class="told warn">{}</p>').format(found.shortfall) if found.shortfall else NOTHING
    rows = joined(_trace(one, texts, say) for one in found.trace)
    return Markup('<h3>{}</h3>{}<ul class="rows">{}</ul>').format(say("recall_tried", TRIED), short, rows)


def _trace(one: Trace, texts: dict[str, str], say: Say) -> Markup:
    told = say("recall_trace", one.found, one.unlawful, one.repeated, len(one.brought)) if one.on else say("off")
    titles = joined(Markup("<li>{}</li>").format(texts[title_id]) for title_id in one.brought if title_id in texts)
    return Markup(
        '<li><div><p class="title">{}</p><p class="about">{} {}</p><ul class="examples">{}</ul></div></li>'
    ).format(say(f"recall_{one.strategy}"), told, one.note, titles)


def _typed(visit: Visit, asked: Form) -> RecallSettings:
    """The settings with what the form says. Raises ValueError for a quota out of range."""
    before, account = RecallDesk(visit.bench.log).get(), _account(visit, asked)
    on = set(asked.chosen("on"))
    strategies = {name: {"on": name in on, "quota": asked.text(f"quota_{name}")} for name in STRATEGIES}
    lines = dict.fromkeys(line.strip() for line in asked.text("pins", most=4000).splitlines() if line.strip())
    pins = {**before.pins, account: tuple(lines)[:MOST_PINS]}
    try:
        return RecallSettings.model_validate(
            {
                "strategies": strategies,
                "pins": {name: texts for name, texts in pins.items() if texts},
                "fill_races": bool(asked.chosen("fill")),
            }
        )
    except ValidationError as error:
        raise ValueError(visit.say("bad_rules")) from error


def _save(visit: Visit, asked: Form) -> str:
    changed = RecallDesk(visit.bench.log).put(_typed(visit, asked), by=visit.by)
    return visit.say("saved") if changed else visit.say("unchanged")


RECALL = Section("recall", show, {"save": _save}, live)
