"""Shows a run: a table on the terminal, and summary.json and report.md in the run's folder."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console
from rich.table import Table

from evals.metrics import Failure, Share, Summary


def show(summary: Summary, console: Console, *, failures: int = 20) -> None:
    """Print the run's figures and its first failed checks."""
    console.print(f"[bold]{headline(summary)}[/bold]")
    for title, groups in _tables(summary):
        table = Table("name", "passed", "share", "95 % interval", title=title, title_justify="left")
        for name, share in groups.items():
            table.add_row(
                name, f"{share.passed}/{share.total}", f"{share.value:.3f}", f"{share.low:.2f}-{share.high:.2f}"
            )
        console.print(table)
    for line in footnotes(summary):
        console.print(line, markup=False, highlight=False)
    for failure in summary.failures[:failures]:
        console.print(f"- {_one_line(failure)}", markup=False, highlight=False)
    if len(summary.failures) > failures:
        console.print(f"... and {len(summary.failures) - failures} more failed checks in report.md")


def write(summary: Summary, folder: Path) -> None:
    """Write summary.json and report.md."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "summary.json").write_text(summary.model_dump_json(indent=2), encoding="utf-8")
    (folder / "report.md").write_text(markdown(summary), encoding="utf-8")


def headline(summary: Summary) -> str:
    """The run in one line."""
    hats = ", ".join(f"pass^{k} {value:.3f}" for k, value in summary.pass_hat.items()) or "nothing ran"
    return (
        f"{summary.driver}: {summary.cases} cases x {summary.trials} trials: {hats} "
        f"(± {summary.runs_error:.3f} by case); turns {summary.turns.passed}/{summary.turns.total} "
        f"= {summary.turns.value:.3f}; tool choice {summary.tool_choice.value:.3f}"
    )


def markdown(summary: Summary) -> str:
    """The whole report as Markdown."""
    parts = ["# Dialogue evaluation", "", headline(summary), ""]
    for title, groups in _tables(summary):
        parts += [f"## {title}", "", "| name | passed | share | 95 % interval |", "| --- | --- | --- | --- |"]
        parts += [_row(name, share) for name, share in groups.items()] + [""]
    parts += ["## Intents, wanted and got", ""]
    parts += [
        f"- {wanted}: {', '.join(f'{k} {v}' for k, v in got.items())}" for wanted, got in summary.confusion.items()
    ]
    parts += ["", "## Notes", "", *[f"- {line}" for line in footnotes(summary)], "", "## Failed checks", ""]
    parts += [_told(failure) for failure in summary.failures]
    return "\n".join(parts) + "\n"


def footnotes(summary: Summary) -> list[str]:
    """Times, tools, fallbacks and errors, one a line."""
    lines = [
        f"turn seconds: {_times(summary.turn_seconds)}",
        f"first event seconds: {_times(summary.first_event_seconds)}",
        f"tool calls: {summary.tool_calls}",
        f"crashed turns {summary.crashed}, timeouts {summary.timeouts}",
        f"titles repeated within a turn: {summary.repeats_in_turn}",
    ]
    lines += [f"notice x{times}: {notice}" for notice, times in summary.notices.items()]
    return lines + [f"infrastructure error, counted apart: {text}" for text in summary.infrastructure]


def _tables(summary: Summary) -> list[tuple[str, dict[str, Share]]]:
    return [
        ("Turns by intent", summary.by_intent),
        ("Checks", summary.by_check),
        ("Cases by language", summary.by_lang),
        ("Cases by tag", summary.by_tag),
    ]


def _row(name: str, share: Share) -> str:
    return f"| {name} | {share.passed}/{share.total} | {share.value:.3f} | {share.low:.2f}-{share.high:.2f} |"


def _times(values: dict[str, float]) -> str:
    return ", ".join(f"{name} {value:.2f}" for name, value in values.items()) or "none measured"


def _one_line(failure: Failure) -> str:
    return f"{failure.case_id} trial {failure.trial} turn {failure.turn} [{failure.key}] {failure.detail}"


def _told(failure: Failure) -> str:
    seen = failure.seen
    titles = " / ".join(title.text for title in seen.titles) or "none"
    tools = ", ".join(f"{call.name}({call.status})" for call in seen.tools) or "none"
    return (
        f"### {_one_line(failure)}\n\n- user: {failure.user!r}\n- intent: {seen.intent}; tools: {tools}\n"
        f"- titles: {titles}\n- reply: {seen.reply[:300]!r}\n- brief: {seen.brief}\n"
    )
