"""Section 自定规则: rules that operators add to the law; what a rule would hit is seen before it is kept."""

from __future__ import annotations

from markupsafe import Markup

from tools.compliance.house import KINDS, HouseDesk, HouseRule, industries, make_rule
from tools.compliance.trying import try_rule
from ui.page.console.bench import NOTHING, Section, Shown, Visit
from ui.page.console.form import Form
from ui.page.console.html import act, area, choice, entry, form, head, joined
from ui.page.console.words import Say

LONGEST = 4000  # characters of a list that is typed
SHOWN = 20
LIVE = 1_000  # titles of either kind that are tried at each pause in typing
_LISTS = ("words", "exempt")
_TEXTS = ("pattern", "category", "rewrite", "reason", "article")


def show(visit: Visit, asked: Form) -> Shown:
    say = visit.say
    rules = HouseDesk(visit.bench.log).get().rules
    edited = asked.text("edit")
    shown = form("house", _fields(edited, rules.get(edited), say), live=True)
    rows = joined(_rule(name, rule, say) for name, rule in sorted(rules.items()))
    below = Markup('<ul class="rows">{}</ul>').format(rows) if rules else _quiet(say("house_empty"))
    return Shown(head(say("house"), say("house_more")) + shown, live(visit, asked), below)


def live(visit: Visit, asked: Form) -> Markup:
    """The library's newest titles that the rule as typed would hit, or what is wrong with it."""
    say = visit.say
    if not (asked.text("words", most=LONGEST).strip() or asked.text("pattern").strip()):
        return _quiet(say("house_hint"))
    try:
        found = try_rule(asked.text("name") or "-", _typed(asked, "-"), visit.bench.stores, LIVE)
    except ValueError as error:
        return Markup('<p class="told warn">{}</p>').format(error)
    rows = joined(
        Markup('<li><div><p class="title">{}</p><p class="about"><mark class="bad">{}</mark></p></div></li>').format(
            text, span
        )
        for text, span in found.hit[:SHOWN]
    )
    told = say("house_hits", found.of, len(found.hit))
    return Markup('<p class="told {}" role="status">{}</p><ul class="rows">{}</ul>').format(
        "warn" if found.hit else "good", told, rows
    )


def _fields(name: str, rule: HouseRule | None, say: Say) -> Markup:
    rule = rule or HouseRule(reason="-")
    known = rule.reason != "-"
    kinds = {kind: say(f"law_{kind}") for kind in KINDS}
    groups = joined(
        Markup('<label><input type="checkbox" name="industries" value="{}"{}> {}</label>').format(
            group, Markup(" checked") if group in rule.industries else NOTHING, group
        )
        for group in industries()
    )
    return joined(
        (
            entry(say("house_name"), "name", name if known else "", maxlength="30"),
            choice(say("house_category"), "category", kinds, rule.category),
            entry(say("house_reason"), "reason", rule.reason if known else "", maxlength="100"),
            area(say("house_words"), "words", "\n".join(rule.words), 3, maxlength=str(LONGEST)),
            entry(say("house_pattern"), "pattern", rule.pattern, maxlength="200"),
            area(say("house_exempt"), "exempt", "\n".join(rule.exempt), 2, maxlength=str(LONGEST)),
            entry(say("house_rewrite"), "rewrite", rule.rewrite, maxlength="60"),
            entry(say("house_article"), "article", rule.article, maxlength="8"),
            Markup('<fieldset class="wide"><legend>{}</legend>{}</fieldset>').format(say("house_industries"), groups),
            act("house", "keep", say("save"), "primary", was=name if known else ""),
        )
    )


def _rule(name: str, rule: HouseRule, say: Say) -> Markup:
    about = " · ".join(
        filter(None, (say(f"law_{rule.category}"), "、".join(rule.words), rule.pattern, "、".join(rule.industries)))
    )
    state = NOTHING if rule.on else Markup(' <span class="state paused">{}</span>').format(say("off"))
    buttons = joined(
        (
            act("house", "", say("edit"), "ghost", edit=name),
            act("house", "switch", say("switch_off" if rule.on else "switch_on"), "ghost", name=name),
            act("house", "drop", say("drop"), "ghost", name=name, sure=say("sure")),
        )
    )
    return Markup('<li><div><p class="title">{}{}</p><p>{}</p><p class="about">{}</p></div>{}</li>').format(
        name, state, rule.reason, about, buttons
    )


def _quiet(told: str) -> Markup:
    return Markup('<p class="quiet">{}</p>').format(told)


def _typed(asked: Form, reason: str = "") -> HouseRule:
    """The rule as the form says; `reason` stands in for one that is not written yet. Raises WrongRule."""
    lists = {one: tuple(filter(None, map(str.strip, asked.text(one, most=LONGEST).splitlines()))) for one in _LISTS}
    texts = {one: asked.text(one).strip() for one in _TEXTS if asked.text(one).strip()}
    return make_rule(**{"reason": reason, **texts}, **lists, industries=tuple(asked.chosen("industries")))


def _keep(visit: Visit, asked: Form) -> str:
    desk, name, rule = HouseDesk(visit.bench.log), asked.text("name").strip(), _typed(asked)
    kept = desk.put(name, rule, by=visit.by, was=asked.text("was"))
    return visit.say("saved" if kept else "unchanged")


def _switch(visit: Visit, asked: Form) -> str:
    desk, name = HouseDesk(visit.bench.log), asked.text("name")
    rule = desk.get().rules.get(name)
    desk.switch(name, not (rule and rule.on), by=visit.by)
    return visit.say("saved")


def _drop(visit: Visit, asked: Form) -> str:
    HouseDesk(visit.bench.log).drop(asked.text("name"), by=visit.by)
    return visit.say("saved")


HOUSE = Section("house", show, {"keep": _keep, "switch": _switch, "drop": _drop}, live)
