"""How well messages are read: `miaoti eval planner` prints the held-out figures."""

from __future__ import annotations

import argparse
import statistics
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from rich.console import Console
from rich.table import Table

from agent.plan import Intent, Plan, Planner, PlannerContext
from agent.planner.classifier import IntentClassifier
from agent.planner.examples import Example, load_examples
from agent.planner.learned_planner import LearnedPlanner
from agent.planner.readers_planner import ReadersPlanner
from agent.planner.study import abstention, calibration_error, needed, quantised, study
from models.text import contains

_EXACT = ("count", "max_chars", "min_chars", "status")
_PARTIAL = ("include", "include_any", "avoid", "ref", "pick", "product")


@dataclass
class Figures:
    """Counts of right, missed and wrong readings, and seconds per message."""

    right: int = 0
    total: int = 0
    exact: int = 0
    confusion: Counter[tuple[str, str]] = field(default_factory=Counter)
    hit: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    extra: Counter[str] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)
    mistakes: list[str] = field(default_factory=list)


def measure(planner: Planner, examples: Sequence[Example]) -> Figures:
    """Read every example and compare."""
    figures = Figures()
    for example in examples:
        started = time.perf_counter()
        plan = planner.plan(example.message, example.context)
        figures.seconds.append(time.perf_counter() - started)
        figures.total += 1
        figures.right += plan.intent is example.intent
        figures.confusion[example.intent, plan.intent] += 1
        wrong = [] if plan.intent is example.intent else [f"{example.intent} read as {plan.intent}"]
        wrong += _compare_fields(plan, example, figures)
        figures.exact += not wrong
        if wrong:
            figures.mistakes.append(f"{example.message!r}: {'; '.join(wrong)}")
    return figures


def _compare_fields(plan: Plan, example: Example, figures: Figures) -> list[str]:
    found = fields_of(plan, example.context)
    wrong = []
    for name in (*_EXACT, *_PARTIAL):
        wanted, got = example.expect.get(name), found.get(name)
        if wanted is None:
            if got is not None and name in _EXACT:
                figures.extra[name] += 1
                wrong.append(f"{name} {got} not asked for")
        elif _same(name, wanted, got):
            figures.hit[name] += 1
        else:
            figures.missed[name] += 1
            figures.extra[name] += got is not None
            wrong.append(f"{name} {wanted} read as {got}")
    return wrong


def fields_of(plan: Plan, context: PlannerContext) -> dict[str, Any]:
    """The plan in the terms of the examples; what is unset is none."""
    edit, ref = plan.edit, plan.ref
    pointed: Any = None
    if ref is not None:
        pointed = list(ref.numbers) or ref.by or ("all" if ref.all else None)
    ids = [product.id for product in context.advertiser.products]
    return {
        "count": edit.count,
        "max_chars": edit.max_chars,
        "min_chars": edit.min_chars,
        "status": plan.status or None,
        "include": edit.include_add or None,
        "include_any": edit.include_any or None,
        "avoid": edit.avoid_add or None,
        "ref": pointed,
        "pick": plan.pick,
        "product": ids.index(edit.product_id) + 1 if edit.product_id in ids else None,
    }


def _same(name: str, wanted: Any, got: Any) -> bool:
    if name in ("include", "include_any", "avoid"):
        return got is not None and all(any(contains(word, one) for one in got) for word in wanted)
    return bool(wanted == got)


def columns(measured: dict[str, Figures]) -> list[tuple[str, ...]]:
    """Header and rows, one column a planner: accuracy, exact match, F1 by field, milliseconds."""
    each = list(measured.values())
    rows: list[tuple[str, ...]] = [("", *measured)]
    rows.append(("messages", *(str(one.total) for one in each)))
    rows.append(("intent", *(f"{one.right / one.total:.3f}" for one in each)))
    rows.append(("exact match", *(f"{one.exact / one.total:.3f}" for one in each)))
    rows += [(f"F1 {name}", *(_f1(one, name) for one in each)) for name in (*_EXACT, *_PARTIAL)]
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


def tables(examples: Sequence[Example]) -> tuple[dict[str, list[tuple[str, ...]]], Figures]:
    """Every table by its title, header first, and the figures of the planner that ships."""
    classifier = IntentClassifier.load()
    planners: dict[str, Planner] = {
        "readers alone": ReadersPlanner(),
        "planner (float16)": LearnedPlanner(classifier),
        "planner (int8)": LearnedPlanner(quantised(classifier)),
    }
    for planner in planners.values():
        planner.plan("热身", examples[0].context)
    measured = {name: measure(planner, examples) for name, planner in planners.items()}
    choices = study(classifier, examples)
    ships = measured["planner (float16)"]
    return {
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
    }, ships


def main(part: Literal["train", "heldout"] = "heldout", *, mistakes: bool = False) -> None:
    """Print every table for the messages of `part`; `mistakes` lists each that was read wrongly."""
    console = Console()
    found, ships = tables(load_examples(part))
    for title, (header, *rows) in found.items():
        table = Table(*header, title=title, title_justify="left")
        for row in rows:
            table.add_row(*row)
        console.print(table)
    for line in ships.mistakes if mistakes else ():
        console.print(f"- {line}", markup=False, highlight=False)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--part", choices=["train", "heldout"], default="heldout")
    parser.add_argument("--mistakes", action="store_true", help="list every message read wrongly")
    main(**vars(parser.parse_args()))
