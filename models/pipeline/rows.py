"""Rows as JSON, one a line: those that people wrote for this project, and how others are written."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

WRITTEN = Path(__file__).parents[1] / "training" / "data"


def written_rows(folder: Path = WRITTEN) -> Iterator[dict[str, Any]]:
    """Every row of the folder's `titles_*.jsonl`; ValueError names a line that is none."""
    for path in sorted(folder.glob("titles_*.jsonl")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            row = json.loads(line)
            if not isinstance(row.get("title"), str) or not row.get("keywords"):
                raise ValueError(f"{path.name}, line {number}: a row needs keywords and a title")
            yield row


def write_rows(path: Path, rows: Iterable[Mapping[str, Any]]) -> None:
    """One JSON object a line, written beside the target and renamed."""
    temporary = path.with_suffix(".writing")
    temporary.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    temporary.replace(path)
