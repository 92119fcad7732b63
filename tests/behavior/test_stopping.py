"""Stopping a turn of the real model: soon, wholly, and without harm to the conversation."""

from __future__ import annotations

import threading
import time

import pytest

from agent.assembly import Assistant
from agent.plan import Intent
from agent.turn import QueuedEvent, TurnEvent

SOON = 0.5
LONG = "来30条标题，必须包含“凌晨两点半的工位没有人懂”"  # no sentence pattern has room for it: the model must write


@pytest.mark.parametrize("after", [0.2, 0.9], ids=["first drafts", "later drafts"])
def test_the_model_stops_within_half_a_second(assistant: Assistant, after: float) -> None:
    thread = assistant.open("adv01")
    stopped: list[float] = []
    timer = threading.Timer(after, lambda: (stopped.append(time.perf_counter()), thread.cancel()))
    timer.start()
    turn = thread.send(LONG)
    took = time.perf_counter() - stopped[0]
    assert took < SOON, f"{took:.2f} s from Stop to the end of the turn"
    assert len(turn.titles) < 30 and "停" in turn.reply
    assert thread.send("谢谢").intent is Intent.SMALLTALK
    assert not thread.cancel(), "something still ran"


def test_a_turn_that_waits_in_the_line_can_be_stopped(assistant: Assistant) -> None:
    running = [assistant.open("adv01") for _ in range(assistant.parts.settings.turns_at_once)]
    streams = [thread.stream("来3条标题") for thread in running]
    for stream in streams:
        next(stream)
    last = assistant.open("adv02")
    waiting = last.stream("来3条标题")
    assert isinstance(queued := next(waiting), QueuedEvent) and queued.ahead == 0
    stopped = time.perf_counter()
    assert last.cancel()
    *_others, end = list(waiting)
    assert time.perf_counter() - stopped < SOON
    assert isinstance(end, TurnEvent) and not end.turn.titles and "停" in end.turn.reply
    for stream in streams:
        assert isinstance(list(stream)[-1], TurnEvent), "another's turn was stopped too"
    assert last.send("来1条标题").titles
