"""Readers, classifier and language model together: each decides where it is the surer one."""

from __future__ import annotations

import threading

from agent.plan import Intent, Plan, PlannerContext
from agent.planner.classifier import IntentClassifier
from agent.planner.compose import compose
from agent.planner.joining import joined
from agent.planner.language import ModelReader, ModelReading
from agent.planner.learned_planner import LearnedPlanner
from agent.planner.reading import Reading, read
from agent.planner.vetoes import possible, renormalised


class CombinedPlanner:
    """The model says what is meant, the classifier may object, and readers and model complete each other's fields.

    How far each is believed is the reader's `trust`. When the model gives nothing, the learned planner stands alone.
    """

    name = "combined"

    def __init__(self, classifier: IntentClassifier, language: ModelReader) -> None:
        self._classifier = classifier
        self._alone = LearnedPlanner(classifier)
        self._language = language

    def plan(self, message: str, context: PlannerContext, cancel: threading.Event | None = None) -> Plan:
        reading = read(message, context)
        said = None if reading.garbage else self._language.read(message, context, cancel)
        if said is None:
            return compose(*self._alone.choose(reading, context), reading, context)
        chosen = self._decide(reading, context, said)
        meant = said.model_copy(update={"intent": chosen[0]})
        filled, told = joined(reading, meant, context, self._language.trust)
        return compose(*chosen, filled, context, told)

    def _decide(self, reading: Reading, context: PlannerContext, said: ModelReading) -> tuple[Intent, float, str]:
        left = possible(reading, context)
        chances = renormalised(self._classifier.probabilities(reading, context), left)
        best = max(Intent, key=lambda one: chances[one])
        odds = self._language.trust.odds_of(said)
        if best is said.intent:
            return best, chances[best], "both"
        if chances[best] > odds * chances[said.intent]:
            return best, chances[best], "reader"
        weighed = odds * chances[said.intent]
        return said.intent, weighed / (weighed + chances[best]), "model"
