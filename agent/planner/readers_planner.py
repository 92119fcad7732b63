"""A planner of deterministic readers alone: instant, and the check on everything learned."""

from __future__ import annotations

import threading

from agent.plan import Intent, Plan, PlannerContext
from agent.planner.compose import compose
from agent.planner.reading import read
from agent.planner.rules import probabilities, weigh


class ReadersPlanner:
    """Chooses the intent with the greatest weight of evidence."""

    name = "readers"

    def plan(self, message: str, context: PlannerContext, cancel: threading.Event | None = None) -> Plan:
        reading = read(message, context)
        chances = probabilities(weigh(reading, context))
        intent = max(Intent, key=lambda one: chances[one])
        return compose(intent, chances[intent], "reader", reading, context)
