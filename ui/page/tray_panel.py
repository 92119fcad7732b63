"""The tray of picks as HTML, and picks side by side."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from models.text import title_length
from models.types import Title
from ui.page.cards import button, judged
from ui.page.differing import compared
from ui.page.export import as_text, has_xlsx
from ui.page.text import Words
from ui.page.tray import Pick, Tray

_EMPTY = Markup("")


def tray_html(tray: Tray, words: Words, *, can_propose: bool) -> Markup:
    """Picks in order with notes; what can be done with all of them below."""
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
        body = Markup('<ol class="picks">{}</ol>{}').format(rows, _actions(tray, words, can_propose))
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
        '<li data-title="{}"><input type="checkbox" data-id="{}" data-from="{}" aria-label="{}">'
        '<div><p class="title">{}</p>'
        '<input class="note" data-id="{}" value="{}" placeholder="{}" aria-label="{}：{}" maxlength="200"></div>'
        '<div class="row-tools">{}</div></li>'
    ).format(
        title.id,
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


def _actions(tray: Tray, words: Words, can_propose: bool) -> Markup:
    kinds = ["csv", *(["xlsx"] if has_xlsx() else [])]
    files = Markup("").join(button("title", kind.upper(), style="secondary", what=kind) for kind in kinds)
    copy = button("copy", words.copy_all, style="secondary", text=as_text(tray.picks), done=words.copied)
    propose = _EMPTY
    if can_propose:
        propose = button("title", words.save, style="primary", what="save") + button(
            "title", words.race, style="secondary", what="race"
        )
    compare = button("title", words.compare, style="secondary", what="compare")
    return Markup('<div class="tray-actions">{}{}{}{}</div>').format(propose, compare, copy, files)


def compare_html(titles: Sequence[Title], words: Words) -> Markup:
    """A dialog with the titles beside each other, differing words marked."""
    texts = compared([one.text for one in titles])
    columns = Markup("").join(
        Markup('<li><p class="title">{}</p><p class="quiet">{}</p><div class="judged">{}</div></li>').format(
            text, words.columns[2] + f" {title_length(title.text)}", judged(title, words)
        )
        for title, text in zip(titles, texts, strict=True)
    )
    return Markup(
        '<section class="compare" data-kind="compare" role="dialog" aria-modal="true" aria-label="{}">'
        '<div><div class="tray-head"><h3>{}</h3>'
        '<button type="button" class="icon" data-act="close" aria-label="{}">✕</button></div>'
        "<ol>{}</ol></div></section>"
    ).format(words.compare, words.compare, words.close, columns)
