"""Shows a run: tables on the terminal, and summary.json, report.md and report.html in the run's folder."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path

from rich.console import Console
from rich.table import Table

from evals.metrics import Summary
from evals.plots import figures
from evals.tables import Section, headline, one_line, sections, told

_STYLE = """body{font:15px/1.5 system-ui,sans-serif;max-width:64rem;margin:2rem auto;padding:0 1rem;color:#222}
table{border-collapse:collapse;margin:.5rem 0;display:block;max-width:100%;overflow-x:auto}
td,th{padding:.15rem .6rem;text-align:left;border-bottom:1px solid #ddd}
figure{display:inline-block;margin:.5rem 1rem .5rem 0;vertical-align:top}figcaption{font-size:13px;color:#555}
details{margin:.3rem 0}pre{white-space:pre-wrap;background:#f6f6f6;padding:.5rem}"""
_BAR = 160


def show(summary: Summary, console: Console, *, failures: int = 20) -> None:
    """Print the run's figures and its first failed checks."""
    console.print(f"[bold]{headline(summary)}[/bold]")
    for section in sections(summary):
        if section.rows:
            table = Table(*section.header, title=section.title, title_justify="left")
            for row in section.rows:
                table.add_row(*row)
            console.print(table)
        for line in section.lines:
            console.print(line, markup=False, highlight=False)
    for failure in summary.failures[:failures]:
        console.print(f"- {one_line(failure)}", markup=False, highlight=False)
    if len(summary.failures) > failures:
        console.print(f"... and {len(summary.failures) - failures} more failed checks in report.md")


def write(summary: Summary, folder: Path) -> None:
    """Write summary.json, report.md and report.html."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "summary.json").write_text(summary.model_dump_json(indent=2), encoding="utf-8")
    (folder / "report.md").write_text(markdown(summary), encoding="utf-8")
    (folder / "report.html").write_text(html(summary), encoding="utf-8")


def markdown(summary: Summary) -> str:
    """The whole report as Markdown."""
    parts = ["# Dialogue evaluation", "", headline(summary), ""]
    for section in sections(summary):
        parts += [f"## {section.title}", ""]
        if section.rows:
            parts += [_cells(section.header), _cells(["---"] * len(section.header))]
            parts += [*map(_cells, section.rows), ""]
        parts += [*(f"- {line}" for line in section.lines), ""]
    parts += ["## Failed checks", ""]
    for failure in summary.failures:
        parts += [f"### {one_line(failure)}", "", *(f"- {line}" for line in told(failure)), ""]
    return "\n".join(parts) + "\n"


def _cells(row: Sequence[str]) -> str:
    cells = [cell.replace("|", "/") for cell in row]
    return f"| {' | '.join(cells)} |"


def html(summary: Summary) -> str:
    """The whole report as one page that needs nothing else."""
    parts = [f"<h1>Dialogue evaluation</h1><p>{escape(headline(summary))}</p>"]
    parts += figures(summary)
    parts += [_section(section) for section in sections(summary)]
    parts.append("<h2>Failed checks</h2>")
    for failure in summary.failures:
        facts = escape("\n".join(told(failure)))
        parts.append(f"<details><summary>{escape(one_line(failure))}</summary><pre>{facts}</pre></details>")
    head = f'<!doctype html><html lang="en"><meta charset="utf-8"><title>Dialogue evaluation</title><style>{_STYLE}'
    return f"{head}</style><body>{''.join(parts)}</body></html>\n"


def _section(section: Section) -> str:
    parts = [f"<h2>{escape(section.title)}</h2>"]
    if section.rows:
        bars = [_bar(*bar) for bar in section.bars] or [""] * len(section.rows)
        head = "".join(f"<th>{escape(name)}</th>" for name in section.header)
        rows = [
            f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}<td>{bar}</td></tr>"
            for row, bar in zip(section.rows, bars, strict=True)
        ]
        parts.append(f"<table><tr>{head}<th></th></tr>{''.join(rows)}</table>")
    parts += [f"<p>{escape(line)}</p>" for line in section.lines]
    return "".join(parts)


def _bar(value: float, low: float, high: float) -> str:
    """A share as a bar with its interval as a line."""
    return (
        f'<svg width="{_BAR}" height="12"><rect width="{value * _BAR:.0f}" height="12" fill="#7db4e6"/>'
        f'<line x1="{low * _BAR:.0f}" x2="{high * _BAR:.0f}" y1="6" y2="6" stroke="#333"/></svg>'
    )
