"""Picked titles as files and as text for the clipboard. Nothing is written to disk, so there is no name to guess."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from importlib.util import find_spec

from models.text import title_length
from ui.page.text import Words
from ui.page.tray import Pick

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv;charset=utf-8"


def has_xlsx() -> bool:
    return find_spec("openpyxl") is not None


def defused(text: str) -> str:
    """Text that a spreadsheet shows and never computes: OWASP's rule, a quote before what may begin a formula."""
    clean = "".join(letter for letter in text if letter >= " " or letter == "\n")
    return f"'{clean}" if clean.lstrip().startswith(_FORMULA) else clean


def rows(picks: Sequence[Pick], words: Words) -> list[list[str | int]]:
    """A header and a row a title; scores as whole numbers of 100."""
    table: list[list[str | int]] = [list(words.columns)]
    for number, pick in enumerate(picks, 1):
        title, scores = pick.title, pick.title.scores
        table.append(
            [
                number,
                defused(title.text),
                title_length(title.text),
                *((round(getattr(scores, name) * 100) if scores else "") for name in words.scores),
                words.rate(title.ctr) if title.ctr else "",
                words.verdicts[str(title.compliance.verdict)] if title.compliance else words.legal_unknown,
                defused("、".join(title.keywords)),
                defused("、".join(title.memes)),
                defused(pick.note),
            ]
        )
    return table


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
    for cell in sheet["B"]:
        cell.data_type = "s"
    sheet.column_dimensions["B"].width = 48
    sheet.freeze_panes = "A2"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def as_text(picks: Sequence[Pick]) -> str:
    """A line a title, harmless where a line is pasted into a spreadsheet."""
    return "\n".join(defused(pick.title.text) for pick in picks)
