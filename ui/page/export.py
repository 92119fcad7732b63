"""Picked titles as files and as text for the clipboard. Nothing is written to disk, so there is no name to guess."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from importlib.util import find_spec

from models.text import title_length
from models.types import Title
from tools.spreadsheet import cell, defused
from ui.page.text import Words
from ui.page.tray import Pick

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv;charset=utf-8"


def has_xlsx() -> bool:
    return find_spec("openpyxl") is not None


def rows(picks: Sequence[Pick], words: Words) -> list[list[str | int]]:
    """A header and a row a title, harmless in a spreadsheet; scores as whole numbers of 100."""
    table: list[list[str | int]] = [list(words.columns)]
    for number, pick in enumerate(picks, 1):
        title, scores = pick.title, pick.title.scores
        table.append(
            [
                number,
                title.text,
                title_length(title.text),
                *((round(getattr(scores, name) * 100) if scores else "") for name in words.scores),
                words.rate(title.ctr) if title.ctr else "",
                words.verdicts[str(title.compliance.verdict)] if title.compliance else words.legal_unknown,
                "、".join(title.keywords),
                "、".join(title.memes),
                pick.note,
            ]
        )
    return [[cell(value) for value in row] for row in table]


def as_csv(picks: Sequence[Pick], words: Words) -> bytes:
    """UTF-8 with the mark that tells Excel so."""
    text = io.StringIO()
    csv.writer(text).writerows(rows(picks, words))
    return text.getvalue().encode("utf-8-sig")


def as_xlsx(picks: Sequence[Pick], words: Words) -> bytes:
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    for row in rows(picks, words):
        sheet.append(row)
    for one in sheet["B"]:
        one.data_type = "s"
    sheet.column_dimensions["B"].width = 48
    sheet.freeze_panes = "A2"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def line(title: Title) -> str:
    """A title as one of several that are copied, harmless: a list is pasted as a column of a spreadsheet.

    One card's title is copied as it stands, for an ad form, where a quote would be a letter of it.
    """
    return defused(title.text)
