"""What follows a yes or a no: the side effects of pending actions, each at most once."""

from __future__ import annotations

from agent.brief import Brief
from agent.plan import Intent
from agent.runtime import Parts
from agent.turn import PendingAction, ToolCall, Turn
from models.types import Verdict
from prompts import load_replies
from tools.store import ActionRecord, NotFound, Stores

TOOL_OF = {"race": "race_titles", "save": "save_titles"}


def pending_actions(stores: Stores, thread_id: str) -> list[PendingAction]:
    """What waits for approval in a conversation."""
    waiting = stores.actions.pending(thread_id)
    return [PendingAction.model_validate(action, from_attributes=True) for action in waiting]


def settle(
    parts: Parts, thread_id: str, advertiser_id: str, approve: bool, action_id: str | None, brief: Brief
) -> Turn:
    """Resolve an action and record the answer as a turn of its own.

    Without an `action_id` the newest pending action is meant. An action settled or replaced before, or one of
    another conversation, changes nothing and the reply says so. One whose titles may not stand by now stays waiting.
    """
    replies = load_replies(parts.settings.language)
    action = _action(parts, thread_id, action_id)
    intent = Intent(action.kind) if action else Intent.CLARIFY
    user = "（确认）" if approve else "（取消）"
    index = parts.stores.turns.begin(thread_id, user)
    calls: list[ToolCall] = []
    unlawful = _unlawful(parts, action, advertiser_id) if action and approve else []
    if unlawful:
        reply = replies["unlawful"].format(titles="；".join(unlawful))
    elif action is None or not _decide(parts, action, approve):
        reply = replies["replaced" if _is_replaced(parts, thread_id, action_id) else "resolved_already"]
    elif not approve:
        reply = replies["declined"]
    else:
        count = parts.carry_out(action, advertiser_id)
        reply = replies[f"approved_{action.kind}"].format(n=count)
        calls.append(
            ToolCall(name=TOOL_OF[action.kind], args={"title_ids": list(action.title_ids)}, summary=action.summary)
        )
    turn = Turn(
        thread_id=thread_id,
        index=index,
        user=user,
        reply=reply,
        intent=intent,
        tool_calls=calls,
        brief=brief,
        pending=pending_actions(parts.stores, thread_id),
    )
    parts.stores.turns.finish(thread_id, index, turn.model_dump(mode="json"))
    return turn


def _unlawful(parts: Parts, action: ActionRecord, advertiser_id: str) -> list[str]:
    """The action's titles that were let through when it was proposed, and break a rule or hold an own word by now."""
    titles = parts.stores.titles.existing(action.title_ids)
    judged = parts.law.judge(titles, parts.stores.advertisers.get(advertiser_id))
    return [one.text for one, found in zip(titles, judged, strict=True) if found.verdict is Verdict.VIOLATION]


def _decide(parts: Parts, action: ActionRecord, approve: bool) -> bool:
    """Whether it was decided just now; then who did is logged, the owner of the conversation."""
    if not parts.stores.actions.resolve(action.id, approve):
        return False
    owner = parts.stores.threads.get(action.thread_id).owner or ""
    note = f"{action.kind}, {len(action.title_ids)} titles"
    parts.stores.security.note("approved" if approve else "declined", owner, f"action:{action.id}", note)
    return True


def _is_replaced(parts: Parts, thread_id: str, action_id: str | None) -> bool:
    """Whether a newer action of its kind took its place."""
    try:
        action = parts.stores.actions.get(action_id or "")
    except NotFound:
        return False
    return action.thread_id == thread_id and action.status == "replaced"


def _action(parts: Parts, thread_id: str, action_id: str | None) -> ActionRecord | None:
    pending = parts.stores.actions.pending(thread_id)
    if action_id is None:
        return pending[-1] if pending else None
    return next((action for action in pending if action.id == action_id), None)
