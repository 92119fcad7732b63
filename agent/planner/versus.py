"""Where the readers and the language model read a message differently, and which of them is right there.

What these tables say on messages that nothing was fitted on is what `joining.py` goes by.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from agent.plan import Intent
from agent.planner.examples import Example
from agent.planner.figures import fields_of
from agent.planner.language import ModelReader, ModelReading
from agent.planner.learned_planner import LearnedPlanner
from agent.planner.tuned import FIELDS
from agent.planner.tuning import reading_of, told
from models.text import contains

_WORDS, _TEXTS = ("include", "avoid"), ("topic", "tone", "audience")
CASES = ("agree", "only readers", "only model", "differ", "neither")


@dataclass(frozen=True)
class Heard:
    """One message, wholly labelled: what it says, what the readers read with their intent, and what the model read."""

    wanted: ModelReading
    readers: ModelReading
    model: ModelReading


def heard(planner: LearnedPlanner, reader: ModelReader, examples: Sequence[Example]) -> list[Heard]:
    """Both readings of every wholly labelled example; a model that fails says `clarify` and nothing else."""
    found = []
    for example in examples:
        if example.whole:
            plan = planner.plan(example.message, example.context)
            said = reader.read(example.message, example.context) or ModelReading(intent=Intent.CLARIFY)
            found.append(Heard(told(example), reading_of(plan.intent, fields_of(plan, example.context)), said))
    return found


def differences(readings: Sequence[Heard]) -> list[tuple[str, ...]]:
    """Header and rows: per field how often they agree, one alone finds something, both differ; who is right there."""
    rows: list[tuple[str, ...]] = [("field", *(f"{case}: readers, model of all" for case in CASES))]
    rows += [_row(name, readings) for name in ("intent", *FIELDS)]
    return rows


def _row(name: str, readings: Sequence[Heard]) -> tuple[str, ...]:
    counts: Counter[tuple[str, str]] = Counter()
    for one in readings:
        wanted, readers, model = (getattr(part, name) for part in (one.wanted, one.readers, one.model))
        case = _case(name, readers, model)
        counts[case, "all"] += 1
        counts[case, "readers"] += same(name, wanted, readers)
        counts[case, "model"] += same(name, wanted, model)
    return (name, *(f"{counts[c, 'readers']}, {counts[c, 'model']} of {counts[c, 'all']}" for c in CASES))


def _case(name: str, readers: object, model: object) -> str:
    if not readers and not model:
        return "neither"
    if not readers or not model:
        return "only model" if model else "only readers"
    return "agree" if same(name, readers, model) else "differ"


def same(name: str, wanted: object, got: object) -> bool:
    """Whether two values of a field come to the same: words as sets, phrases when one holds the other."""
    if not wanted or not got:
        return not wanted and not got
    if name in _TEXTS:
        return contains(str(wanted), str(got)) or contains(str(got), str(wanted))
    if name in _WORDS and isinstance(wanted, tuple) and isinstance(got, tuple):
        return set(wanted) == set(got)
    return wanted == got
