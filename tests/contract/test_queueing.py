"""The line before the turns, through the assistant and the chat endpoint."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient
from scripted import ScriptedModel

from agent.assembly import Assistant, Settings
from agent.session import Thread
from agent.turn import Event, QueuedEvent, TurnEvent
from ui.api import build_api


@pytest.fixture
def held(scripted_assistant: tuple[Assistant, Settings], scripted_model: ScriptedModel) -> Iterator[list[Thread]]:
    """Turns that take every place and write until they are stopped."""
    assistant, settings = scripted_assistant
    scripted_model.held.set()
    threads = [assistant.open("adv01", owner="busy") for _ in range(settings.turns_at_once)]
    workers = [threading.Thread(target=thread.send, args=("来3条标题",)) for thread in threads]
    for worker in workers:
        worker.start()
    while len(assistant._running.turnstile._inside) < settings.turns_at_once:
        time.sleep(0.01)
    yield threads
    scripted_model.held.clear()
    for thread in threads:
        thread.cancel()
    for worker in workers:
        worker.join(10)


def test_who_waits_is_told_the_place_and_let_in_by_turns(
    scripted_assistant: tuple[Assistant, Settings], scripted_model: ScriptedModel, held: list[Thread]
) -> None:
    assistant = scripted_assistant[0]
    names = ["busy", "busy", "ann", "bob"]
    seen: dict[int, list[Event]] = {number: [] for number in range(len(names))}
    done: list[str] = []

    def talk(number: int) -> None:
        seen[number].extend(assistant.open("adv01", owner=names[number]).stream("来1条标题"))
        done.append(names[number])

    workers = []
    for number in range(len(names)):
        workers.append(threading.Thread(target=talk, args=(number,)))
        workers[-1].start()
        while assistant._running.turnstile.length <= number:
            time.sleep(0.01)
    scripted_model.held.clear()
    for thread in held:
        thread.cancel()
    for worker in workers:
        worker.join(20)
    assert done.index("bob") < 3 and done[-1] == "busy", f"one owner went first with everything: {done}"
    for events in seen.values():
        assert isinstance(events[0], QueuedEvent) and isinstance(events[-1], TurnEvent)
        places = [event.ahead for event in events if isinstance(event, QueuedEvent)]
        # An owner's second turn may be passed by owners who come later; once all are in line it only moves up.
        summit = places.index(max(places))
        assert places == sorted(places[:summit]) + sorted(places[summit:], reverse=True), places
        assert 0 < events[-1].turn.timings["queue"] <= events[-1].turn.timings["total"]


def test_a_second_message_to_a_waiting_conversation_is_refused(
    scripted_assistant: tuple[Assistant, Settings], held: list[Thread]
) -> None:
    thread = scripted_assistant[0].open("adv02")
    waiting = thread.stream("来1条标题")
    next(waiting)
    with pytest.raises(RuntimeError, match="还在处理"):
        thread.send("再来1条")
    waiting.close()
    assert not thread.cancel() and scripted_assistant[0]._running.turnstile.length == 0


def test_the_chat_endpoint_tells_the_place(
    scripted_assistant: tuple[Assistant, Settings], scripted_model: ScriptedModel, held: list[Thread]
) -> None:
    app = build_api(*scripted_assistant)
    _key, text = app.state.services.keys.create(["adv01"])
    asked = {"messages": [{"role": "user", "content": "来1条标题"}], "stream": True}
    threading.Timer(0.3, scripted_model.held.clear).start()
    threading.Timer(0.4, lambda: [thread.cancel() for thread in held]).start()
    answer = TestClient(app, headers={"Authorization": f"Bearer {text}"}).post("/v1/chat/completions", json=asked)
    pieces = [json.loads(line[6:]) for line in answer.text.splitlines() if line.startswith("data: {")]
    told = [piece["miaoti"] for piece in pieces if piece.get("miaoti", {}).get("type")]
    assert told[0] == {"type": "queued", "ahead": 0}
    assert pieces[-1]["miaoti"]["timings"]["queue"] > 0
