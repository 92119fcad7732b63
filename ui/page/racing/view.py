"""A race as HTML: its state, traffic, arms and what was done to it. Everything passes through `Markup.format`."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from tools.racing import ArmStatus, RaceRules, RaceStatus
from tools.racing.gain import Gain
from tools.racing.ledger import Deed
from tools.racing.listing import RaceEntry
from tools.racing.report import ArmChart
from tools.racing.rules_told import changes_told, rules_told
from tools.racing.traffic import Traffic
from tools.racing.verdict import ALARMS, Sentence, alarm, rates, reason, sentences
from ui.page.cards import button
from ui.page.moments import moment
from ui.page.racing.plot import colour, shares_svg
from ui.page.racing.words import RacingWords

_EMPTY = Markup("")
SHOWN_DEEDS = 50
MOST_ALARMS = 3


@dataclass(frozen=True)
class Look:
    """One race as it stands; `texts` of its arms by id."""

    entry: RaceEntry
    account: str
    rules: RaceRules
    status: RaceStatus
    gain: Gain
    traffic: Traffic
    audit: Sequence[Deed]
    texts: Mapping[str, str]

    def text(self, arm_id: str | None) -> str:
        return self.texts.get(arm_id or "", arm_id or "")


def list_html(entries: Sequence[tuple[RaceEntry, str]], current: str | None, words: RacingWords) -> Markup:
    """(race, name of its account), newest first, under the button that simulates one."""
    head = Markup('<div class="tab-head"><h2>{}</h2>{}</div>').format(
        words.title, button("do", words.simulate, style="secondary", what="simulate")
    )
    if not entries:
        return head
    rows = Markup("").join(_entry(one, account, one.id == current, words) for one, account in entries)
    return head + Markup('<ul class="races">{}</ul>').format(rows)


def empty_html(words: RacingWords, *, any_race: bool) -> Markup:
    """What to do: choose a race, or how to get one."""
    if any_race:
        return Markup('<p class="quiet lonely">{}</p>').format(words.choose)
    return Markup('<section class="lonely"><h3>{}</h3><p class="quiet">{}</p>{}</section>').format(
        words.none, words.none_how, button("do", words.simulate, style="primary", what="simulate")
    )


def race_html(look: Look, words: RacingWords) -> Markup:
    status = look.status
    return Markup('<article class="race" data-race="{}">{}{}{}{}{}{}{}</article>').format(
        look.entry.id,
        _head(look, words),
        figures_html(status, look.gain, words),
        _told(look, words),
        traffic_html(look.traffic, words),
        arms_html(look, words),
        rules_html(look.rules, words),
        _audit(look, words),
    )


def badge(state: str, words: RacingWords) -> Markup:
    return Markup('<span class="state {}">{}</span>').format(state, words.states[state])


def figures_html(status: RaceStatus, gain: Gain, words: RacingWords) -> Markup:
    rate = f"{status.clicks / status.impressions:.2%}" if status.impressions else "—"
    values = (f"{status.impressions:,}", f"{status.clicks:,}", rate, f"{status.spend:,.2f}")
    cells = Markup("").join(
        Markup("<div><dt>{}</dt><dd>{}</dd></div>").format(label, value)
        for label, value in zip(words.figures, values, strict=False)
    )
    more = f"{gain.mean:+,.0f}" if status.impressions else "—"
    range_ = words.gained.format(f"{gain.low:+,.0f}", f"{gain.high:+,.0f}") if status.impressions else ""
    last = Markup('<div class="gain"><dt>{}</dt><dd>{} <small>{}</small></dd></div>').format(
        words.figures[4], more, range_
    )
    return Markup('<dl class="figures">{}{}</dl>').format(cells, last)


def plot_html(traffic: Traffic, label: str, axis: str, words: RacingWords, mark: str = "") -> Markup:
    return Markup(
        '<figure class="traffic"><figcaption><h3>{}</h3><span class="quiet">{}</span></figcaption>{}</figure>'
    ).format(words.traffic, axis, shares_svg(traffic.shares, label, mark))


def interval_html(arm: ArmStatus | ArmChart, most: float, words: RacingWords) -> Markup:
    """The rate with its interval as a bar on a scale up to `most`."""
    at, low, high = (100 * value / most for value in (arm.ctr, arm.low, min(arm.high, most)))
    told = words.interval.format(f"{arm.low:.2%}", f"{arm.high:.2%}")
    return Markup(
        '<span class="rate" title="{}"><b>{}</b><span class="range" aria-hidden="true">'
        '<i style="left:{:.1f}%;width:{:.1f}%"></i><u style="left:{:.1f}%"></u></span><small>{}</small></span>'
    ).format(told, f"{arm.ctr:.2%}", low, max(high - low, 0.5), at, f"{arm.low:.2%}–{arm.high:.2%}")


def _entry(entry: RaceEntry, account: str, current: bool, words: RacingWords) -> Markup:
    return Markup(
        '<li class="{}"><button type="button" class="open" data-act="do" data-what="open" data-id="{}"{}>'
        "<span>{}</span>{}<small>{} · {}</small></button></li>"
    ).format(
        "current" if current else "",
        entry.id,
        Markup(' aria-current="true"') if current else _EMPTY,
        entry.name(words.language),
        badge(entry.state, words),
        account,
        words.counts.format(entry.arms, f"{entry.impressions:,}", f"{entry.clicks:,}"),
    )


def _head(look: Look, words: RacingWords) -> Markup:
    race_id, state = look.entry.id, look.status.state
    acts = button("do", words.refresh, what="open", id=race_id)
    if state == "running":
        acts += button("do", words.pause, style="secondary", what="pause", id=race_id)
    if state == "paused":
        acts += button("do", words.resume, style="primary", what="resume", id=race_id)
    if state != "stopped":
        acts += button("do", words.stop, style="secondary", what="stop", id=race_id, sure=words.sure)
    return Markup(
        '<header class="race-head">{}<div><h2>{}</h2><p class="quiet">{} · {}</p></div>{}<div class="actions">{}</div>'
        "</header>"
    ).format(
        button("do", f"‹ {words.back}", style="ghost back", what="list"),
        look.entry.name(words.language),
        look.account,
        moment(look.entry.created_at),
        badge(state, words),
        acts,
    )


def _told(look: Look, words: RacingWords) -> Markup:
    """What to know before reading the figures."""
    told = sentences(look.status, look.texts, words.language)
    told += [alarm(one, look.texts, words.language) for one in look.audit if one.what in ALARMS][-MOST_ALARMS:]
    if look.status.quarantined:
        told.append(Sentence(words.quarantined.format(f"{look.status.quarantined:,}"), "warn"))
    return Markup("").join(Markup('<p class="told {}">{}</p>').format(one.kind, one.text) for one in told)


def traffic_html(traffic: Traffic, words: RacingWords) -> Markup:
    if traffic.over == "nothing":
        return Markup(
            '<figure class="traffic"><figcaption><h3>{}</h3></figcaption><p class="quiet">{}</p></figure>'
        ).format(words.traffic, words.over_nothing)
    last = "，".join(f"{share:.0%}" for share in traffic.shares[-1])
    if traffic.over == "decisions":
        axis = words.over_decisions.format(f"{int(traffic.ends[-1]):,}")
    else:
        axis = words.over_time.format(_day(float(traffic.ends[0])), _day(float(traffic.ends[-1])))
    return plot_html(traffic, words.shares.format(last), axis, words)


def _day(seconds: float) -> str:
    try:
        return f"{datetime.datetime.fromtimestamp(seconds, datetime.UTC):%Y-%m-%d}"
    except (OverflowError, ValueError, OSError):  # a feed's clock may say anything
        return "?"


def arms_html(look: Look, words: RacingWords) -> Markup:
    most = max((arm.high for arm in look.status.arms), default=0.0) or 1.0
    rows = Markup("").join(_arm(place, arm, look, most, words) for place, arm in enumerate(look.status.arms))
    heads = Markup("").join(Markup("<span>{}</span>").format(name) for name in words.columns)
    return Markup('<div class="arms"><div class="arm heads" aria-hidden="true">{}</div>{}</div>').format(heads, rows)


def _arm(place: int, arm: ArmStatus, look: Look, most: float, words: RacingWords) -> Markup:
    won = arm.arm_id == look.status.winner
    cells = (
        f"{arm.traffic_share:.0%}",
        interval_html(arm, most, words),
        f"{arm.probability_best:.0%}" if arm.active else "—",
        words.per_thousand.format(f"{arm.expected_loss * 1000:.2f}") if arm.active else "—",
        f"{arm.spend:,.2f}",
    )
    named = Markup("").join(
        Markup('<span class="cell" data-name="{}">{}</span>').format(name, cell)
        for name, cell in zip(words.columns[1:], cells, strict=False)
    )
    return Markup(
        '<div class="arm{}{}"><span class="title"><i class="swatch {}"></i>{}{}</span>{}'
        '<span class="actions">{}</span></div>'
    ).format(
        "" if arm.active else " out",
        " won" if won else "",
        colour(place),
        look.text(arm.arm_id),
        _EMPTY if arm.active else Markup(" <small>{}</small>").format(words.out),
        named,
        _steering(arm, look, words),
    )


def _steering(arm: ArmStatus, look: Look, words: RacingWords) -> Markup:
    """What may be done with an arm while the race has not ended."""
    if look.status.state == "stopped":
        return _EMPTY
    named = {"id": look.entry.id, "arm": arm.arm_id}
    if not arm.active:
        return button("do", words.readmit, what="join", **named)
    pinned = look.status.pinned == arm.arm_id
    pin = button("do", words.unpin if pinned else words.pin, what="unpin" if pinned else "pin", **named)
    declare = button("do", words.declare, what="declare", sure=words.sure, **named)
    playing = sum(one.active for one in look.status.arms)
    return pin + declare + (button("do", words.exclude, what="leave", **named) if playing > 1 else _EMPTY)


def rules_html(rules: RaceRules, words: RacingWords) -> Markup:
    """What bounds the race, folded."""
    rows = Markup("").join(
        Markup("<div><dt>{}</dt><dd>{}</dd></div>").format(label, value)
        for label, value in rules_told(rules, words.language)
    )
    return Markup('<details class="rules" data-key="rules"><summary>{}</summary><dl>{}</dl></details>').format(
        words.its_rules, rows
    )


def _audit(look: Look, words: RacingWords) -> Markup:
    deeds = list(look.audit)[::-1][:SHOWN_DEEDS]
    rows = Markup("").join(_deed(one, look, words) for one in deeds)
    body = (
        Markup('<ul class="audit">{}</ul>').format(rows)
        if deeds
        else Markup('<p class="quiet">{}</p>').format(words.audit_none)
    )
    return Markup('<section class="log"><h3>{}</h3>{}</section>').format(words.audit, body)


def _deed(deed: Deed, look: Look, words: RacingWords) -> Markup:
    note = _note(deed, words)
    about = f"“{look.text(deed.arm_id)}” {note}" if deed.arm_id else note
    return Markup("<li>{}<b>{}</b><span>{} {}</span></li>").format(
        moment(deed.at), deed.by or words.rules, words.deeds[deed.what], about
    )


def _note(deed: Deed, words: RacingWords) -> str:
    if deed.what in ALARMS:
        return rates(deed.note)
    return changes_told(deed.note, words.language) if deed.what == "rules" else reason(deed.note, words.language)
