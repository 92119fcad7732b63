"""The pictures of a report, drawn from its figures alone; shares stand as bars in its tables."""

from __future__ import annotations

from bisect import bisect_right
from html import escape
from itertools import pairwise

from evals import svg
from evals.lift import Gain
from evals.metrics import SECONDS, Summary

MARKED = ("p50", "p90", "p99")


def figures(summary: Summary) -> list[str]:
    """Each picture with its caption as HTML; what a run has no figures for is not drawn."""
    drawn = (_turns(summary), _latency(summary))
    return [
        f"<figure>{picture}<figcaption>{escape(text)}</figcaption></figure>" for picture, text in filter(None, drawn)
    ]


def _turns(summary: Summary) -> tuple[str, str] | None:
    """Scores over writing turns: by the independent judge, or where none judged by the scores the agent ranks by."""
    if summary.lift and summary.lift.by_turn:
        series = {
            name: {step: _point(gain) for step, gain in row.items()} for name, row in summary.lift.by_turn.items()
        }
        told = "Mean scores by a judge that the agent does not rank by; 95 % by case"
    else:
        series = {}
        for step, row in summary.scores_by_turn.items():
            for name in (key for key in row if key != "titles"):
                series.setdefault(name, {})[step] = (row[name],) * 3
        told = "Mean scores that the agent ranks by: they show drift, not how good titles are"
    steps = sorted({step for row in series.values() for step in row})
    return (svg.lines("scores over turns", steps, series, "writing turn of a talk"), told) if series else None


def _point(gain: Gain) -> svg.Point:
    return gain.value, gain.low, gain.high


def _latency(summary: Summary) -> tuple[str, str] | None:
    if not any(summary.turn_histogram):
        return None
    names = [f"{edge:g}" for edge in SECONDS]
    marks = {f"{name} {value:.2f} s": _place(value) for name, value in summary.turn_seconds.items() if name in MARKED}
    counts = list(zip(names, summary.turn_histogram, strict=True))
    return svg.histogram("seconds of whole turns", counts, marks, "seconds"), "How long whole turns took"


def _place(value: float) -> float:
    """Where a time falls among the bins; in the last, which has no end, at its middle."""
    number = bisect_right(SECONDS, value) - 1
    edges = list(pairwise(SECONDS))
    if number >= len(edges):
        return number + 0.5
    low, high = edges[number]
    return number + (value - low) / (high - low)
