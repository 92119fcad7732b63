"""Readers, classifier and chat model together: each decides where it is the surer one."""

from __future__ import annotations

from agent.brief import BriefEdit
from agent.plan import Intent, Plan, PlannerContext
from agent.planner.compose import compose
from agent.planner.language import LanguageReader, ModelReading
from agent.planner.learned_planner import LearnedPlanner
from agent.planner.reading import Reading, read
from models.text import contains

# Below this probability of the classifier a capable model is asked which intent it is.
UNSURE = 0.75
# A model whose tokens are less likely than this on average does not know either.
MIN_CERTAINTY = -0.5
_WRITING = (Intent.GENERATE, Intent.REFINE)


class CombinedPlanner:
    """The learned planner decides when it is sure; else the model does. Readers' fields always stand.

    The model fills only fields the readers left empty, and only with words that the message holds:
    `sources` says `model` for each of them. When the model gives nothing, the learned planner's reading stands.
    """

    name = "combined"

    def __init__(self, learned: LearnedPlanner, language: LanguageReader) -> None:
        self._learned = learned
        self._language = language

    def plan(self, message: str, context: PlannerContext) -> Plan:
        reading = read(message, context)
        intent, confidence, source = self._learned.choose(reading, context)
        if reading.garbage:
            return compose(intent, reading, context, confidence, source)
        said = self._language.read(message, context)
        if said is not None:
            intent, source = _decide(intent, confidence, source, said)
        plan = compose(intent, reading, context, confidence, source)
        return plan if said is None else _filled(plan, reading, said)


def _decide(intent: Intent, confidence: float, source: str, said: ModelReading) -> tuple[Intent, str]:
    if said.intent is intent:
        return intent, "both"
    sure = said.certainty is None or said.certainty >= MIN_CERTAINTY
    return (said.intent, "model") if confidence < UNSURE and sure else (intent, source)


def _filled(plan: Plan, reading: Reading, said: ModelReading) -> Plan:
    """Gaps filled from the model's words; a number must be typed in the message and a word must occur in it."""
    if plan.intent not in _WRITING:
        return plan
    raw = reading.message.raw
    gaps: dict[str, object] = {}
    for field, value in (("topic", said.topic), ("tone", said.tone), ("audience", said.audience)):
        if value and getattr(plan.edit, field) is None and contains(raw, value):
            gaps[field] = value
    for field, number in (("count", said.count), ("max_chars", said.max), ("min_chars", said.min)):
        allowed = 1 <= (number or 0) <= (50 if field == "count" else 200)
        if number and allowed and getattr(plan.edit, field) is None and str(number) in raw and not _used(plan, number):
            gaps[field] = number
    for field, words in (("include_add", said.include), ("avoid_add", said.avoid)):
        told = tuple(word for word in words if contains(raw, word))
        if told and not getattr(plan.edit, field) and not _mentioned(plan.edit, told):
            gaps[field] = told
    if not gaps:
        return plan
    sources = plan.sources | {f"edit.{name}": "model" for name in gaps}
    return plan.model_copy(update={"edit": plan.edit.model_copy(update=gaps), "sources": sources})


def _used(plan: Plan, number: int) -> bool:
    edit = plan.edit
    pointed = plan.ref.numbers if plan.ref else ()
    return number in (edit.count, edit.max_chars, edit.min_chars, plan.pick, *pointed)


def _mentioned(edit: BriefEdit, words: tuple[str, ...]) -> bool:
    """Whether the readers already gave one of these words another role."""
    known = (*edit.include_add, *edit.include_any, *edit.include_drop, *edit.avoid_add, *edit.avoid_drop)
    return any(contains(one, word) or contains(word, one) for word in words for one in known)
