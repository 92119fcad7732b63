"""Planners to measure the real one against."""

from __future__ import annotations

import random
import threading

from agent.plan import Intent, Plan, Planner, PlannerContext


class RandomRouter:
    """The readers' fields, but an intent drawn by lot: the same one for the same message and seed."""

    name = "random"

    def __init__(self, planner: Planner, seed: int) -> None:
        self._planner = planner
        self._seed = seed

    def plan(self, message: str, context: PlannerContext, cancel: threading.Event | None = None) -> Plan:
        drawn = random.Random(f"{self._seed}-{message}").choice(list(Intent))
        return self._planner.plan(message, context, cancel).model_copy(
            update={"intent": drawn, "then": (), "confidence": 1.0}
        )
