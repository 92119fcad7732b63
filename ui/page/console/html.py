"""Small pieces that the sections are made of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from markupsafe import Markup

from ui.page.cards import button

NOTHING = Markup("")


def head(title: str, more: str = "") -> Markup:
    told = Markup('<p class="quiet">{}</p>').format(more) if more else NOTHING
    return Markup('<header class="section-head"><h2>{}</h2>{}</header>').format(title, told)


def act(section: str, what: str, label: str, style: str = "secondary", **data: str) -> Markup:
    """A button of a section."""
    return button("do", label, style=style, section=section, what=what, **data)


def entry(label: str, name: str, value: str = "", *, kind: str = "text", **attributes: str) -> Markup:
    """A labelled input."""
    more = attributes_html(attributes)
    return Markup('<label>{}<input type="{}" name="{}" value="{}"{}></label>').format(label, kind, name, value, more)


def area(label: str, name: str, value: str = "", rows: int = 3, **attributes: str) -> Markup:
    more = attributes_html(attributes)
    return Markup('<label class="wide">{}<textarea name="{}" rows="{}"{}>{}</textarea></label>').format(
        label, name, rows, more, value
    )


def choice(label: str, name: str, options: Mapping[str, str], chosen: str = "", *, redraws: bool = False) -> Markup:
    """A labelled select; options are names by value. With `redraws` a change shows the section anew."""
    inner = Markup("").join(
        Markup('<option value="{}"{}>{}</option>').format(value, Markup(" selected") if value == chosen else "", told)
        for value, told in options.items()
    )
    return Markup('<label>{}<select name="{}"{}>{}</select></label>').format(
        label, name, Markup(" data-change") if redraws else "", inner
    )


def form(section: str, inner: Markup, *, live: bool = False, style: str = "form") -> Markup:
    """Fields that travel together; with `live` their values are sent while they are typed."""
    return Markup('<div class="{}" data-form data-section="{}"{}>{}</div>').format(
        style, section, Markup(" data-live") if live else "", inner
    )


def attributes_html(attributes: Mapping[str, str]) -> Markup:
    return Markup("").join(
        Markup(' {}="{}"').format(name.replace("_", "-"), value) for name, value in attributes.items()
    )


def joined(parts: Iterable[Markup]) -> Markup:
    return Markup("").join(parts)
