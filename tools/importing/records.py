"""A row of a file as the record it stands for. Each maker raises RowProblem naming the field at fault."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from models.catalog import PastTitle, Product
from tools.importing import values
from tools.store import MemeRecord
from tools.store.hashing import content_id

LONGEST_TITLE = 200
_RISKS = {
    "": "none",
    "无": "none",
    "低": "none",
    "none": "none",
    "中": "mild",
    "mild": "mild",
    "高": "avoid",
    "avoid": "avoid",
}
_T = TypeVar("_T")


class RowProblem(Exception):
    """What is wrong with one field of a row; the message is Chinese, for the import's report."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field
        self.message = message


def past_title(row: Mapping[str, Any]) -> PastTitle:
    """A title that ran. Raises RowProblem: no title, too long a one, more clicks than impressions."""
    title = _required(row, "title", "标题是空的")
    if len(title) > LONGEST_TITLE:
        raise RowProblem("title", f"标题有 {len(title)} 个字，最多 {LONGEST_TITLE} 个")
    impressions = _read(row, "impressions", values.count)
    clicks = _read(row, "clicks", values.count)
    if "impressions" in row and clicks > impressions:
        raise RowProblem("clicks", f"点击 {clicks} 大于曝光 {impressions}")
    return PastTitle(title=title, impressions=impressions, clicks=clicks, date=_read(row, "date", values.date))


def product(row: Mapping[str, Any]) -> Product:
    """A product; lists may be cells with separators. Raises RowProblem: no name, or too long a one."""
    name = _required(row, "name", "产品名是空的")
    if len(name) > LONGEST_TITLE:
        raise RowProblem("name", f"产品名有 {len(name)} 个字，最多 {LONGEST_TITLE} 个")
    return Product(
        id=values.text(row.get("id")),
        name=name,
        category=values.text(row.get("category")) or None,
        facts=values.items(row.get("facts")),
        price=values.text(row.get("price")) or None,
        audience=values.items(row.get("audience"), short=True),
        selling_points=values.items(row.get("selling_points"), short=True),
        forbidden=values.items(row.get("forbidden"), short=True),
        keywords=values.items(row.get("keywords"), short=True),
    )


def meme(row: Mapping[str, Any]) -> MemeRecord:
    """A meme. Raises RowProblem: no name or meaning, an unknown risk, a heat outside 1..5."""
    term = _required(row, "term", "梗的名字是空的")
    risk = _RISKS.get(values.text(row.get("risk")).lower())
    if risk is None:
        raise RowProblem("risk", "风险应当是 none、mild、avoid（或 无、中、高）")
    heat = _read(row, "heat", values.count) or 3
    if not 1 <= heat <= 5:
        raise RowProblem("heat", "热度应当在 1 到 5 之间")
    year = _read(row, "year", values.count)
    return MemeRecord(
        id=values.text(row.get("id")) or "u" + content_id(term),
        term=term,
        meaning=_required(row, "meaning", "含义是空的"),
        pattern=values.text(row.get("pattern")),
        example=values.text(row.get("example")),
        tags=values.items(row.get("tags"), short=True),
        kind=values.text(row.get("kind")) or "word",
        year=year or None,
        heat=float(heat),
        risk=risk,
        risk_note=values.text(row.get("risk_note")),
    )


def _required(row: Mapping[str, Any], field: str, message: str) -> str:
    found = values.text(row.get(field))
    if not found:
        raise RowProblem(field, message)
    return found


def _read(row: Mapping[str, Any], field: str, reader: Callable[[Any], _T]) -> _T:
    try:
        return reader(row.get(field))
    except ValueError as error:
        raise RowProblem(field, f"“{values.text(row.get(field))}”{error}") from error
