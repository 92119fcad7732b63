"""The tray of picks as HTML, and picks side by side."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from models.text import title_length
from models.types import Title
from ui.page.cards import button, judged
from ui.page.differing import compared
from ui.page.export import has_xlsx, line
from ui.page.text import Words
from ui.page.tray import Pick, Tray

_EMPTY = Markup("")


def tray_html(tray: Tray, words: Words) -> Markup:
    """Picks in order with notes; below, what can be done with all of them, or with those that are ticked."""
    undo = button("title", words.undo, what="undo") if tray.past else _EMPTY
    head = Markup('<div class="tray-head"><h3>{} <span>{}</span></h3>{}</div>').format(
        words.tray, len(tray.picks) or "", undo
    )
    close = Markup('<button type="button" class="icon tray-close" data-act="tray" aria-label="{}">✕</button>').format(
        words.close
    )
    if not tray.picks:
        body = Markup('<p class="quiet">{}</p>').format(words.tray_empty)
    else:
        rows = Markup("").join(_row(number, pick, words) for number, pick in enumerate(tray.picks, 1))
        body = Markup('<ol class="picks">{}</ol>{}').format(rows, _actions(words))
    return Markup('<section class="tray" aria-label="{}">{}{}{}</section>').format(words.tray, close, head, body)


def _row(number: int, pick: Pick, words: Words) -> Markup:
    title = pick.title
    tools = Markup("").join(
        Markup(
            '<button type="button" class="icon" data-act="title" data-what="{}" data-id="{}" aria-label="{}：{}"'
            ' title="{}">{}</button>'
        ).format(what, title.id, label, title.text, label, sign)
        for what, label, sign in (("up", words.up, "↑"), ("down", words.down, "↓"), ("drop", words.drop, "✕"))
    )
    return Markup(
        '<li data-title="{}" data-line="{}"><input type="checkbox" data-id="{}" data-from="{}" aria-label="{}">'
        '<div><p class="title">{}</p>'
        '<input class="note" data-id="{}" value="{}" placeholder="{}" aria-label="{}：{}" maxlength="200"></div>'
        '<div class="row-tools">{}</div></li>'
    ).format(
        title.id,
        line(title),
        title.id,
        title.provenance.parent_id or "",
        words.selected.format(title.text),
        title.text,
        title.id,
        pick.note,
        words.note,
        words.note,
        title.text,
        tools,
    )


def _actions(words: Words) -> Markup:
    """The primary one first. Each says how many titles it takes when some are ticked."""
    kinds = ["csv", *(["xlsx"] if has_xlsx() else [])]
    return Markup('<div class="tray-actions">{}{}{}{}{}</div>').format(
        _action("title", words.save, words, style="primary", what="save"),
        _action("title", words.race, words, what="race"),
        _action("title", words.compare, words, what="compare"),
        _action("copy", words.copy_all, words, some=words.copy_some, done=words.copied),
        Markup("").join(_action("title", kind.upper(), words, what=kind) for kind in kinds),
    )


def _action(act: str, label: str, words: Words, *, some: str = "", style: str = "secondary", **data: str) -> Markup:
    return button(act, label, style=style, all=label, some=words.counted.format(some or label, "{}"), **data)


def compare_html(titles: Sequence[Title], words: Words) -> Markup:
    """A dialog with the titles beside each other, differing words marked."""
    texts = compared([one.text for one in titles])
    columns = Markup("").join(
        Markup('<li><p class="title">{}</p><p class="quiet">{}</p><div class="judged">{}</div></li>').format(
            text, words.columns[2] + f" {title_length(title.text)}", judged(title, words, why=True)
        )
        for title, text in zip(titles, texts, strict=True)
    )
    return Markup(
        '<section class="compare" data-kind="compare" role="dialog" aria-modal="true" aria-label="{}">'
        '<div><div class="tray-head"><h3>{}</h3>'
        '<button type="button" class="icon" data-act="close" aria-label="{}">✕</button></div>'
        "<ol>{}</ol></div></section>"
    ).format(words.compare, words.compare, words.close, columns)
