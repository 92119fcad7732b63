"""The default planner: a small classifier weighs the readers' evidence with the words; the readers fill the fields."""

from __future__ import annotations

import threading

from agent.plan import Intent, Plan, PlannerContext
from agent.planner.classifier import IntentClassifier
from agent.planner.compose import compose
from agent.planner.reading import Reading, read
from agent.planner.rules import probabilities, weigh
from agent.planner.vetoes import possible, renormalised

# Below this probability the readers decide when one intent's evidence stands this far above every other's.
UNSURE, MARGIN = 0.5, 2.0


class LearnedPlanner:
    """Chooses by the classifier's probability; `sources["intent"]` is both when the readers agree, else model."""

    name = "learned"

    def __init__(self, classifier: IntentClassifier) -> None:
        self._classifier = classifier

    def plan(self, message: str, context: PlannerContext, cancel: threading.Event | None = None) -> Plan:
        reading = read(message, context)
        return compose(*self.choose(reading, context), reading, context)

    def choose(self, reading: Reading, context: PlannerContext) -> tuple[Intent, float, str]:
        """The intent, its probability, and who found it."""
        rules = weigh(reading, context)
        first = max(Intent, key=lambda one: rules[one])
        if reading.garbage:
            return Intent.CLARIFY, probabilities(rules)[Intent.CLARIFY], "reader"
        chances = renormalised(self._classifier.probabilities(reading, context), possible(reading, context))
        best = max(Intent, key=lambda one: chances[one])
        if chances[best] < UNSURE and first is not best and chances[first] > 0 and _stands_out(rules, first):
            return first, chances[first], "reader"
        return best, chances[best], "both" if best is first else "model"


def _stands_out(weights: dict[Intent, float], first: Intent) -> bool:
    return weights[first] >= 3 and weights[first] - max(v for one, v in weights.items() if one is not first) >= MARGIN
