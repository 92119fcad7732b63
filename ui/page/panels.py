"""The panels beside the talk: conversations, the Brief as chips, and the first screen."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from agent.brief import Brief
from agent.suggestions import Suggestion
from models.catalog import Advertiser
from ui.page.cards import button, ctr_line, score_bars, template_line
from ui.page.moments import moment
from ui.page.text import Words
from ui.ports import ThreadEntry

_EMPTY = Markup("")


def brand_html(words: Words, username: str | None = None) -> Markup:
    """The name of the page, its switches, and a way out for who signed in."""
    leave = _EMPTY
    if username:
        leave = Markup('<a class="leave" href="logout" title="{0} · {1}">{0} · {1}</a>').format(username, words.logout)
    return Markup(
        '<header class="brand" lang="{}">'
        '<button type="button" class="icon menu" data-act="menu" aria-haspopup="dialog" aria-label="{}">☰</button>'
        '<h1>妙题</h1><span class="tagline">{}</span>{}'
        '<details class="keys"><summary class="icon" aria-label="{}" title="{}">?</summary><p>{}</p></details>'
        '<button type="button" class="icon" data-act="theme" aria-label="{}" title="{}">◐</button></header>'
    ).format(
        words.language,
        words.menu,
        words.tagline,
        leave,
        words.keys_title,
        words.keys_title,
        words.keys,
        words.theme,
        words.theme,
    )


def threads_html(
    entries: Sequence[ThreadEntry], current: str | None, words: Words, pins: frozenset[str] = frozenset()
) -> Markup:
    """Own conversations, pinned ones first, then the latest; each to open, pin, rename or delete."""
    if not entries:
        return Markup('<p class="quiet">{}</p>').format(words.none_yet)
    newest_first = sorted(entries, key=lambda one: one.updated_at, reverse=True)
    ordered = sorted(newest_first, key=lambda one: one.id not in pins)
    rows = Markup("").join(_entry(one, one.id == current, one.id in pins, words) for one in ordered)
    return Markup(
        '<input type="search" class="seek" placeholder="{}" aria-label="{}"><ul class="threads">{}</ul>'
    ).format(words.search, words.search, rows)


def _entry(entry: ThreadEntry, current: bool, pinned: bool, words: Words) -> Markup:
    name = entry.name or words.new
    return Markup(
        '<li class="{state}" data-id="{id}"><button type="button" class="open" data-act="open" data-id="{id}"'
        "{aria}><span>{name}</span>{when}</button>"
        '<button type="button" class="icon{pinned}" data-act="pin" data-id="{id}" aria-label="{pin}：{name}"'
        ' title="{pin}">⚑</button>'
        '<button type="button" class="icon" data-act="rename" data-id="{id}" data-name="{name}"'
        ' aria-label="{rename}：{name}" title="{rename}">✎</button>'
        '<button type="button" class="icon" data-act="delete" data-id="{id}" data-sure="{sure}"'
        ' aria-label="{delete}：{name}" title="{delete}">✕</button></li>'
    ).format(
        state="current" if current else "",
        aria=Markup(' aria-current="true"') if current else _EMPTY,
        id=entry.id,
        name=name,
        when=moment(entry.updated_at),
        pinned=" held" if pinned else "",
        pin=words.unpin if pinned else words.pin,
        rename=words.rename,
        delete=words.delete,
        sure=words.delete_sure,
    )


ADDABLE = ("tone", "max_chars", "must_include", "avoid", "audience")


def brief_html(brief: Brief, advertiser: Advertiser, words: Words, picked: int = 0) -> Markup:
    """What the agent understood, as chips that a click changes; below them what could be added."""
    chips = Markup("").join(
        _chip(name, text, words)
        for name, value in brief.model_dump(exclude_defaults=True).items()
        for text in (value if isinstance(value, list | tuple) else [_named(name, value, advertiser)])
    )
    body = Markup('<ul class="chips">{}</ul>').format(chips) if chips else _EMPTY
    empty = _EMPTY if chips else Markup('<p class="quiet">{}</p>').format(words.brief_empty)
    tray = button("tray", words.tray_open.format(picked or 0), style="secondary tray-open")
    return Markup(
        '<section class="brief" aria-label="{}"><h3>{}</h3>{}{}<div class="addable">{}</div>{}</section>{}'
    ).format(words.brief, words.brief, body, empty, _addable(brief, words), tray, _product(brief, advertiser, words))


def _addable(brief: Brief, words: Words) -> Markup:
    absent = [name for name in ADDABLE if not getattr(brief, name) or name in ("must_include", "avoid")]
    return Markup("").join(
        Markup(
            '<button type="button" class="add" data-act="chip" data-field="{}" data-old=""'
            ' aria-label="{}">＋{}</button>'
        ).format(name, words.add.format(_label(name, words)), _label(name, words))
        for name in absent
    )


def _label(field: str, words: Words) -> str:
    return words.fields[field].replace("{}", "").strip() if "{}" not in words.fields[field] else words.columns[2]


def _named(field: str, value: object, advertiser: Advertiser) -> str:
    """A value as people read it: products by their names."""
    product = advertiser.product(str(value)) if field == "product_id" else None
    return product.name if product else str(value)


def _chip(field: str, text: str, words: Words) -> Markup:
    """One chip: its text is a button that changes it, the cross lifts it."""
    label = words.fields[field]
    body = Markup("{}").format(label.format(text)) if "{}" in label else Markup("<span>{}</span>{}").format(label, text)
    told = label.format(text) if "{}" in label else f"{label} {text}"
    return Markup(
        '<li class="chip {field}"><button type="button" class="change" data-act="chip" data-field="{field}"'
        ' data-old="{text}" aria-label="{change}">{body}</button>'
        '<button type="button" class="lift" data-act="lift" data-field="{field}" data-old="{text}"'
        ' aria-label="{lift}：{told}" title="{lift}">✕</button></li>'
    ).format(field=field, text=text, change=words.change.format(told), body=body, lift=words.lift, told=told)


def _product(brief: Brief, advertiser: Advertiser, words: Words) -> Markup:
    """The product talked about and the facts that titles may use; nothing before one is named."""
    product = advertiser.product(brief.product_id)
    if product is None:
        return _EMPTY
    texts = [*([product.price] if product.price else []), *product.facts]
    facts = Markup("").join(Markup("<li>{}</li>").format(text) for text in texts)
    return Markup('<section class="product"><h3>{}</h3><p class="name">{}</p><ul>{}</ul></section>').format(
        words.facts, product.name, facts
    )


def welcome_html(advertiser: Advertiser, ideas: Sequence[Suggestion] | None, words: Words) -> Markup:
    """The first screen. `ideas` is None while suggestions are still being made."""
    prompts = Markup("").join(
        button("say", text, style="prompt", text=text) for text in example_prompts(advertiser, words)
    )
    return Markup(
        '<section class="welcome"><h2>{}</h2><p class="lead">{}</p><h3>{}</h3><div class="prompts">{}</div>{}</section>'
    ).format(
        words.hello.format(advertiser.name), words.hello_more, words.try_saying, prompts, _suggestions(ideas, words)
    )


def _suggestions(ideas: Sequence[Suggestion] | None, words: Words) -> Markup:
    """Titles to begin from, with their scores, and things to ask for; each tells where it comes from."""
    if ideas is None:
        skeleton = Markup('<li class="idea ghosted" aria-hidden="true"></li>') * 4
        return Markup('<h3>{}</h3><ul class="ideas">{}</ul>').format(words.suggestions_wait, skeleton)
    if not ideas:
        return _EMPTY
    cards = Markup("").join(_idea(one, words) for one in ideas)
    return Markup('<h3>{}</h3><ul class="ideas">{}</ul>').format(words.suggestions, cards)


def _idea(one: Suggestion, words: Words) -> Markup:
    source = Markup('<span class="source">{}</span>').format(words.sources.get(one.source, one.source))
    if one.title is None:
        ask = button("say", words.ask_suggestion, text=one.message, idea=one.id)
        return Markup('<li class="idea ask"><p class="title">{}</p>{}<div class="actions">{}</div></li>').format(
            one.text, source, ask
        )
    return Markup('<li class="idea"><p class="title">{}</p>{}{}{}{}<div class="actions">{}{}</div></li>').format(
        one.text,
        source,
        template_line(one.title, words),
        score_bars(one.title.scores, words, why=one.title.id),
        ctr_line(one.title.ctr, words),
        button("say", words.use_suggestion, text=words.says["similar"].format(one.text), idea=one.id),
        button("copy", words.copy, text=one.text, done=words.copied, idea=one.id),
    )


def example_prompts(advertiser: Advertiser, words: Words) -> list[str]:
    """Four things to say about this advertiser's own products."""
    if not advertiser.products:
        return []
    first, last = advertiser.products[0], advertiser.products[-1]
    point = (first.selling_points or first.keywords or (first.name,))[0]
    return [
        words.says["write"].format(first.name),
        words.says["about"].format(point),
        words.says["memes_for"].format(last.name),
        words.says["legal"].format(last.category or last.name),
    ]


def hints_html(texts: Sequence[str], words: Words) -> Markup:
    """Titles that continue what is being typed or are alike; a click takes one into the message box."""
    if not texts:
        return _EMPTY
    items = Markup("").join(button("fill", text, style="hint", text=text) for text in texts)
    return Markup('<div class="hints" aria-label="{}"><span>{}</span>{}</div>').format(words.hints, words.hints, items)
