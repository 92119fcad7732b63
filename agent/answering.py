"""The last node: offer the titles, say what was done, and commit the conversation's memory."""

from __future__ import annotations

from typing import Any

from agent.acting import Emit, grouped, offered_titles, view_turn
from agent.brief import Brief
from agent.outcome import Outcome
from agent.plan import Intent, ShownList
from agent.replies import compose
from agent.runtime import Parts, TurnContext
from agent.state import Memory, State, Work
from agent.turn import TitleEvent, TokenEvent
from agent.turn_view import TurnView
from models.types import Title

REMEMBERED_LISTS = 40
REMEMBERED_TEXTS = 60
TOKEN_CHARS = 8
SAID_NOTES = 2
OF_ONE_TITLE = ("tone", "hook", "opening", "min_chars", "max_chars")


def answer(state: State, parts: Parts, turn: TurnContext, emit: Emit) -> dict[str, Any]:
    """The node's update: the reply is streamed, titles are offered, and `memory` is written for the next turn."""
    work, view = state["work"], view_turn(state, parts, turn)
    offered, carried = offered_titles(view, work, parts)
    for title in offered:
        emit(TitleEvent(title=title))
    made = {call["name"] for call in work["calls"] if call["status"] == "pending"}
    waiting = [] if made else [action.summary for action in parts.stores.actions.pending(turn.thread_id)]
    outcome = Outcome(
        view=view,
        offered=offered,
        carried=carried,
        conflict=work["conflict"],
        question=work.get("question"),
        failures=work["failures"],
        wanted=sum(group.count for group in view.groups) or work["wanted"],
        groups=_sizes(view, offered, work),
        stopped=turn.cancel.is_set(),
        pending=waiting,
        notes=work["notes"][:SAID_NOTES] if len(offered) < work["wanted"] else [],
        saved=parts.stores.library.list(turn.advertiser.id) if view.plan.know_how == "library" else [],
        memes=_meanings(view, parts),
        reasons=lambda title: parts.reason(title, work["language"], [one.name for one in turn.advertiser.products]),
    )
    reply = compose(outcome, work["language"])
    for start in range(0, len(reply), TOKEN_CHARS):
        emit(TokenEvent(text=reply[start : start + TOKEN_CHARS]))
    memory = state.get("memory", {})
    brief = lasting(view, Brief.model_validate(memory.get("brief") or {}))
    done = {"reply": reply, "accepted": [title.id for title in offered], "stopped": turn.cancel.is_set()}
    finished = {**work, **done, "brief": brief.model_dump(mode="json")}
    return {"memory": _remember(memory, view, brief, work["index"], offered), "work": finished}


def _meanings(view: TurnView, parts: Parts) -> dict[str, str]:
    """What the memes of the one title asked about mean, by their terms."""
    ids = view.results.get("score_titles", {}).get("title_ids", []) if view.plan.intent is Intent.EXPLAIN else []
    terms = {term for one in ids if one in view.titles for term in view.titles[one].memes}
    return {meme.term: meme.meaning for meme in parts.stores.memes.all() if meme.term in terms} if terms else {}


def _sizes(view: TurnView, offered: list[Title], work: Work) -> list[tuple[str, int]]:
    """The words of each group of titles ordered, and how many of it are offered."""
    if not view.groups or view.plan.then:
        return []
    found = grouped(offered, work)
    return [(group.label, len(titles)) for group, titles in zip(view.plan.groups, found, strict=False)]


def lasting(view: TurnView, before: Brief) -> Brief:
    """The Brief as it stays: how one title was to be rewritten says nothing about the others."""
    plan = view.plan
    of_one = plan.given or not plan.is_for_whole_list
    if plan.intent is not Intent.REFINE or not of_one or not (view.shown or plan.given):
        return view.brief
    versions = plan.given or (plan.change is not None and plan.change.keeps)
    names = (*OF_ONE_TITLE, "count") if versions else OF_ONE_TITLE  # so many versions of one title are no longer list
    return view.brief.model_copy(update={name: getattr(before, name) for name in names})


def _words_of_one(memory: Memory, view: TurnView) -> list[str]:
    """Words of the Brief that were asked for in one title of several: the next list need not hold them."""
    plan = view.plan
    known = [word for word in memory.get("of_one", []) if word in view.brief.must_include]
    if plan.intent is not Intent.REFINE or plan.ref is None or not plan.ref.numbers:
        return known
    several = any(len(one.title_ids) > len(plan.ref.numbers) for one in view.shown)
    return [*known, *(word for word in plan.edit.include_add if several and word not in known)]


def _remember(memory: Memory, view: TurnView, brief: Brief, index: int, offered: list[Title]) -> Memory:
    shown = list(memory.get("shown", []))
    if offered:
        shown.append(ShownList.of(index, view.plan.intent, offered).model_dump(mode="json"))
    memes = [meme["term"] for meme in view.results.get("search_memes", {}).get("memes", [])]
    return {
        "brief": brief.model_dump(mode="json"),
        "shown": shown[-REMEMBERED_LISTS:],
        "memes": memes or memory.get("memes", []),
        "last_intent": view.plan.intent.value,
        "associated": view.results.get("associate_titles", {}).get("text") or memory.get("associated"),
        "refused": list(view.claims) or memory.get("refused", []),
        "of_one": _words_of_one(memory, view),
        "own": view.own,
        "judged": view.plan.given if view.plan.intent is Intent.SCORE else None,
        "user_texts": [*memory.get("user_texts", []), view.message][-REMEMBERED_TEXTS:],
    }
