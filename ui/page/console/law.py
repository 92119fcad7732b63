"""Section 合规: a title tried against the rules while it is typed, and the rules themselves."""

from __future__ import annotations

import re
from itertools import groupby

from markupsafe import Markup

from models.text import title_length
from models.types import Verdict
from tools.compliance import load_checker
from tools.compliance.house import HouseDesk, HouseLaw
from tools.compliance.lawbook import Lawbook
from tools.compliance.rules import Rule
from tools.compliance.second import RULE as LEARNED
from ui.page.cards import finding_html, marked, verdict_badge
from ui.page.console.bench import NOTHING, Section, Shown, Visit
from ui.page.console.form import Form
from ui.page.console.html import act, area, entry, form, head, joined
from ui.page.console.words import Say

LONGEST = 200
_SOURCE = re.compile(r"（[^（）]*）$")
EXAMPLES = 2


def show(visit: Visit, asked: Form) -> Shown:
    say = visit.say
    industries = sorted({one.industry for one in visit.bench.desk.assistant.advertisers.list() if one.industry})
    known = joined(Markup('<option value="{}">').format(one) for one in industries)
    fields = joined(
        (
            area(say("test_text"), "text", asked.text("text", most=LONGEST), 2, maxlength=str(LONGEST)),
            entry(
                say("industry"),
                "industry",
                asked.text("industry"),
                list="industries",
                placeholder=say("industry_hint"),
                maxlength="60",
            ),
            Markup('<datalist id="industries">{}</datalist>').format(known),
        )
    )
    law = HouseDesk(visit.bench.log).get()
    return Shown(head(say("law")) + form("law", fields, live=True), live(visit, asked), rules_html(law, say))


def live(visit: Visit, asked: Form) -> Markup:
    """Verdict, marked words, reasons with articles, a legal version, and where the title fits."""
    say, text = visit.say, asked.text("text", most=LONGEST).strip()
    industry = asked.text("industry").strip() or None
    if not text:
        return Markup('<p class="quiet">{}</p>').format(say("law_hint"))
    law = Lawbook(visit.bench.stores)
    found = law.check(text, industry)
    reasons = joined(finding_html(one, visit.words) for one in found.findings)
    legal = NOTHING
    if found.verdict is Verdict.VIOLATION:
        better = law.rewrite(text, None, industry=industry)
        legal = Markup('<p class="told {}">{}</p>').format(
            "good" if better else "warn", f"{say('legal_version')}“{better}”" if better else say("no_version")
        )
    places = joined(
        Markup('<span class="rule {}">{} {}/{}</span>').format(
            "passed" if title_length(text) <= limit else "failed", name, title_length(text), limit
        )
        for name, limit in visit.bench.placements.limits().items()
    )
    return Markup(
        '<section class="tried" role="status"><p class="title">{} {}</p><ul class="reasons">{}</ul>{}'
        '<p class="judging">{}</p></section>'
    ).format(marked(text, found), verdict_badge(found, visit.words), reasons, legal, places)


def rules_html(law: HouseLaw, say: Say) -> Markup:
    """What is switched off and why, the form that does it, and all rules by category, folded."""
    rules = sorted(load_checker().rules.values(), key=lambda rule: (rule.category, rule.id))
    groups = joined(
        Markup('<details data-key="law-{}"><summary>{} · {}</summary><ul class="rows">{}</ul></details>').format(
            category, say.or_as_is(f"law_{category}", category), len(of), joined(_rule(rule, say) for rule in of)
        )
        for category, of in ((name, list(group)) for name, group in groupby(rules, key=lambda rule: rule.category))
    )
    names = joined(Markup('<option value="{}">').format(name) for name in (LEARNED, *(rule.id for rule in rules)))
    switching = joined(
        (
            entry(say("rule_id"), "rule", list="law-rules", maxlength="60"),
            Markup('<datalist id="law-rules">{}</datalist>').format(names),
            entry(say("off_reason"), "reason", maxlength="200"),
            act("law", "waive", say("switch_off"), sure=say("sure")),
        )
    )
    off = joined(_off(name, reason, say) for name, reason in law.off.items())
    return Markup(
        '<h3>{}</h3><p class="told warn">{}</p>{}<ul class="rows">{}</ul><h3>{}</h3><div class="lawbook">{}</div>'
    ).format(
        say("switched_off", len(law.off)), say("duty"), form("law", switching), off,
        say("rule_list", len(rules)), groups,
    )  # fmt: skip


def _off(name: str, reason: str, say: Say) -> Markup:
    return Markup('<li><div><p class="title"><code>{}</code></p><p class="about">{}</p></div>{}</li>').format(
        name, reason, act("law", "restore", say("switch_on"), "ghost", rule=name)
    )


def _waive(visit: Visit, asked: Form) -> str:
    HouseDesk(visit.bench.log).waive(asked.text("rule").strip(), asked.text("reason"), by=visit.by)
    return visit.say("saved")


def _restore(visit: Visit, asked: Form) -> str:
    HouseDesk(visit.bench.log).restore(asked.text("rule"), by=visit.by)
    return visit.say("saved")


def _rule(rule: Rule, say: Say) -> Markup:
    where = [say("only", "、".join(sorted(rule.only)))] if rule.only else []
    where += [say("never", "、".join(sorted(rule.never)))] if rule.never else []
    excuses = "；".join(dict.fromkeys(_SOURCE.sub("", one.why) for one in rule.exempt))
    about = " · ".join((say("article", rule.article), *where, *([say("exempts", excuses)] if excuses else [])))
    examples = joined(
        Markup('<li><mark class="{}">{}</mark></li>').format(kind, text)
        for kind, texts in (("bad", rule.illegal), ("fine", rule.legal))
        for text in texts[:EXAMPLES]
    )
    return Markup(
        '<li><div><p class="title"><code>{}</code></p><p>{}</p><p class="about">{}</p>'
        '<ul class="examples">{}</ul></div></li>'
    ).format(rule.id, rule.reason, about, examples)


LAW = Section("law", show, {"waive": _waive, "restore": _restore}, live)
