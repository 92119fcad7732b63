"""Section 准入规则: what the rules hold a material to, as operators tune them."""

from __future__ import annotations

import re

from markupsafe import Markup
from pydantic import ValidationError

from tools.library import AdmissionSettings
from tools.library.admission import RULES
from ui.page.console.bench import Section, Shown, Visit
from ui.page.console.form import Form
from ui.page.console.html import act, entry, form, head, joined

_FIELDS = {
    "length": ("min_chars", "max_chars"),
    "brand": ("brand_words",),
    "duplicate": ("duplicate_overlap",),
    "fluency": ("min_fluency",),
    "quality": ("min_quality",),
}
_WHOLE = {"type": "number", "min": "1", "max": "200", "step": "1"}
_SHARE = {"type": "number", "min": "0", "max": "1", "step": "0.01"}


def show(visit: Visit, _asked: Form) -> Shown:
    settings = visit.bench.library.settings
    rows = joined(_rule(rule, settings, visit) for rule in RULES)
    inner = Markup('<ul class="rows tuning">{}</ul>{}').format(rows, act("rules", "save", visit.say("save"), "primary"))
    return Shown(head(visit.say("rules")) + form("rules", inner, style="stack"))


def _rule(rule: str, settings: AdmissionSettings, visit: Visit) -> Markup:
    say = visit.say
    fixed = rule == "compliance"
    switch = Markup(
        '<label class="all"><input type="checkbox" name="on" value="{}" aria-label="{}"{}{}> {}</label>'
    ).format(
        rule,
        f"{say(f'rule_{rule}')} {say('on')}",
        Markup(" checked") if fixed or rule not in settings.off else "",
        Markup(" disabled") if fixed else "",
        say("on"),
    )
    fields = joined(_field(name, settings, visit) for name in _FIELDS.get(rule, ()))
    return Markup(
        '<li><div><p class="title">{}</p><p class="about">{}</p></div><div class="form">{}</div>{}</li>'
    ).format(say(f"rule_{rule}"), say(f"why_{rule}"), fields, switch)


def _field(name: str, settings: AdmissionSettings, visit: Visit) -> Markup:
    value = getattr(settings, name)
    if name == "brand_words":
        return entry(visit.say(name), name, "、".join(value), maxlength="400")
    kind = {**(_WHOLE if isinstance(value, int) else _SHARE)}
    return entry(visit.say(name), name, f"{value:g}", kind=kind.pop("type"), **kind)


def _save(visit: Visit, asked: Form) -> str:
    on = set(asked.chosen("on"))
    values = {name: asked.text(name) for names in _FIELDS.values() for name in names}
    words = [one.strip() for one in re.split(r"[、,，\s]+", values.pop("brand_words")) if one.strip()]
    off = [rule for rule in RULES if rule not in on and rule != "compliance"]
    try:
        tuned = AdmissionSettings.model_validate({**values, "brand_words": words, "off": off})
        if tuned.min_chars > tuned.max_chars:
            raise ValueError(visit.say("bad_rules"))
    except ValidationError as error:
        raise ValueError(visit.say("bad_rules")) from error
    before = visit.bench.library.settings
    visit.bench.library.tune(tuned, by=visit.by)
    return visit.say("unchanged") if before == tuned else visit.say("saved")


RULES_SECTION = Section("rules", show, {"save": _save})
