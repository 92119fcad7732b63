"""Rows of a file, one at a time, whatever its format and encoding."""

from __future__ import annotations

import codecs
import csv
import itertools
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tools.importing.source import ImportProblem, Row, Source
from tools.importing.spreadsheet import open_workbook

_ENCODINGS = ("utf-8", "gb18030")
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_DELIMITERS = (",", "\t", ";", "，", "|")
_CHUNK = 1 << 20


def open_source(path: Path) -> Source:
    """Raises ImportProblem when the file is missing, empty, or of a kind we do not read."""
    if not path.is_file():
        raise ImportProblem(f"找不到文件 {path}，请检查路径。")
    if path.stat().st_size == 0:
        raise ImportProblem(f"文件 {path.name} 是空的。")
    suffix = path.suffix.lower()
    if suffix in {".csv", ".tsv", ".txt"}:
        return _csv(path)
    if suffix in {".jsonl", ".ndjson"}:
        encoding = detect_encoding(path)
        return Source(_jsonl_rows(path, encoding), [], encoding)
    if suffix == ".parquet":
        return _parquet(path)
    if suffix == ".xlsx":
        return open_workbook(path)
    raise ImportProblem(f"不认识 {suffix or '没有后缀的'} 文件，请用 .csv、.xlsx、.jsonl 或 .parquet。")


def detect_encoding(path: Path) -> str:
    """By byte order mark, else the first of UTF-8 and GB18030 (which holds GBK and GB2312) that reads it all."""
    with path.open("rb") as file:
        head = file.read(4)
    for mark, encoding in _BOMS:
        if head.startswith(mark):
            return encoding
    for encoding in _ENCODINGS:
        if _reads(path, encoding):
            return encoding
    raise ImportProblem(f"文件 {path.name} 既不是 UTF-8 也不是 GB18030 编码，请另存为 UTF-8 再试。")


def _reads(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _csv(path: Path) -> Source:
    encoding = detect_encoding(path)
    with path.open(encoding=encoding, newline="") as file:
        first = file.readline()
    delimiter = max(_DELIMITERS, key=first.count)
    header = next(csv.reader([first], delimiter=delimiter), [])
    columns = [name.strip() for name in header]
    if not any(columns):
        raise ImportProblem(f"文件 {path.name} 的第一行应当是列名。")
    return Source(_csv_rows(path, encoding, delimiter, columns), columns, encoding)


def _csv_rows(path: Path, encoding: str, delimiter: str, columns: list[str]) -> Iterator[Row]:
    with path.open(encoding=encoding, newline="") as file:
        reader = csv.reader(file, delimiter=delimiter)
        next(reader)
        while True:
            number = reader.line_num + 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                yield Row(number, {}, f"这一行读不出来：{error}")
                continue
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) > len(columns) and any(cell.strip() for cell in cells[len(columns) :]):
                yield Row(number, {}, f"有 {len(cells)} 列，表头只有 {len(columns)} 列；含逗号的内容请加引号")
                continue
            yield Row(number, dict(itertools.zip_longest(columns, cells[: len(columns)])))


def _jsonl_rows(path: Path, encoding: str) -> Iterator[Row]:
    with path.open(encoding=encoding) as file:
        for number, line in enumerate(file, 1):
            if not line.strip():
                continue
            try:
                values = json.loads(line)
            except ValueError as error:
                yield Row(number, {}, f"不是合法的 JSON：{error}")
                continue
            if isinstance(values, dict):
                yield Row(number, {str(key).strip(): value for key, value in values.items()})
            else:
                yield Row(number, {}, "每一行应当是一个 JSON 对象")


def _parquet(path: Path) -> Source:
    import pyarrow
    from pyarrow.parquet import ParquetFile

    try:
        file = ParquetFile(path)
    except (pyarrow.ArrowException, OSError) as error:
        raise ImportProblem(f"文件 {path.name} 不是完好的 Parquet：{error}") from error
    return Source(_parquet_rows(file), [str(name) for name in file.schema_arrow.names], None)


def _parquet_rows(file: Any) -> Iterator[Row]:
    number = 0
    for batch in file.iter_batches(batch_size=2000):
        for values in batch.to_pylist():
            number += 1
            yield Row(number, values)
