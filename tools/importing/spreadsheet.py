"""Rows of an Excel workbook: its first sheet, the first row that is not empty names the columns."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tools.importing.source import ImportProblem, Row, Source

LARGEST = 200 << 20  # bytes once unpacked: a small file can unpack to more than the memory
COLUMNS = 200


def open_workbook(path: Path) -> Source:
    """Raises ImportProblem where the file is damaged, protected, or too large."""
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        with zipfile.ZipFile(path) as packed:
            if sum(one.file_size for one in packed.infolist()) > LARGEST:
                raise ImportProblem(f"文件 {path.name} 太大，请分成几个文件。")
        sheet = load_workbook(path, read_only=True, data_only=True).worksheets[0]
        rows = enumerate(sheet.iter_rows(values_only=True, max_col=COLUMNS), 1)
        header = next((cells for _number, cells in rows if any(_text(cell) for cell in cells)), ())
    except (zipfile.BadZipFile, InvalidFileException, KeyError, IndexError, ValueError, OSError) as error:
        raise ImportProblem(f"文件 {path.name} 不是完好的 Excel 工作簿（加密的要先解密）。") from error
    columns = [_text(cell) for cell in header]
    if not any(columns):
        raise ImportProblem(f"文件 {path.name} 的第一张表是空的。")
    return Source(_rows(rows, columns), columns, None)


def _rows(rows: Iterator[tuple[int, tuple[Any, ...]]], columns: list[str]) -> Iterator[Row]:
    for number, cells in rows:
        if any(_text(cell) for cell in cells):
            yield Row(number, {name: cell for name, cell in zip(columns, cells, strict=False) if name})


def _text(cell: object) -> str:
    return "" if cell is None else str(cell).strip()
