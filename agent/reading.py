"""The first node: read the message into a plan and edit the Brief."""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from typing import Any

from langchain_core.messages import HumanMessage, RemoveMessage
from langgraph.graph.message import REMOVE_ALL_MESSAGES

from agent.amending import amend, asks_about_refused
from agent.brief import Brief, BriefEdit, apply_edit
from agent.conflicts import find_conflict
from agent.noting import note_opinions
from agent.own import keep_own_title
from agent.placing import fit_placement
from agent.plan import WRITING, Intent, Plan, PlannerContext, ShownList
from agent.readers.own_titles import with_own_title_quoted
from agent.readers.pasted import is_lone_link, unpasted, without_links
from agent.replies import reply_language
from agent.runtime import Parts, TurnContext
from agent.state import Memory, State, Work
from agent.turn_view import is_about_all
from models.text import contains
from models.types import Verdict
from tools.compliance.own import find, own_words

CLAIMING = (*WRITING, Intent.COMPLIANCE, Intent.EXPLAIN)
UNHEARD = (Intent.REFUSE, Intent.SMALLTALK, Intent.CLARIFY)  # what a claim is taken for when nothing else is understood
_WRITES = re.compile(
    r"写|说(?!明书)|标题|文案|带上|加上|放上|宣传|吹一?[吹下]|打上|\b(?:write|say|claim|title|wants?|put|add|include)\b",
    re.I | re.A,
)
_WANTED = r"(?<!不)要[^\s,.;!?，。；！？]{0,6}?"  # before a claim: 要有“…”, 老板要…


def read_message(state: State, parts: Parts, turn: TurnContext) -> dict[str, Any]:
    """Fill `work` for this turn; the memory stays as it is until the turn ends."""
    started = time.perf_counter()
    memory, message = state.get("memory", {}), state["work"]["message"]
    context = planner_context(memory, parts, turn)
    with turn.trace.step("planner"):
        plan = _plan(message, context, parts, turn)
    opinions = note_opinions(plan, context.shown, parts.stores, turn)
    claims = _illegal_claims(message, parts, turn) if plan.intent in (*CLAIMING, *UNHEARD) else []
    kept_out = _own_words_asked_for(plan, message, context, parts)
    if plan.intent in UNHEARD and not wants_written(message, claims):
        claims = []
    if claims and plan.intent in UNHEARD:
        # “就说睡一周颈椎病就好了” is neither another matter nor talk: it gets the law's answer.
        plan = Plan(intent=Intent.COMPLIANCE, confidence=plan.confidence)
    refused = memory.get("refused", [])
    named = plan.intent is Intent.EXPLAIN or any(contains(message, claim) for claim in refused)
    asked = claims or (refused if named else [])
    if asked and asks_about_refused(plan, message, asked):
        plan, claims = Plan(intent=Intent.EXPLAIN, confidence=plan.confidence), asked
    claims = list(dict.fromkeys((*claims, *kept_out)))
    plan = fit_placement(amend(plan, message, context.brief, claims), message, parts.placements())
    edits = [plan.edit, *(_of_group(plan, group.edit, message, context, claims) for group in plan.groups)]
    before, banned = _before(plan, message, memory, context), claims if plan.intent in WRITING else ()
    brief, *groups = (_without(apply_edit(before, edit), banned) for edit in edits)
    own = keep_own_title(plan, brief, parts, turn)
    plan, conflict = _ask_about_conflict(plan, [brief, *groups])
    work: Work = {
        "index": state["work"]["index"],
        "message": message,
        "language": reply_language(without_links(message), parts.settings.language),
        "plan": plan.model_dump(mode="json"),
        "brief": brief.model_dump(mode="json"),
        "groups": [group.model_dump(mode="json") for group in groups],
        "group": None,
        "bounds": [],
        "own": own,
        "claims": claims,
        "opinions": opinions,
        "conflict": conflict,
        "question": None,
        "stage": 0,
        "step": None,
        "round": 0,
        "results": {},
        "calls": [],
        "accepted": [],
        "weak": [],
        "wanted": 0,
        "failures": [],
        "notes": [],
        "stopped": False,
        "timings": {"plan": round(time.perf_counter() - started, 4)},
    }
    return {"messages": [RemoveMessage(id=REMOVE_ALL_MESSAGES), HumanMessage(message)], "work": work}


def _without(brief: Brief, claims: Sequence[str]) -> Brief:
    """The Brief with claims banned that the law forbids; a question about the law (no `claims`) sets no condition."""
    return brief.model_copy(update={"avoid": tuple(dict.fromkeys((*brief.avoid, *claims)))}) if claims else brief


def _of_group(plan: Plan, edit: BriefEdit, message: str, context: PlannerContext, claims: list[str]) -> BriefEdit:
    """The edit of one group of titles, corrected as that of all is; what the placement sets holds for each."""
    limit = plan.edit.max_chars if edit.max_chars is None else edit.max_chars
    own = plan.model_copy(update={"edit": edit.model_copy(update={"max_chars": limit})})
    return amend(own, message, context.brief, claims).edit


def _before(plan: Plan, message: str, memory: Memory, context: PlannerContext) -> Brief:
    """The Brief so far; new titles, and a whole list, need no word that was asked for in one title only."""
    brief, shown = context.brief, context.shown
    one = plan.ref is None or plan.ref.all or plan.ref.numbers in ((1,), (-1,))
    single = bool(shown) and len(shown[-1].title_ids) == 1 and one and not is_about_all(message)
    if plan.intent not in WRITING or (plan.intent is Intent.REFINE and single):
        return brief
    kept = tuple(word for word in brief.must_include if word not in memory.get("of_one", []))
    return brief.model_copy(update={"must_include": kept})


def _plan(message: str, context: PlannerContext, parts: Parts, turn: TurnContext) -> Plan:
    if is_lone_link(message):  # nobody here opens it: what to paste in its place is told
        return Plan(intent=Intent.CLARIFY, confidence=1.0)
    return parts.planner.plan(with_own_title_quoted(unpasted(message)), context, turn.cancel)


def planner_context(memory: Memory, parts: Parts, turn: TurnContext) -> PlannerContext:
    """What the planner may know: the Brief and lists of before, the account, and whether a race runs."""
    last = memory.get("last_intent")
    texts = memory.get("user_texts", [])
    return PlannerContext(
        advertiser=turn.advertiser,
        brief=Brief.model_validate(memory.get("brief") or {}),
        shown=tuple(ShownList.model_validate(one) for one in memory.get("shown", [])),
        last_intent=Intent(last) if last else None,
        asked=texts[-1] if texts and last == Intent.ENTITY else None,
        memes_shown=tuple(memory.get("memes", [])),
        own=memory.get("judged"),
        racing=parts.is_racing(turn.thread_id),
        check=parts.law.check,
    )


def wants_written(message: str, claims: Sequence[str]) -> bool:
    """Whether a message, taken for talk or another matter, asks that one of the `claims` in it be put into a title."""
    return any(re.search(_WANTED + re.escape(claim), message) for claim in claims) or bool(_WRITES.search(message))


def _illegal_claims(message: str, parts: Parts, turn: TurnContext) -> list[str]:
    """Wordings the user asks for that the law forbids, as they were typed."""
    outcome = parts.law.claims(message, turn.advertiser.industry)
    if outcome.verdict is not Verdict.VIOLATION:
        return []
    return list(dict.fromkeys(finding.span for finding in outcome.findings if not finding.exempt))


def _own_words_asked_for(plan: Plan, message: str, context: PlannerContext, parts: Parts) -> list[str]:
    """Words that titles shall hold although the account itself forbids them, as they were typed."""
    product_id = plan.edit.product_id or context.brief.product_id
    own = own_words(context.advertiser, product_id)
    new = [word for _old, word in plan.change.replace] if plan.change else []
    wanted = (*plan.edit.include_add, *plan.edit.include_any, *new)
    said = parts.law.own_claims(message, own) if plan.intent in WRITING else []
    return [*(finding.span for word in wanted for finding in find(word, own)), *said]


def _ask_about_conflict(plan: Plan, briefs: Sequence[Brief]) -> tuple[Plan, str | None]:
    """A plan that cannot be carried out becomes a question."""
    conflict = None if _is_settled(plan) else plan.conflict
    if conflict is None and plan.intent in WRITING:
        conflict = next((found for brief in briefs if (found := find_conflict(brief))), None)
    if conflict is None:
        return plan, None
    return plan.model_copy(update={"intent": Intent.CLARIFY, "then": (), "groups": ()}), conflict


def _is_settled(plan: Plan) -> bool:
    """Whether the contradiction is about a word that the same message drops."""
    gone = set(plan.edit.include_drop) - set(plan.edit.include_add)
    return any(f"“{word}”" in (plan.conflict or "") for word in gone)
