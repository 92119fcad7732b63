"""A planner against labelled messages: counts of what it read rightly, field by field."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from agent.plan import Plan, Planner, PlannerContext
from agent.planner.examples import Example
from agent.readers.concepts import banned_strings
from models.text import contains

EXACT = ("count", "max_chars", "min_chars", "status")
PARTIAL = ("include", "include_any", "avoid", "ref", "pick", "product")
PHRASES = ("topic", "tone", "audience")
_DEFENSIBLE = ("product", "pick")  # often meant where they are not said


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


def read_wrongly(plan: Plan, example: Example) -> list[str]:
    """What of an example's intent and fields the plan has wrong."""
    wrong = [] if plan.intent is example.intent else [f"{example.intent} read as {plan.intent}"]
    return wrong + _compare_fields(plan, example, Figures())


def _compare_fields(plan: Plan, example: Example, figures: Figures) -> list[str]:
    found = fields_of(plan, example.context)
    wrong = []
    for name in (*EXACT, *PARTIAL, *(PHRASES if example.whole else ())):
        wanted, got = example.expect.get(name), found.get(name)
        if wanted is None:
            if got is not None and (name in EXACT or (example.whole and name not in _DEFENSIBLE)):
                figures.extra[name] += 1
                wrong.append(f"{name} {got} not asked for")
        elif _same(name, wanted, got, example):
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
        "topic": edit.topic,
        "tone": edit.tone,
        "audience": edit.audience,
    }


def _same(name: str, wanted: Any, got: Any, example: Example) -> bool:
    if name in ("include", "include_any"):
        return got is not None and all(any(contains(word, one) for one in got) for word in wanted)
    if name == "avoid":
        product = example.context.advertiser.products[0]
        strings = [part for word in wanted for part in banned_strings(word, product)]
        return got is not None and all(any(contains(part, one) for one in got) for part in strings)
    if name in PHRASES:
        return got is not None and (contains(wanted, got) or contains(got, wanted))
    return bool(wanted == got)
