"""The report as plain tables, which Markdown and HTML both show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from evals.bars import bars
from evals.clock import told as told_time
from evals.metrics import Failure, Summary
from evals.statistics import Share

LAWBOOK = (
    "The judge of the law is the agent's own lawbook, asked anew: a violation that it does not know is not counted. "
    "The written rules are told apart from its learned second look, which was fitted."
)


@dataclass(frozen=True)
class Section:
    """A heading, one table (or none) and lines below it. `bars` are values 0..1 with intervals, one a row."""

    title: str
    header: Sequence[str] = ()
    rows: Sequence[Sequence[str]] = ()
    bars: Sequence[tuple[float, float, float]] = ()
    lines: Sequence[str] = field(default=())


def headline(summary: Summary) -> str:
    """The run in one line."""
    hats = ", ".join(f"pass^{k} {value:.3f}" for k, value in summary.pass_hat.items()) or "nothing ran"
    return (
        f"{summary.driver}: {summary.cases} cases x {summary.trials} trials: {hats} "
        f"(± {summary.runs_error:.3f} by case); turns {summary.turns.passed}/{summary.turns.total} "
        f"= {summary.turns.value:.3f}; tool choice {summary.tool_choice.value:.3f}; "
        f"illegal titles shown: {summary.legality.told}"
    )


def sections(summary: Summary) -> list[Section]:
    """Everything but the failed checks."""
    whole = {
        "turns": summary.turns,
        "tool choice": summary.tool_choice,
        "counts, lengths, words, bases": summary.conditions,
    }
    return [
        _bars(summary),
        _hats(summary),
        _legality(summary),
        _shares("Overall", whole),
        _shares("Turns by their place in the talk", {f"turn {name}": one for name, one in summary.by_place.items()}),
        _shares("Arguments of tool calls, as the case implies them", summary.arguments),
        _shares("Turns by intent", summary.by_intent),
        _shares("Checks", summary.by_check),
        _shares("Cases by language", summary.by_lang),
        _shares("Cases by tag", summary.by_tag),
        _matrix("Intents: wanted (rows) and got", summary.confusion),
        _matrix("Tools: wanted (rows) and ran", summary.tools),
        _times(summary),
        _lifts(summary),
        _numbers("Scores of offered titles by writing turn of a talk", summary.scores_by_turn),
        Section("Notes", lines=footnotes(summary)),
    ]


def footnotes(summary: Summary) -> list[str]:
    """Tools, variety, fallbacks and errors, one a line."""
    lines = [f"{name}: {value:.3f}" for name, value in summary.variety.items()]
    lines += [
        f"tool calls: {summary.tool_calls}, {summary.calls_per_turn:.2f} a turn",
        f"talks aborted {summary.aborted}, crashed turns {summary.crashed}, timeouts {summary.timeouts}",
        f"titles repeated within a turn: {summary.repeats_in_turn}",
    ]
    lines += [f"notice x{times}: {notice}" for notice, times in summary.notices.items()]
    return lines + [f"infrastructure error, counted apart: {text}" for text in summary.infrastructure]


def one_line(failure: Failure) -> str:
    return f"{failure.case_id} trial {failure.trial} turn {failure.turn} [{failure.key}] {failure.detail}"


def told(failure: Failure) -> list[str]:
    """What was seen at a failed check, one fact a line."""
    seen = failure.seen
    titles = " / ".join(title.text for title in seen.titles) or "none"
    tools = ", ".join(f"{call.name}({call.status})" for call in seen.tools) or "none"
    return [
        f"user: {failure.user!r}",
        f"intent: {seen.intent}; tools: {tools}",
        f"titles: {titles}",
        f"reply: {seen.reply[:300]!r}",
        f"brief: {seen.brief}",
    ]


def _bars(summary: Summary) -> Section:
    rows = [(one.what, one.measured, one.limit, one.standing) for one in bars(summary)]
    lines = [told_time(summary.clock, summary.runs.total)]
    return Section("Bars", ("figure", "measured", "bar", ""), rows, lines=lines)


def _hats(summary: Summary) -> Section:
    rows = [
        (f"pass^{k}", f"{value:.3f}", "{:.2f}-{:.2f}".format(*summary.pass_interval[k]))
        for k, value in summary.pass_hat.items()
    ]
    bars = [(value, *summary.pass_interval[k]) for k, value in summary.pass_hat.items()]
    return Section("Cases", ("figure", "value", "95 % interval, clustered by case"), rows, bars)


def _legality(summary: Summary) -> Section:
    found = summary.legality
    lines = [
        f"illegal: {one.case_id} trial {one.trial} turn {one.turn} ({one.source}): {one.text} [{', '.join(one.spans)}]"
        for one in found.illegal
    ]
    lines.append(LAWBOOK)
    rows = [("illegal titles shown", found.told), ("by the rules alone", found.told_by_rules)]
    return Section("Law", ("figure", "value"), rows, lines=lines)


def _shares(title: str, groups: dict[str, Share]) -> Section:
    rows = [
        (name, f"{share.passed}/{share.total}", f"{share.value:.3f}", f"{share.low:.2f}-{share.high:.2f}")
        for name, share in groups.items()
    ]
    bars = [(share.value, share.low, share.high) for share in groups.values()]
    return Section(title, ("name", "passed", "share", "95 % interval, clustered by case"), rows, bars)


def _matrix(title: str, table: dict[str, dict[str, int]]) -> Section:
    columns = list(dict.fromkeys(name for got in table.values() for name in got))
    columns.sort(key=lambda name: (name == "none", name))
    rows = [(wanted, *(str(got.get(name, "")) for name in columns)) for wanted, got in table.items()]
    return Section(title, ("", *columns), rows)


def _times(summary: Summary) -> Section:
    used = summary.usage
    seconds = {
        "whole turn": summary.turn_seconds,
        "first event": summary.first_event_seconds,
        "planner": used.planner_seconds,
    }
    tokens = {
        "tokens of a turn that drew any": used.drafts,
        "tokens written in a turn, all parts": used.written,
        "of them by readers and judge": used.beside,
        "tokens of a turn's prompts": used.prompt,
        "calls of the model in a turn": used.calls,
    }
    rows = [(name, *(f"{value:.2f}" for value in values.values())) for name, values in seconds.items() if values]
    rows += [(name, *(f"{value:.0f}" for value in values.values())) for name, values in tokens.items() if values]
    total = ", ".join(f"{name} {count}" for name, count in used.total.items())
    lines = [f"tokens and calls of {used.told} turns: {total}"] if used.told else ["the turns tell no tokens"]
    return Section("Seconds and tokens", ("", "p50", "p90", "p95", "p99", "max"), rows, lines=lines)


def _lifts(summary: Summary) -> Section:
    lift = summary.lift
    title = "Lift by a judge that the agent does not rank by"
    if lift is None:
        return Section(title, lines=["not judged"])
    rows = [
        (what, name, str(gain.cases), f"{gain.value:+.3f}", f"{gain.low:+.3f} to {gain.high:+.3f}")
        for what, gains in (("last writing turn - first", lift.talks), ("rewrite - its base", lift.rewrites))
        for name, gain in gains.items()
    ]
    means = ", ".join(f"{name} {value:.3f}" for name, value in lift.mean.items())
    lines = [f"{lift.titles} different titles, mean {means}; {lift.judge}"]
    if lift.likeness is not None:
        lines.append(f"mean cosine of the titles of one list {lift.likeness:.3f}, lower is more varied")
    return Section(title, ("difference", "of", "cases", "mean", "95 % interval, clustered by case"), rows, lines=lines)


def _numbers(title: str, table: dict[str, dict[str, float]]) -> Section:
    columns = list(dict.fromkeys(name for values in table.values() for name in values))
    rows = [(turn, *(f"{values.get(name, 0):g}"[:5] for name in columns)) for turn, values in table.items()]
    return Section(title, ("turn", *columns), rows)
