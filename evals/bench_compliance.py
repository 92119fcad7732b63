"""Recall, precision, exempt rate, category accuracy and speed of the compliance check on labelled titles.

    python -m evals.bench_compliance --data FOLDER_OR_FILE

A labelled file is JSONL with id, title, industry, verdict (violation, exempt, clean), category. Rows are split into a
half that rules may be tuned on and a half that is only measured, by a hash of the id.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tools.compliance import check, check_many

Row = dict[str, Any]


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


def read(path: Path) -> list[Row]:
    """Rows of a labelled file, or of `compliance.jsonl` in a folder."""
    file = path / "compliance.jsonl" if path.is_dir() else path
    return [json.loads(line) for line in file.read_text("utf-8").splitlines() if line.strip()]


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


def speed(rows: Sequence[Row], repeat: int = 10) -> tuple[float, float]:
    """Titles a second of one process after the rules are compiled: all at once (`check_many`), one by one (`check`)."""
    titles = [row["title"] for row in rows]
    industries = [row.get("industry") for row in rows]
    check_many(titles, industries)
    started = time.perf_counter()
    for _ in range(repeat):
        check_many(titles, industries)
    between = time.perf_counter()
    for title, industry in zip(titles, industries, strict=True):
        check(title, industry)
    return repeat * len(rows) / (between - started), len(rows) / (time.perf_counter() - between)


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


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table; `--mistakes` lists the wrong ones of the tuning half only."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with compliance.jsonl, or a labelled file")
    parser.add_argument("--mistakes", action="store_true", help="list what the tuning half gets wrong")
    options = parser.parse_args(arguments)
    rows = read(options.data)
    dev, held = ([row for row in rows if half(row["id"]) == name] for name in ("dev", "held"))
    print(f"{'half':<6}{'rows':>6}{'recall':>9}{'precision':>11}{'exempt':>9}{'category':>10}{'evasive':>9}")
    for name, part in (("dev", dev), ("held", held), ("all", rows)):
        r = measure(name, part)
        rates = f"{r.recall:>9.3f}{r.precision:>11.3f}{r.exempt_passed:>9.3f}{r.category:>10.3f}{r.evasive:>9.3f}"
        print(f"{r.name:<6}{r.rows:>6}{rates}")
    many, single = speed(rows)
    print(f"{many:,.0f} titles a second in batches, {single:,.0f} one by one")
    if options.mistakes:
        print("\n".join(mistakes(dev)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
