"""What a search of the conversations found, as a list to open from."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from ui.page.moments import moment
from ui.page.text import Words
from ui.ports import ThreadEntry

BEFORE, BEHIND = 10, 40


def found_html(found: Sequence[tuple[ThreadEntry, str]], text: str, words: Words, current: str | None = None) -> Markup:
    """Each conversation with the words around what was sought; says so where nothing was found."""
    if not found:
        return Markup('<p class="quiet" role="status">{}</p>').format(words.found_none.format(text))
    rows = Markup("").join(_row(entry, hit, text, words, current) for entry, hit in found)
    return Markup('<h3 role="status">{}</h3><ul class="threads">{}</ul>').format(words.found.format(len(found)), rows)


def _row(entry: ThreadEntry, hit: str, text: str, words: Words, current: str | None) -> Markup:
    return Markup(
        '<li class="{}"><button type="button" class="open" data-act="open" data-id="{}" data-sought="{}">'
        "<span>{}</span><small>{}</small>{}</button></li>"
    ).format(
        "current" if entry.id == current else "",
        entry.id,
        text,
        entry.name or words.new,
        around(hit, text),
        moment(entry.updated_at),
    )


def around(hit: str, text: str) -> Markup:
    """The words around the first place where the text stands, that place marked."""
    line = " ".join(hit.split())
    at = line.lower().find(text.lower())
    if at < 0:
        return Markup("{}").format(line[: BEFORE + BEHIND])
    start, end = max(0, at - BEFORE), at + len(text)
    return Markup("{}{}<mark>{}</mark>{}{}").format(
        "…" if start else "",
        line[start:at],
        line[at:end],
        line[end : end + BEHIND],
        "…" if end + BEHIND < len(line) else "",
    )
