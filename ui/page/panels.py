"""The panels beside the talk: conversations, the Brief as chips, and the first screen."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from agent.brief import Brief
from models.catalog import Advertiser
from models.types import Title
from ui.page.cards import button, ctr_line, score_bars
from ui.page.text import Words
from ui.ports import ThreadEntry

_EMPTY = Markup("")


def threads_html(entries: Sequence[ThreadEntry], current: str | None, words: Words) -> Markup:
    """Own conversations, the latest first, each to open, rename or delete."""
    if not entries:
        return Markup('<p class="quiet">{}</p>').format(words.none_yet)
    newest_first = sorted(entries, key=lambda one: one.updated_at, reverse=True)
    rows = Markup("").join(_entry(one, one.id == current, words) for one in newest_first)
    return Markup('<ul class="threads">{}</ul>').format(rows)


def _entry(entry: ThreadEntry, current: bool, words: Words) -> Markup:
    name = entry.name or words.new
    return Markup(
        '<li class="{state}" data-id="{id}"><button type="button" class="open" data-act="open" data-id="{id}"'
        "{aria}><span>{name}</span><time>{when}</time></button>"
        '<button type="button" class="icon" data-act="rename" data-id="{id}" data-name="{name}" aria-label="{rename}"'
        ' title="{rename}">✎</button>'
        '<button type="button" class="icon" data-act="delete" data-id="{id}" data-sure="{sure}" aria-label="{delete}"'
        ' title="{delete}">✕</button></li>'
    ).format(
        state="current" if current else "",
        aria=Markup(' aria-current="true"') if current else _EMPTY,
        id=entry.id,
        name=name,
        when=entry.updated_at.strftime("%m-%d %H:%M"),
        rename=words.rename,
        delete=words.delete,
        sure=words.delete_sure,
    )


def brief_html(brief: Brief, advertiser: Advertiser, words: Words) -> Markup:
    """What the agent understood, as chips; nothing that was not asked for."""
    chips = Markup("").join(
        _chip(name, text, words)
        for name, value in brief.model_dump(exclude_defaults=True).items()
        for text in (value if isinstance(value, list | tuple) else [_named(name, value, advertiser)])
    )
    body = Markup('<ul class="chips">{}</ul>').format(chips) if chips else _EMPTY
    empty = _EMPTY if chips else Markup('<p class="quiet">{}</p>').format(words.brief_empty)
    return Markup('<section class="brief" aria-label="{}"><h3>{}</h3>{}{}</section>{}').format(
        words.brief, words.brief, body, empty, _product(brief, advertiser, words)
    )


def _named(field: str, value: object, advertiser: Advertiser) -> str:
    """A value as people read it: products by their names."""
    product = advertiser.product(str(value)) if field == "product_id" else None
    return product.name if product else str(value)


def _chip(field: str, text: str, words: Words) -> Markup:
    """One chip; those that a plain message can lift have a button that says it."""
    label = words.fields[field]
    lifting = {"min_chars": "字数不限了", "max_chars": "字数不限了", "avoid": f"“{text}”可以用了"}.get(field)
    body = Markup("{}").format(label.format(text)) if "{}" in label else Markup("<span>{}</span>{}").format(label, text)
    lift = (
        Markup('<button type="button" class="lift" data-act="say" data-text="{}" aria-label="{}" title="{}">✕</button>')
        .format(lifting, words.lift, words.lift) if lifting else _EMPTY
    )  # fmt: skip
    return Markup('<li class="chip {}">{}{}</li>').format(field, body, lift)


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


def welcome_html(advertiser: Advertiser, titles: Sequence[Title] | None, words: Words) -> Markup:
    """The first screen. `titles` is None while suggestions are still being made."""
    prompts = Markup("").join(button("say", text, style="prompt", text=text) for text in example_prompts(advertiser))
    return Markup(
        '<section class="welcome"><h2>{}</h2><p class="lead">{}</p><h3>{}</h3><div class="prompts">{}</div>{}</section>'
    ).format(
        words.hello.format(advertiser.name), words.hello_more, words.try_saying, prompts, _suggestions(titles, words)
    )


def _suggestions(titles: Sequence[Title] | None, words: Words) -> Markup:
    if titles is None:
        skeleton = Markup('<li class="idea ghosted" aria-hidden="true"></li>') * 4
        return Markup('<h3>{}</h3><ul class="ideas">{}</ul>').format(words.suggestions_wait, skeleton)
    if not titles:
        return _EMPTY
    ideas = Markup("").join(
        Markup('<li class="idea"><p class="title">{}</p>{}{}<div class="actions">{}{}</div></li>').format(
            title.text,
            score_bars(title.scores, words),
            ctr_line(title.ctr, words),
            button("say", words.use_suggestion, text=words.use_suggestion_say.format(title.text)),
            button("copy", words.copy, text=title.text, done=words.copied),
        )
        for title in titles
    )
    return Markup('<h3>{}</h3><ul class="ideas">{}</ul>').format(words.suggestions, ideas)


def example_prompts(advertiser: Advertiser) -> list[str]:
    """Four things to say about this advertiser's own products."""
    if not advertiser.products:
        return []
    first, last = advertiser.products[0], advertiser.products[-1]
    point = (first.selling_points or first.keywords or (first.name,))[0]
    return [
        f"给{first.name}来5条标题，20字以内",
        f"突出“{point}”，语气轻松点，写5条",
        f"有什么梗适合{last.name}？",
        f"“全网第一的{last.category or last.name}”这样写合规吗？",
    ]


def hints_html(texts: Sequence[str], words: Words) -> Markup:
    """Titles that continue what is being typed; a click takes one into the message box."""
    if not texts:
        return _EMPTY
    items = Markup("").join(button("fill", text, style="hint", text=text) for text in texts)
    return Markup('<div class="hints" aria-label="{}"><span>{}</span>{}</div>').format(words.hints, words.hints, items)
