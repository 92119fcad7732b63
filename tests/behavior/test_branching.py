"""Branches, Briefs corrected by hand, and edited titles, on the real tables and checkpoints."""

from __future__ import annotations

import pytest

from agent.assembly import Assistant
from agent.brief import BriefEdit


@pytest.fixture(scope="module")
def thread_id(assistant: Assistant) -> str:
    thread = assistant.open("adv01", owner="ann")
    thread.send("给浮砂纪行来2条标题，20字以内")
    thread.send("这两条都合规吗？")
    return thread.id


def test_a_branch_remembers_what_came_before_it(assistant: Assistant, thread_id: str) -> None:
    thread = assistant.open("adv01", thread_id=thread_id, owner="ann")
    branch = assistant.open("adv01", thread_id=thread.fork(1).id, owner="ann")
    assert [turn.user for turn in branch.history()] == ["给浮砂纪行来2条标题，20字以内"]
    assert len(thread.history()) == 2
    first = branch.history()[0].titles[0]
    branch.send("存第一条")
    assert branch.pending()[0].title_ids == (first.id,)
    assert not thread.pending(), "the branch acted on the conversation it came from"


def test_a_brief_corrected_by_hand_holds_for_the_next_message(assistant: Assistant, thread_id: str) -> None:
    thread = assistant.open("adv01", thread_id=thread_id).fork(2)
    assert thread.amend(BriefEdit(max_chars=12)).brief.max_chars == 12
    turn = thread.send("再来1条")
    assert turn.brief.max_chars == 12 and turn.brief.product_id is not None
    with pytest.raises(ValueError):
        thread.amend(BriefEdit(product_id="x").model_copy(update={"count": 99}))


def test_an_edited_title_is_what_its_number_means(assistant: Assistant, thread_id: str) -> None:
    thread = assistant.open("adv01", thread_id=thread_id).fork(1)
    old = thread.history()[0].titles[1]
    new = thread.replace(old, old.model_copy(update={"text": "浮砂纪行今天也在迷路"}))
    assert new.id != old.id
    turn = thread.send("把第二条存下来")
    assert turn.pending[0].title_ids == (new.id,)
