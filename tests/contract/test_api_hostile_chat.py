"""Conversations of hostile messages, several at once: every turn is answered in words, nothing is lost or illegal."""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from hostile import ORDINARY, AnythingRead, hostile
from scripted import ScriptedModel

from agent import assembly, roles
from agent.assembly import Assistant, Settings
from ui.api import build_api
from ui.api.limits import RateLimiter

# Two small models, one that reads and one that judges sense, are more than half of a turn's time. Every run talks with
# both and, in their place, with whatever they might answer; `make fuzz` sends 2,000 messages either way.
FUZZ = int(os.environ.get("MIAOTI_FUZZ", "0"))
MESSAGES = FUZZ or 60
TALK = 20  # messages of a conversation
AT_ONCE = 4  # more than turns that may run at once: the line is tried too
pytestmark = pytest.mark.timeout(2 * 3600 if FUZZ else 300)


@pytest.fixture(scope="module")
def anything_read(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Assistant, Settings]]:
    """The real assistant over language models that say anything a grammar lets them."""
    settings = Settings(home=tmp_path_factory.mktemp("hostile"), turn_seconds=60)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(assembly, "load_language_model", lambda _spec, progress=None: ScriptedModel())
        patch.setattr(roles, "load_language_model", lambda _spec: AnythingRead())
        built = assembly.build_assistant(settings)
    yield built, settings
    built.close()


def test_hostile_messages_are_talked_with_and_kept(scripted_assistant: tuple[Assistant, Settings]) -> None:
    assert _held(scripted_assistant, MESSAGES) == MESSAGES


def test_whatever_hostile_messages_are_read_as_they_are_answered(anything_read: tuple[Assistant, Settings]) -> None:
    assert _held(anything_read, MESSAGES) == MESSAGES


def _held(made: tuple[Assistant, Settings], messages: int) -> int:
    """Talk about all of them, several conversations at once; how many hostile messages the tables hold then."""
    app = build_api(*made, limiter=RateLimiter(clock=itertools.count(0, 3600).__next__))
    texts = list(itertools.islice(hostile(9), messages))
    talks = [texts[start : start + TALK] for start in range(0, messages, TALK)]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return sum(pool.map(lambda talk: _converse(app, made[0], talk), talks))


def _converse(app: FastAPI, assistant: Assistant, texts: Sequence[str]) -> int:
    """Whatever came before, the conversation goes on, and an ordinary message gets its titles."""
    _key, key = app.state.services.keys.create(["adv01"])
    client = TestClient(app, headers={"Authorization": f"Bearer {key}"}, raise_server_exceptions=False)
    thread_id = None
    for text in (*texts, ORDINARY):
        thread_id = _talk(client, text, thread_id)["thread_id"]
    titles = _talk(client, ORDINARY, None)["titles"]
    assert len(titles) == 3 and all(len(one["text"]) <= 20 for one in titles), titles
    assert thread_id is not None
    kept = assistant.stores.turns.history(thread_id)
    assert [turn.user for turn in kept] == [*texts, ORDINARY], "something is lost"
    assert {turn.status for turn in kept} == {"done"}
    return len(kept) - 1


def _talk(client: TestClient, text: str, thread_id: str | None) -> dict[str, Any]:
    """One turn, which is answered in words and without an illegal title."""
    extra = {"thread_id": thread_id} if thread_id else {}
    asked = {"messages": [{"role": "user", "content": text}], "miaoti": extra}
    answer = client.post("/v1/chat/completions", json=asked)
    assert answer.status_code == 200, (text, answer.text)
    assert answer.json()["choices"][0]["message"]["content"].strip(), text
    body: dict[str, Any] = answer.json()["miaoti"]
    assert all(title["compliance"]["verdict"] != "violation" for title in body["titles"]), text
    return body
