"""The rows of a batch: from a user's file to generator requests."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from models.generator import TitleRequest
from tools.importing.columns import map_columns
from tools.importing.reading import open_source
from tools.importing.report import RowError
from tools.importing.source import ImportProblem, Row
from tools.importing.values import count, items, text

COLUMNS: dict[str, tuple[str, ...]] = {
    "keywords": ("关键词", "关键字", "keywords", "keyword", "query", "词"),
    "product": ("产品", "产品名", "商品", "商品名", "product", "name"),
    "audience": ("人群", "目标人群", "受众", "audience"),
    "tone": ("语气", "风格", "tone"),
    "hook": ("钩子", "角度", "hook", "angle"),
    "facts": ("卖点", "事实", "产品参数", "facts", "selling points"),
    "must_include": ("必含", "必含词", "包含", "must_include", "include"),
    "avoid": ("不含", "禁用词", "避免", "avoid", "forbidden"),
    "max_chars": ("字数", "最多字数", "字数上限", "max_chars", "limit"),
    "n": ("条数", "数量", "n", "count"),
}
_LISTS = ("keywords", "facts", "must_include", "avoid")
_NUMBERS = ("max_chars", "n")
MOST = 50


@dataclass(frozen=True)
class BatchRow:
    """One row of the file: its line, what it asks for, and how many titles (None: the run's own number)."""

    number: int
    request: TitleRequest
    n: int | None


def read_requests(path: Path, *, seed: int = 0) -> tuple[list[BatchRow], list[RowError]]:
    """Every row that can be served, and every other with its reason. Raises ImportProblem for the file as a whole."""
    source = open_source(path)
    columns = map_columns(source.columns, COLUMNS)
    if source.columns and not {"keywords", "product"} & set(columns):
        raise ImportProblem(
            f"没有找到关键词这一列（可以叫 关键词、keywords 等），文件里有：{'、'.join(source.columns)}"
        )
    rows: list[BatchRow] = []
    errors: list[RowError] = []
    for row in source.rows:
        known = columns or map_columns(row.values, COLUMNS)
        try:
            rows.append(_row(row, known, seed))
        except ValueError as error:
            errors.append(RowError(row=row.number, column="", message=_said(error)))
    return rows, errors


def _row(row: Row, columns: dict[str, str], seed: int) -> BatchRow:
    if row.problem:
        raise ValueError(row.problem)
    fields: dict[str, object] = {}
    for field, column in columns.items():
        value = row.values.get(column)
        if field in _LISTS:
            fields[field] = items(value, short=True)
        elif field in _NUMBERS:
            fields[field] = count(value) or None
        else:
            fields[field] = text(value) or None
    n = fields.pop("n", None)
    if isinstance(n, int) and n > MOST:
        raise ValueError(f"一行最多要 {MOST} 条，请改小或分成几行")
    request = TitleRequest(**{key: value for key, value in fields.items() if value}, seed=seed + row.number)  # type: ignore[arg-type]
    if not request.words:
        raise ValueError("这一行没有关键词也没有产品名")
    return BatchRow(row.number, request, n if isinstance(n, int) else None)


def _said(error: ValueError) -> str:
    if isinstance(error, ValidationError):
        return "；".join(f"{one['loc'][0] if one['loc'] else '这一行'}：{one['msg']}" for one in error.errors())
    return str(error)
