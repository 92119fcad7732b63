"""A message that orders several groups of titles, planned group by group."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import Any

from agent.brief import BriefEdit
from agent.plan import Group, Intent, Plan, Planner, PlannerContext
from agent.readers.counts import MAX_COUNT
from agent.readers.groups import read_groups

_ORDERS = (Intent.GENERATE, Intent.REFINE)


class GroupingPlanner:
    """Another planner, asked once more for each group of titles that a message orders.

    The plan's edit then holds what all groups share, and lasts; each group's edit is what its own titles are to be
    like. A message whose groups that planner does not tell apart is one order, as it read it.
    """

    def __init__(self, planner: Planner) -> None:
        self._planner = planner
        self.name = planner.name

    def plan(self, message: str, context: PlannerContext, cancel: threading.Event | None = None) -> Plan:
        whole = self._planner.plan(message, context, cancel)
        if whole.intent not in _ORDERS or (whole.ref is not None and not whole.on_new) or whole.back:
            return whole
        products = [product.name for product in context.advertiser.products]
        groups = read_groups(message, products, context.brief.count)
        plans = [self._planner.plan(group.message, context, cancel) for group in groups]
        if not plans or any(one.intent not in _ORDERS or (one.ref and not one.on_new) for one in plans):
            return whole
        edits = [_edit(plan.edit, whole.edit, group.count) for plan, group in zip(plans, groups, strict=True)]
        if len({edit.model_copy(update={"count": None}).model_dump_json() for edit in edits}) < len(edits):
            return whole
        last = {"product_id": edits[-1].product_id, "subject": edits[-1].subject}  # what is spoken of from now on
        total = min(sum(group.count for group in groups), MAX_COUNT)
        shared = _shared(edits).model_copy(update={"count": total, **last})
        return whole.model_copy(
            update={
                "intent": Intent.GENERATE,
                "edit": shared,
                "change": None,
                "conflict": next((one.conflict for one in plans if one.conflict), None),
                "groups": tuple(
                    Group(label="、".join(edit.memes) or group.label, edit=edit)
                    for group, edit in zip(groups, edits, strict=True)
                ),
            }
        )


def _edit(own: BriefEdit, whole: BriefEdit, count: int) -> BriefEdit:
    """A group's edit with its count, and the product that the message names somewhere else."""
    told = {} if own.product_id or own.subject else {"product_id": whole.product_id, "subject": whole.subject}
    return own.model_copy(update={"count": count, **told})


def _shared(edits: Sequence[BriefEdit]) -> BriefEdit:
    """What all groups ask for."""
    first, *rest = edits
    same: dict[str, Any] = {}
    for name, value in first:
        if isinstance(value, tuple):
            same[name] = tuple(one for one in value if all(one in getattr(other, name) for other in rest))
        elif all(getattr(other, name) == value for other in rest):
            same[name] = value
    return BriefEdit(**same)
