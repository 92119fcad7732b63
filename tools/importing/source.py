"""What every reader of a file gives: rows with their numbers, or the problem of the file as a whole."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any


class ImportProblem(Exception):
    """The file as a whole cannot be imported; the message is Chinese and says what to do."""


@dataclass(frozen=True)
class Row:
    """`values` by column name; or `problem`, when the row could not even be read."""

    number: int
    values: dict[str, Any]
    problem: str | None = None


@dataclass(frozen=True)
class Source:
    """An opened file. `columns` is empty for JSONL, whose rows each name their own."""

    rows: Iterator[Row]
    columns: list[str]
    encoding: str | None
