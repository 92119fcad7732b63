"""Recall, precision, exempt rate, category accuracy and speed of the compliance check on labelled titles.

    miaoti bench compliance --data FOLDER_OR_FILE

A labelled file is JSONL with id, title, industry, verdict (violation, exempt, clean), category. Rows are split into a
half that rules may be tuned on and a half that is only measured: by their own `part` (open, unseen), else by a hash of
the id (dev, held).
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from tools.compliance import check, check_many

Row = dict[str, Any]
TUNED = {"dev", "open"}
"""Halves that rules may be read against."""


@dataclass(frozen=True)
class Result:
    """Rates in 0..1 over `rows` titles; nan where there is nothing to divide by."""

    name: str
    rows: int
    recall: float
    precision: float
    exempt_passed: float
    category: float
    evasive: float


def half(row_id: str) -> str:
    """`dev` or `held`, the same for ever."""
    return "dev" if hashlib.sha256(row_id.encode()).digest()[0] % 2 == 0 else "held"


def part_of(row: Row) -> str:
    """The half of a row: as the file says, or by its id."""
    return str(row.get("part") or half(row["id"]))


def read(path: Path) -> list[Row]:
    """Rows with a title of a labelled file, or of `compliance.jsonl` in a folder."""
    file = path / "compliance.jsonl" if path.is_dir() else path
    rows = [json.loads(line) for line in file.read_text("utf-8").splitlines() if line.strip()]
    return [row for row in rows if row.get("title")]


def ordinary(path: Path) -> list[Row]:
    """Ordinary titles beside the labelled ones, for speed on a mixed batch; none when the folder has no such file."""
    file = path / "native_a.jsonl"
    return read(file) if file.exists() else []


def measure(name: str, rows: Sequence[Row]) -> Result:
    """Check every row. A category is right when the weightiest finding has it; exempt passes when not a violation."""
    judged = [(row, check(row["title"], row.get("industry"))) for row in rows]
    truly = [(row, c) for row, c in judged if row["verdict"] == "violation"]
    caught = [(row, c) for row, c in truly if c.verdict == "violation"]
    fired = sum(c.verdict == "violation" for _, c in judged)
    exempt = [c for row, c in judged if row["verdict"] == "exempt"]
    evasive = [c for row, c in truly if row.get("evasive")]
    return Result(
        name=name,
        rows=len(rows),
        recall=_rate(len(caught), len(truly)),
        precision=_rate(len(caught), fired),
        exempt_passed=_rate(sum(c.verdict != "violation" for c in exempt), len(exempt)),
        category=_rate(sum(c.findings[0].category == row["category"] for row, c in caught), len(caught)),
        evasive=_rate(sum(c.verdict == "violation" for c in evasive), len(evasive)),
    )


@dataclass(frozen=True)
class Speed:
    """Titles a second of one process after the rules are compiled: by the clock, and by processor time of one core."""

    wall: float
    cpu: float
    one_by_one: float


def speed(rows: Sequence[Row], size: int = 10_000) -> Speed:
    """`check_many` on `size` titles (the rows over again), and `check` on the rows, one by one."""
    titles = [row["title"] for row in rows]
    industries = [row.get("industry") for row in rows]
    check_many(titles, industries)
    many, kinds = (list(islice(cycle(column), size)) for column in (titles, industries))
    wall, cpu = time.perf_counter(), time.process_time()
    check_many(many, kinds)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    single = time.perf_counter()
    for title, industry in zip(titles, industries, strict=True):
        check(title, industry)
    return Speed(size / wall, size / cpu, len(rows) / (time.perf_counter() - single))


def mistakes(rows: Sequence[Row]) -> list[str]:
    """A line for every row whose verdict or category is wrong."""
    lines = []
    for row in rows:
        result = check(row["title"], row.get("industry"))
        wrong = (result.verdict == "violation") != (row["verdict"] == "violation")
        first = result.findings[0] if result.findings else None
        if wrong or (row["verdict"] == "violation" and first is not None and first.category != row["category"]):
            found = f"{first.category} {first.rule} “{first.span}”" if first else "-"
            lines.append(
                f"{row['id']} {row['verdict']} {row['category']} [{row.get('industry')}] {row['title']} => {found}"
            )
    return lines


def _rate(part: int, whole: int) -> float:
    return part / whole if whole else float("nan")


def main(data: Path, size: int = 10_000, show_mistakes: bool = False) -> int:
    """Print the table and the speed on `size` titles; with `show_mistakes` what is wrong in the tuning half only."""
    rows = read(data)
    parts = {name: [row for row in rows if part_of(row) == name] for name in sorted({part_of(row) for row in rows})}
    print(f"{'half':<6}{'rows':>6}{'recall':>9}{'precision':>11}{'exempt':>9}{'category':>10}{'evasive':>9}")
    for name, part in (*parts.items(), ("all", rows)):
        r = measure(name, part)
        rates = f"{r.recall:>9.3f}{r.precision:>11.3f}{r.exempt_passed:>9.3f}{r.category:>10.3f}{r.evasive:>9.3f}"
        print(f"{r.name:<6}{r.rows:>6}{rates}")
    fast = speed([*rows, *ordinary(data)], size)
    print(f"{fast.wall:,.0f} a second by the clock, {fast.cpu:,.0f} by processor time; {fast.one_by_one:,.0f} singly")
    if show_mistakes:
        print("\n".join(mistakes([row for name in TUNED & parts.keys() for row in parts[name]])))
    return 0
