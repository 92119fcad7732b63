"""A message that names a placement (版位) means its length: “给信息流小图写5条”."""

from __future__ import annotations

from collections.abc import Mapping

from agent.plan import WRITING, Plan
from tools.library.placements import named_in


def fit_placement(plan: Plan, message: str, limits: Mapping[str, int]) -> Plan:
    """The plan with the named placement's limit, unless the message says a length itself or lifts the limit."""
    named = named_in(message, limits)
    if named is None or plan.intent not in WRITING or plan.edit.max_chars or "max_chars" in plan.edit.clear:
        return plan
    _, limit = named
    return plan.model_copy(update={"edit": plan.edit.model_copy(update={"max_chars": limit})})
