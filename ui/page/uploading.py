"""A product sheet taken from the visitor: its good rows become products, each bad row is told with its reason."""

from __future__ import annotations

from typing import Any

import gradio as gr
from markupsafe import Markup

from tools.importing import ImportProblem, ImportReport, import_products
from ui.page.desk import Seat, owner_of
from ui.page.door.shelf import reading
from ui.page.handlers import Handlers, Values
from ui.page.sheet import sheet
from ui.page.text import Words, words
from ui.page.toasts import warn

KINDS = [".csv", ".tsv", ".xlsx", ".jsonl"]
SHOWN_ERRORS = 100


def upload_button(say: Words) -> Any:
    """The button of the side column."""
    return gr.UploadButton(
        f"⇪ {say.upload}", file_types=KINDS, file_count="single", elem_id="upload", variant="secondary", size="sm"
    )


class Uploads:
    """Takes sheets for accounts that the visitor may work for."""

    def __init__(self, base: Handlers) -> None:
        self._base = base
        self._desk = base.desk

    def take(self, file: str, seat: Seat, request: gr.Request) -> Values:
        """Read the sheet into the seat's account and remove it; the last value is the report."""
        owner, say = owner_of(request), words(seat.language)
        with reading(file) as path:
            if not self._desk.serves(owner, seat):
                warn(say.gone, seat.language)
                return (*self._base.screen(owner, seat).values(), "")
            if not self._base.pace.allows("upload", request, seat.language):
                return (*self._base.screen(owner, seat).values(), "")
            stores = self._desk.assistant.stores
            try:
                report = import_products(path, stores, seat.advertiser_id)
                told = report_html(report, say)
                stores.security.note("uploaded", owner, seat.advertiser_id, report.summary())
            except ImportProblem as problem:
                told = dialog_html(say, Markup("<p>{}</p>").format(str(problem)))
        return (*self._base.screen(owner, seat).values(), sheet(told))


def report_html(report: ImportReport, say: Words) -> Markup:
    """What came of it: a line of counts, then each row that was left out."""
    rows = Markup("").join(
        Markup("<tr><td>{}</td><td>{}</td><td>{}</td></tr>").format(one.row, one.column, one.message)
        for one in report.errors[:SHOWN_ERRORS]
    )
    head = Markup("").join(Markup('<th scope="col">{}</th>').format(one) for one in say.error_columns)
    table = Markup("<table><thead><tr>{}</tr></thead><tbody>{}</tbody></table>").format(head, rows) if rows else ""
    more = len(report.errors) - SHOWN_ERRORS
    rest = Markup("<p>{}</p>").format(say.more_errors.format(more)) if more > 0 else ""
    ignored = Markup("<p>{}</p>").format(say.ignored.format("、".join(report.ignored))) if report.ignored else ""
    return dialog_html(say, Markup("<p>{}</p>{}{}{}").format(report.summary(), ignored, table, rest))


def dialog_html(say: Words, inner: Markup) -> Markup:
    return Markup(
        '<section class="compare report" data-kind="compare" role="dialog" aria-modal="true" aria-label="{}">'
        '<div><div class="tray-head"><h3>{}</h3>'
        '<button type="button" class="icon" data-act="close" aria-label="{}">✕</button></div>{}</div></section>'
    ).format(say.upload, say.upload, say.close, inner)
