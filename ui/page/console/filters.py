"""What an operator asks of the library's list: fields, and what they come to."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import get_args

from markupsafe import Markup

from tools.library import State
from tools.library.finding import Sort, Wanted, tags_in
from tools.store import NotFound
from ui.page.console.bench import Visit
from ui.page.console.form import Form
from ui.page.console.html import choice, entry, joined

SOURCES = ("model", "pattern", "edit", "user", "given", "library", "import")
_OF_PEOPLE = ("user", "given", "import")
MOST = 10**12


def wanted(visit: Visit, asked: Form) -> Wanted:
    """What the form asks for; whatever it cannot mean counts as not asked."""
    state, sort, source = asked.text("state"), asked.text("sort"), asked.text("source")
    return Wanted(
        state=State(state) if state in set(State) else None,
        advertiser_id=asked.text("account") or None,
        containing=asked.text("containing", most=80).strip(),
        tag=asked.text("tag"),
        product=_words_of(visit, asked),
        source=source if source in SOURCES else "",
        since=_day(asked.text("since")),
        until=_day(asked.text("until")),
        impressions=min(max(asked.whole("impressions") or 0, 0), MOST),
        sort=next((one for one in get_args(Sort) if one == sort), "at"),
    )


def filters_html(visit: Visit, asked: Form) -> Markup:
    """The fields with what was chosen; a change of one draws the list anew."""
    say, anything = visit.say, {"": visit.say("any")}
    states = anything | {one.value: say(one.value) for one in State}
    tags = anything | {tag: say.or_as_is(f"tag_{tag}", tag) for tag in tags_in(visit.bench.stores.database)}
    named = {one: say(f"from_{one}") if one in _OF_PEOPLE else visit.words.origins[one] for one in SOURCES}
    sources = anything | named
    orders = {one: say(f"sort_{one}") for one in get_args(Sort)}

    def picked(label: str, name: str, options: Mapping[str, str]) -> Markup:
        return choice(say(label), name, options, asked.text(name), redraws=True)

    def typed(label: str, name: str, kind: str) -> Markup:
        return entry(say(label), name, asked.text(name, most=80), kind=kind, data_change="")

    return joined(
        (
            picked("state", "state", states),
            picked("account", "account", anything | visit.bench.accounts()),
            picked("product", "product", anything | _products(visit, asked)),
            picked("tag", "tag", tags),
            picked("source", "source", sources),
            typed("since", "since", "date"),
            typed("until", "until", "date"),
            typed("least_impressions", "impressions", "number"),
            picked("sort", "sort", orders),
            typed("contains", "containing", "search"),
        )
    )


def _products(visit: Visit, asked: Form) -> dict[str, str]:
    """Names by id, of the account that was chosen."""
    try:
        account = visit.bench.desk.advertiser(asked.text("account")) if asked.text("account") else None
    except NotFound:
        return {}
    return {one.id: one.name for one in account.products} if account else {}


def _words_of(visit: Visit, asked: Form) -> tuple[str, ...]:
    """The product's name and keywords: a title seldom holds the whole name."""
    if asked.text("product") not in _products(visit, asked):
        return ()
    product = visit.bench.desk.advertiser(asked.text("account")).product(asked.text("product"))
    return tuple(dict.fromkeys((product.name, *product.keywords))) if product else ()


def _day(text: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        return None
