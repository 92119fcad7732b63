"""How well messages are read: `python -m agent.planner.report` prints the held-out figures."""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from agent.plan import Intent, Plan, Planner, PlannerContext
from agent.planner import build_planner
from agent.planner.examples import Example, load_examples
from agent.planner.readers_planner import ReadersPlanner
from models.text import contains

_EXACT = ("count", "max_chars", "min_chars", "status")
_PARTIAL = ("include", "include_any", "avoid", "ref", "pick", "product")


@dataclass
class Figures:
    """Counts of right, missed and wrong readings, and seconds per message."""

    right: int = 0
    total: int = 0
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


def render(name: str, figures: Figures) -> str:
    """The figures as text."""
    lines = [f"{name}: intent {figures.right}/{figures.total} = {figures.right / figures.total:.3f}"]
    for intent in Intent:
        total = sum(n for (wanted, _got), n in figures.confusion.items() if wanted == intent)
        right = figures.confusion[intent, intent]
        if total:
            wrong = ", ".join(f"{got} {n}" for (one, got), n in figures.confusion.items() if one == intent != got)
            lines.append(f"  {intent:<11}{right:>4}/{total:<4}{wrong}")
    for field_name in (*_EXACT, *_PARTIAL):
        hit, missed, extra = figures.hit[field_name], figures.missed[field_name], figures.extra[field_name]
        if hit + missed:
            lines.append(f"  {field_name:<11}F1 {2 * hit / (2 * hit + missed + extra):.3f}  ({hit} of {hit + missed})")
    ordered = sorted(1000 * second for second in figures.seconds)
    p99 = ordered[int(0.99 * (len(ordered) - 1))]
    lines.append(f"  ms per message: median {statistics.median(ordered):.2f}, p99 {p99:.2f}")
    return "\n".join(lines)


def main() -> None:
    """Print figures of the readers alone and of the default planner."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--part", choices=["train", "heldout"], default="heldout")
    parser.add_argument("--mistakes", action="store_true", help="list every message read wrongly")
    options = parser.parse_args()
    examples = load_examples(options.part)
    for planner in (ReadersPlanner(), build_planner()):
        planner.plan("热身", examples[0].context)
        figures = measure(planner, examples)
        sys.stdout.write(render(planner.name, figures) + "\n")
        if options.mistakes:
            sys.stdout.writelines(f"    {line}\n" for line in figures.mistakes)


if __name__ == "__main__":
    main()
