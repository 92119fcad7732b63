"""What code corrects in a plan before the Brief is edited: spelling, illegal claims, words that replacements touch."""

from __future__ import annotations

import re
from collections.abc import Iterable

from agent.brief import Brief, BriefEdit
from agent.plan import Intent, Plan
from models.text import contains, fold

_WHY = re.compile(r"为什么|为啥|为何|凭什么|凭啥|怎么就|咋就|\bwhy\b", re.I)
_FORBIDDEN = re.compile(
    r"不能|不让|不可以|不许|不准|不行|违[规法]|凭什么|合规|can.?t|not allowed|why not|illegal", re.I
)


def amend(plan: Plan, message: str, brief: Brief, claims: list[str]) -> Plan:
    """The plan with its edit corrected; `brief` is the one before this message."""
    edit = without_claims(as_typed(plan.edit, message), claims)
    edit = replacing_required(_without_replacements(edit, plan), plan, brief)
    return plan.model_copy(update={"edit": edit})


def asks_about_refused(plan: Plan, message: str, refused: list[str]) -> bool:
    """Whether the message asks why something may not be written, without pointing at one title.

    A wording in `refused` that the message names is meant as such, whatever else it could point at (“全国最好”).
    """
    named = any(contains(message, claim) for claim in refused)
    pointed = plan.ref is not None and (plan.ref.numbers or plan.ref.by)
    asks = plan.intent is Intent.EXPLAIN or bool(_WHY.search(message))
    return asks and (named or not pointed) and bool(_FORBIDDEN.search(message))


def as_typed(edit: BriefEdit, message: str) -> BriefEdit:
    """The edit with its words in the width that was typed: “！” must not become “!” on its way into a title."""
    folded = fold(message)
    if len(folded) != len(message):
        return edit

    def typed(words: Iterable[str]) -> tuple[str, ...]:
        found = {word: folded.find(fold(word)) for word in words}
        return tuple(message[at : at + len(word)] if at >= 0 and word else word for word, at in found.items())

    fields = ("include_add", "include_any", "avoid_add")
    return edit.model_copy(update={name: typed(getattr(edit, name)) for name in fields})


def without_claims(edit: BriefEdit, claims: list[str]) -> BriefEdit:
    """The edit without words that no title may carry."""
    if not claims:
        return edit

    def legal(words: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(word for word in words if not any(_overlap(word, claim) for claim in claims))

    topic = edit.topic if edit.topic and legal((edit.topic,)) else None
    fields = ("keywords", "include_add", "include_any")
    return edit.model_copy(update={"topic": topic} | {name: legal(getattr(edit, name)) for name in fields})


def _overlap(one: str, other: str) -> bool:
    """Whether two wordings share three characters in a row, or one is part of the other."""
    return contains(one, other) or any(contains(other, one[i : i + 3]) for i in range(max(1, len(one) - 2)))


def _without_replacements(edit: BriefEdit, plan: Plan) -> BriefEdit:
    """The edit without bans on words that their own replacement holds: “芋泥” cannot go where “芋泥馅” comes."""
    news = [new for _old, new in plan.change.replace if new] if plan.change else []
    kept = tuple(word for word in edit.avoid_add if not any(contains(new, word) for new in news))
    return edit.model_copy(update={"avoid_add": kept})


def replacing_required(edit: BriefEdit, plan: Plan, brief: Brief) -> BriefEdit:
    """The edit with the new word required where the old one was: what every title must hold changes with it."""
    pairs = plan.change.replace if plan.change else ()
    required = {word for word in brief.must_include for old, _new in pairs if fold(word) == fold(old)}
    if not plan.is_for_whole_list or not required:
        return edit
    news = tuple(new for old, new in pairs if new and any(fold(old) == fold(word) for word in required))
    return edit.model_copy(
        update={
            "include_drop": (*edit.include_drop, *sorted(required)),
            "include_add": tuple(dict.fromkeys((*edit.include_add, *news))),
        }
    )
