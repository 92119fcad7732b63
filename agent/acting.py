"""The middle nodes: decide on the next tool call, make it, and criticise what was written."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Any

from langchain_core.messages import AIMessage, ToolMessage

from agent.brief import Brief
from agent.critique import faults, is_weak
from agent.plan import Intent, Plan, ShownList
from agent.references import UnknownReference
from agent.runtime import Parts, TurnContext
from agent.state import State, Work
from agent.steps import next_step
from agent.targets import bases_to_change, stands, titles_before, titles_meant
from agent.turn import ToolFinishedEvent, ToolStartedEvent
from agent.turn_view import Step, TurnView
from agent.wording import default_product
from models.text import title_length
from models.types import Title
from tools.base import ToolContext
from tools.opinions import opinions_of
from tools.worth import sound_first

Emit = Callable[[Any], None]
REPAIR_SEED = 1000


def view_turn(state: State, parts: Parts, turn: TurnContext) -> TurnView:
    """The turn as step builders and replies see it; titles are read from the store."""
    memory, work = state.get("memory", {}), state["work"]
    shown = [ShownList.model_validate(one) for one in memory.get("shown", [])]
    plan = Plan.model_validate(work["plan"])
    if plan.on_new and work["accepted"]:  # what was written now is shown before anything is done with it
        shown.append(ShownList.of(work["index"], plan.intent, written(work, parts)))
    own = work.get("own") or memory.get("own")
    titles = parts.stores.titles.many(
        [*(title_id for one in shown for title_id in one.title_ids), *([own] if own else [])]
    )
    chooses = {plan.intent, *plan.then} & {Intent.RACE, Intent.SAVE}
    return TurnView(
        message=work["message"],
        plan=plan,
        brief=Brief.model_validate(work["brief"]),
        advertiser=turn.advertiser,
        shown=shown,
        titles={title.id: title for title in titles},
        results=work["results"],
        claims=work["claims"],
        associated=memory.get("associated"),
        said=work.get("opinions", {}),
        max_chars=parts.settings.max_chars,
        seed=parts.settings.seed + work["index"] * 100,
        opinions=opinions_of(parts.stores, titles) if chooses else {},
        raced=parts.chances(turn.thread_id) if plan.ref and plan.ref.by and plan.ref.metric is None else {},
        groups=[Brief.model_validate(one) for one in work.get("groups", [])],
        own=own,
    )


def decide(state: State, parts: Parts, turn: TurnContext) -> dict[str, Any]:
    """Choose the next call, as an ordinary AI message with one tool call; none when the turn is done."""
    work = state["work"]
    if turn.cancel.is_set() or work["conflict"]:
        return {"work": work | {"step": None, "stopped": turn.cancel.is_set()}}
    try:
        step, stage = next_step(view_turn(state, parts, turn), work["stage"])
    except UnknownReference as error:
        return {"work": work | {"step": None, "question": str(error)}}
    if step is None:
        return {"work": work | {"step": None, "stage": stage}}
    return _call({**work, "stage": stage, "round": 0, **_begun(work, step)}, step)


def _begun(work: Work, step: Step) -> dict[str, Any]:
    """How many titles the turn is to have after `step`; with a new group of them, where it begins."""
    wanted = step.args.get("n", work["wanted"])
    if step.group is None or step.tool != "generate_titles":
        return {"wanted": wanted, "group": step.group}
    done = len(work["accepted"])
    return {"wanted": done + wanted, "group": step.group, "bounds": [*work.get("bounds", []), done], "weak": []}


def _call(work: Work | dict[str, Any], step: Step) -> dict[str, Any]:
    call = {"name": step.tool, "args": step.args, "id": f"call-{work['index']}-{len(work['calls'])}"}
    pending = {"tool": step.tool, "args": step.args, "id": call["id"]}
    return {"messages": [AIMessage("", tool_calls=[call])], "work": {**work, "step": pending}}


def act(state: State, parts: Parts, turn: TurnContext, emit: Emit) -> dict[str, Any]:
    """Make the call. A failure becomes a sentence in the reply, and a tool message like any other."""
    work = state["work"]
    step = work["step"]
    assert step is not None
    emit(ToolStartedEvent(name=step["tool"], args=step["args"]))
    told = {"gen_ai.tool.name": step["tool"], "miaoti.round": work["round"]}
    with turn.trace.step(f"tool {step['tool']}", told):
        run = parts.toolbox.run(Step(step["tool"], step["args"]), _tool_context(state, parts, turn))
    emit(ToolFinishedEvent(call=run.call))
    update: dict[str, Any] = {
        "calls": [*work["calls"], run.call.model_dump(mode="json")],
        "timings": _add_time(work["timings"], run.call.seconds),
    }
    if run.failure:
        update["failures"] = [*work["failures"], run.failure]
    else:
        data = {**step["args"], **run.result.data, "offered": [title.id for title in run.result.titles]}
        update["results"] = {**work["results"], step["tool"]: data}
        update["notes"] = list(dict.fromkeys(data.get("notes", work["notes"])))
        if step["tool"] == "race_titles" or (step["tool"] == "score_titles" and data["offered"]):
            update["accepted"] = data["offered"]
    message = ToolMessage(run.call.summary, tool_call_id=step["id"], name=step["tool"])
    return {"messages": [message], "work": {**work, **update}}


def _add_time(timings: dict[str, float], seconds: float) -> dict[str, float]:
    return {**timings, "tools": round(timings.get("tools", 0.0) + seconds, 4)}


def _tool_context(state: State, parts: Parts, turn: TurnContext) -> ToolContext:
    memory, work = state.get("memory", {}), state["work"]
    ids = [title_id for one in memory.get("shown", []) for title_id in one["title_ids"]]
    ids += [title_id for title_id in [*work["accepted"], *work["weak"]] if title_id not in ids]
    ids += [own for own in (work.get("own"), memory.get("own")) if own]
    return ToolContext(
        advertiser=turn.advertiser,
        thread_id=turn.thread_id,
        shown=tuple(parts.stores.titles.many(list(dict.fromkeys(ids)))),
        user_text="\n".join([*memory.get("user_texts", []), work["message"]]),
        cancel=turn.cancel,
        deadline=turn.deadline,
    )


def criticise(state: State, parts: Parts, turn: TurnContext) -> dict[str, Any]:
    """Accept the titles that do what the Brief asks; ask for replacements of the rest, at most twice.

    Titles that are only weak are worth one more try, and are offered when it brings nothing better.
    """
    work = state["work"]
    step = work["step"]
    if step is None or step["tool"] != "generate_titles" or "generate_titles" not in work["results"]:
        return {"work": {**work, "step": None}}
    if not parts.settings.critique:
        return {
            "work": {
                **work,
                "accepted": [*work["accepted"], *work["results"]["generate_titles"]["offered"]],
                "step": None,
            }
        }
    view = view_turn(state, parts, turn).of_group(work.get("group"))
    product = default_product(view.brief, view.advertiser)
    sources = [*state.get("memory", {}).get("user_texts", []), work["message"], *(product.sources if product else [])]
    accepted, weak = list(work["accepted"]), list(work["weak"])
    for title in parts.stores.titles.many(work["results"]["generate_titles"]["offered"]):
        bases = [view.titles[one].text for one in [title.provenance.parent_id] if one in view.titles]
        if faults(title, _demands(view.brief, step["args"], bases), step["args"]["max_chars"], [*sources, *bases]):
            continue
        (weak if is_weak(title, view.brief.topic) else accepted).append(title.id)
    updated: dict[str, Any] = {**work, "accepted": accepted, "weak": weak}
    tried = work["round"] > 0 and len(accepted) + len(weak) >= work["wanted"]
    repair = None if tried or _out_of_rounds(work, parts, turn) else _repair(updated, step["args"], parts)
    if repair is not None:
        return _call({**updated, "round": work["round"] + 1}, repair)
    short = max(0, work["wanted"] - len(accepted))
    return {"work": {**updated, "accepted": (accepted + weak[:short])[: work["wanted"]], "step": None}}


def _demands(brief: Brief, args: dict[str, Any], bases: list[str]) -> Brief:
    """The Brief as this call had to meet it.

    A continuation has a limit of its own, and “shorter” said of a title at the lower limit goes below it.
    """
    least = brief.min_chars
    if least is not None and bases and "更短" in (args.get("instruction") or ""):
        least = max(1, min(least, title_length(bases[0]) - 1))
    return brief.model_copy(update={"max_chars": args["max_chars"], "min_chars": least})


def _out_of_rounds(work: Work, parts: Parts, turn: TurnContext) -> bool:
    return work["round"] >= parts.settings.repair_rounds or turn.cancel.is_set() or time.monotonic() > turn.deadline


def _repair(work: dict[str, Any], args: dict[str, Any], parts: Parts) -> Step | None:
    """The call that fills the gap: only what is missing, from other seeds.

    Of a list that is rewritten, the last round writes the titles still missing anew.
    """
    missing = work["wanted"] - len(work["accepted"])
    if missing <= 0:
        return None
    changed = {**args, "n": missing, "seed": args["seed"] + REPAIR_SEED * (work["round"] + 1)}
    if args.get("base_ids"):
        done = {title.provenance.parent_id for title in parts.stores.titles.many(work["accepted"])}
        changed["base_ids"] = [one for one in args["base_ids"] if one not in done] or args["base_ids"]
        changed["per_base"] = min(args.get("per_base", 1), missing)
        if work["wanted"] > 1 and args.get("per_base") == 1 and work["round"] + 1 == parts.settings.repair_rounds:
            changed |= {"base_ids": [], "replace": [], "instruction": None}
    return Step("generate_titles", changed)


def written(work: Work, parts: Parts) -> list[Title]:
    """What an order brought, in the order in which it is offered."""
    accepted = parts.stores.titles.many(work["accepted"])
    return [title for group in grouped(accepted, work) for title in sound_first(group)]


def grouped(titles: Sequence[Title], work: Work) -> list[list[Title]]:
    """The titles of a turn as the groups that were ordered; one group where nothing else was."""
    bounds = work.get("bounds") or [0]
    return [list(titles[start:end]) for start, end in zip(bounds, [*bounds[1:], len(titles)], strict=True)]


def offered_titles(view: TurnView, work: Work, parts: Parts) -> tuple[list[Title], list[Title]]:
    """The titles this turn offers, in order, and those among them that needed no change."""
    accepted = parts.stores.titles.many(work["accepted"])
    if "race_titles" in work["results"] or work["results"].get("score_titles", {}).get("offered"):
        return accepted, []  # a tool chose them and their order
    if view.plan.back:
        restored = [view.titles[one] for one in titles_before(view)]
        return restored, restored
    if view.shown and stands(view):
        as_they_are = [view.titles[one] for one in titles_meant(view)]
        return as_they_are, as_they_are
    if view.plan.intent is Intent.GENERATE:
        return written(work, parts), []
    whole_list = view.plan.ref is None or view.plan.ref.all
    if view.plan.intent is not Intent.REFINE or not accepted or not whole_list or not view.shown:
        return accepted, []
    children = {title.provenance.parent_id: title for title in accepted if title.provenance.parent_id}
    fresh = [title for title in accepted if not title.provenance.parent_id]
    rewritten = set(bases_to_change(view))
    meant = [view.titles[one] for one in titles_meant(view)]
    carried = [title for title in meant if title.id not in rewritten]
    if not carried or not children:
        return accepted, []
    kept = {title.id for title in carried}
    merged = [title if title.id in kept else children.get(title.id) for title in meant]
    return [title for title in [*merged, *fresh] if title is not None], carried
