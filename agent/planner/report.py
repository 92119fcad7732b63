"""How well messages are read: `miaoti eval planner` prints the held-out figures."""

from __future__ import annotations

import statistics
from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from agent.plan import Intent, Planner
from agent.planner import build_planner
from agent.planner.classifier import IntentClassifier
from agent.planner.examples import Example, Part, load_examples
from agent.planner.figures import EXACT, PARTIAL, PHRASES, Figures, measure
from agent.planner.language import ModelReader
from agent.planner.learned_planner import LearnedPlanner
from agent.planner.readers_planner import ReadersPlanner
from agent.planner.study import abstention, calibration_error, needed, quantised, study
from agent.planner.versus import differences, heard


def columns(measured: dict[str, Figures]) -> list[tuple[str, ...]]:
    """Header and rows, one column a planner: accuracy, exact match, F1 by field, milliseconds."""
    each = list(measured.values())
    rows: list[tuple[str, ...]] = [("", *measured)]
    rows.append(("messages", *(str(one.total) for one in each)))
    rows.append(("intent", *(f"{one.right / one.total:.3f}" for one in each)))
    rows.append(("exact match", *(f"{one.exact / one.total:.3f}" for one in each)))
    rows += [(f"F1 {name}", *(_f1(one, name) for one in each)) for name in (*EXACT, *PARTIAL, *PHRASES)]
    rows.append(("ms median", *(f"{1000 * statistics.median(one.seconds):.2f}" for one in each)))
    rows.append(("ms p99", *(f"{1000 * sorted(one.seconds)[int(0.99 * (one.total - 1))]:.2f}" for one in each)))
    return rows


def _f1(figures: Figures, name: str) -> str:
    hit, missed, extra = figures.hit[name], figures.missed[name], figures.extra[name]
    return f"{2 * hit / (2 * hit + missed + extra):.3f} of {hit + missed}" if hit + missed else "-"


def confusions(figures: Figures) -> list[tuple[str, ...]]:
    """Header and rows: per intent how many were read rightly, and as what the others."""
    rows: list[tuple[str, ...]] = [("intent", "right", "read as")]
    for intent in Intent:
        total = sum(n for (wanted, _got), n in figures.confusion.items() if wanted == intent)
        wrong = ", ".join(f"{got} {n}" for (one, got), n in figures.confusion.items() if one == intent != got)
        rows.append((str(intent), f"{figures.confusion[intent, intent]}/{total}", wrong))
    return rows


def tables(
    examples: Sequence[Example], reader: ModelReader | None = None, classifier: IntentClassifier | None = None
) -> tuple[dict[str, list[tuple[str, ...]]], Figures]:
    """Every table by its title, header first, and the figures of the planner that ships (with `reader` if given).

    `classifier` stands for the intent model that ships.
    """
    classifier = classifier or IntentClassifier.load()
    planners: dict[str, Planner] = {
        "readers alone": ReadersPlanner(),
        "with classifier": LearnedPlanner(classifier),
        "with classifier (int8)": LearnedPlanner(quantised(classifier)),
    }
    if reader is not None:
        planners["with language model"] = build_planner(reader, classifier)
    for planner in planners.values():
        planner.plan("热身", examples[0].context)
    measured = {name: measure(planner, examples) for name, planner in planners.items()}
    choices = study(classifier, examples)
    *_, ships = measured.values() if reader else [measured["with classifier"]]
    found: dict[str, list[tuple[str, ...]]] = {
        "Reading one message": columns(measured),
        "Which part was needed, and which was right (messages)": [
            ("where", "messages", "readers", "classifier", "planner"),
            *needed(choices),
        ],
        f"Asking back below a margin (calibration error {calibration_error(choices):.3f})": [
            ("margin", "decided", "accuracy"),
            *abstention(choices),
        ],
        "By intent": confusions(ships),
    }
    if reader and (both := heard(LearnedPlanner(classifier), reader, examples)):
        found["Readers and language model: who is right where"] = differences(both)
    return found, ships


def markdown(found: dict[str, list[tuple[str, ...]]]) -> str:
    """Every table of `tables` under its title."""
    parts = []
    for title, (header, *rows) in found.items():
        lines = [header, ("---",) * len(header), *rows]
        parts.append(f"## {title}\n\n" + "".join(f"| {' | '.join(line)} |\n" for line in lines))
    return "\n".join(parts)


def main(part: Part = "heldout", *, mistakes: bool = False, reader: ModelReader | None = None) -> None:
    """Print every table for the messages of `part`; `mistakes` lists each that was read wrongly."""
    console = Console()
    found, ships = tables(load_examples(part), reader)
    for title, (header, *rows) in found.items():
        table = Table(*header, title=title, title_justify="left")
        for row in rows:
            table.add_row(*row)
        console.print(table)
    for line in ships.mistakes if mistakes else ():
        console.print(f"- {line}", markup=False, highlight=False)
