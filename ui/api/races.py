"""Routes about races and about the actions that wait for approval."""

from __future__ import annotations

from typing import Literal
from uuid import uuid4

from fastapi import APIRouter

from models.types import Provenance, Title, Verdict
from tools.store import ActionRecord
from ui.api.access import Authenticated, Caller
from ui.api.errors import ApiError
from ui.api.schemas import ActionReply, DecisionRequest, RaceReply, RaceRequest, Standing

router = APIRouter(prefix="/api/v1", tags=["races"])


@router.post("/race", status_code=201)
def race(asked: RaceRequest, caller: Authenticated) -> RaceReply:
    """Pick two finals or more out of candidates and propose a race; approving the action of the same id starts it."""
    advertiser_id = caller.advertiser_id(asked.advertiser_id)
    if not asked.title_ids and not asked.texts:
        raise ApiError("invalid", details="title_ids / texts")
    title_ids = list(dict.fromkeys(asked.title_ids))
    known = caller.titles(advertiser_id, title_ids)
    fresh = _own_titles(caller, list(dict.fromkeys(asked.texts)), advertiser_id)
    illegal = [one.text for one in [*known, *fresh] if one.compliance and one.compliance.verdict is Verdict.VIOLATION]
    if illegal:
        raise ApiError("illegal_title", details="；".join(illegal[:5]))
    thread = caller.assistant.open(advertiser_id, owner=caller.key.owner)
    thread.rename("API 赛马")
    caller.assistant.stores.titles.add(fresh, advertiser_id=advertiser_id, thread_id=thread.id)
    args = {"title_ids": [*title_ids, *(one.id for one in fresh)], "pick": asked.pick, "named": asked.pick is None}
    run = caller.run("race_titles", args, advertiser_id, thread_id=thread.id)
    if (action_id := run.result.data.get("action_id")) is None:
        raise ApiError("race_too_small")
    return _view(caller, caller.assistant.stores.actions.get(action_id), advertiser_id)


@router.get("/race/{race_id}")
def race_state(race_id: str, caller: Authenticated) -> RaceReply:
    """How a race stands."""
    action, thread = caller.action(race_id)
    if action.kind != "race":
        raise ApiError("not_found")
    return _view(caller, action, thread.advertiser_id)


@router.get("/actions/{action_id}")
def action_state(action_id: str, caller: Authenticated) -> ActionReply:
    """Something that waits, or waited, for approval."""
    action, _thread = caller.action(action_id)
    return _action(action)


@router.post("/actions/{action_id}")
def decide(action_id: str, asked: DecisionRequest, caller: Authenticated) -> ActionReply:
    """Approve or decline, once: start the race, save the titles, or let it be."""
    action, thread = caller.action(action_id)
    if action.status == "replaced":
        raise ApiError("replaced")
    if action.status != "pending":
        raise ApiError("already_decided")
    turn = thread.resume(asked.approve, action_id)
    decided = caller.assistant.stores.actions.get(action_id)
    if asked.approve and decided.status == "pending":
        raise ApiError("illegal_title", details=turn.reply)
    if asked.approve != (decided.status == "approved") or (asked.approve and not turn.tool_calls):
        raise ApiError("already_decided")
    return _action(decided, turn.reply)


def _own_titles(caller: Caller, texts: list[str], advertiser_id: str) -> list[Title]:
    """The caller's own texts as titles, scored and checked; not stored yet."""
    if not texts:
        return []
    scores = caller.assistant.score(texts)
    return [
        Title(
            id=uuid4().hex[:12],
            text=text,
            scores=score,
            compliance=caller.assistant.check(text, advertiser_id),
            provenance=Provenance(source="given"),
        )
        for text, score in zip(texts, scores, strict=True)
    ]


def _view(caller: Caller, action: ActionRecord, advertiser_id: str) -> RaceReply:
    stores = caller.assistant.stores
    state: Literal["pending", "running", "declined", "replaced"]
    state = "pending" if action.status == "pending" else "replaced" if action.status == "replaced" else "declined"
    standings: list[Standing] = []
    name: str | None = None
    if action.status == "approved":
        # A conversation has one race at a time: the one approved last.
        state = "running" if stores.actions.approved(action.thread_id, "race")[-1].id == action.id else "replaced"
    if state == "running":
        run = caller.run("race_titles", {"status": True}, advertiser_id, thread_id=action.thread_id)
        standings = [Standing.model_validate(row) for row in run.result.data["standings"]]
        name = run.result.data["name_zh"]
    return RaceReply(
        id=action.id,
        advertiser_id=advertiser_id,
        thread_id=action.thread_id,
        state=state,
        name=name,
        summary=action.summary,
        titles=stores.titles.many(action.title_ids),
        standings=standings,
    )


def _action(action: ActionRecord, message: str = "") -> ActionReply:
    return ActionReply.model_validate({**action.__dict__, "title_ids": list(action.title_ids), "message": message})
