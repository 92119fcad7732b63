"""Which shown titles a change is about, and which of them need one."""

from __future__ import annotations

from agent.brief import BriefEdit
from agent.critique import faults
from agent.plan import Intent, Plan
from agent.readers.requests import wants_others
from agent.references import whole_list
from agent.turn_view import TurnView
from models.text import contains


def titles_meant(view: TurnView) -> tuple[str, ...]:
    """The titles a rewrite is about: those pointed at, and no more of a whole list than are asked for."""
    meant, count = view.referred(), view.plan.edit.count
    if view.plan.given:
        return meant
    return meant[:count] if view.plan.is_for_whole_list and count and len(meant) > 1 else meant


def bases_to_change(view: TurnView) -> tuple[str, ...]:
    """Of the titles meant, those that need rewriting.

    One title is always rewritten. Of a list, an exact replacement touches the titles that hold the word, and a
    message that only sets conditions, and no number, touches those that break them; anything else is a wish for all.
    A list in which nothing would change is rewritten whole: a change was asked for. Words that no title holds are
    banned without one.
    """
    meant = titles_meant(view)
    if stands(view):
        return ()
    if len(meant) == 1:
        return meant
    change = view.plan.change
    failing = tuple(one for one in meant if faults(view.titles[one], view.brief, view.max_chars, []))
    if change is not None and change.replace and change.kind is None:
        olds = [old for old, _new in change.replace]
        holding = [one for one in meant if any(contains(view.titles[one].text, old) for old in olds)]
        return tuple(one for one in meant if one in holding or one in failing) or meant
    counted = view.plan.edit.count is not None
    return failing if failing and not counted and _only_sets_conditions(view.plan) else meant


def titles_before(view: TurnView) -> tuple[str, ...]:
    """The titles as they were before the last change, or those shown first; the latest where nothing came before."""
    lists = [one for one in view.shown if one.title_ids]
    if view.plan.ref is not None:
        return lists[0].title_ids
    return whole_list(lists[:-1] or lists, view.titles)


def stands(view: TurnView) -> bool:
    """Whether the message only bans words, for a whole list in which no title holds one."""
    plan = view.plan
    bans = plan.edit.avoid_add and plan.edit.model_copy(update={"avoid_add": ()}).is_empty and plan.change is None
    if plan.intent is not Intent.REFINE or not bans or not plan.is_for_whole_list or wants_others(view.message):
        return False
    return not any(faults(view.titles[one], view.brief, view.max_chars, []) for one in titles_meant(view))


def _only_sets_conditions(plan: Plan) -> bool:
    blank = BriefEdit()
    conditions = ("min_chars", "max_chars", "count", "include_add", "include_any", "avoid_add", "product_id")
    rest = plan.edit.model_copy(update={name: getattr(blank, name) for name in conditions})
    return rest.is_empty and plan.change is None
