"""Events over HTTP: with a key, for its own races, each once, the bad ones set aside with a reason."""

from __future__ import annotations

import json
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from agent.assembly import Assistant, Settings
from tools.store.tables import race_quarantine
from ui.api import build_api

URL = "/api/v1/events"


@pytest.fixture(scope="module")
def clients(scripted_assistant: tuple[Assistant, Settings]) -> tuple[TestClient, TestClient, TestClient]:
    """The owner of adv05, another's, and one without a key."""
    app = build_api(*scripted_assistant)

    def client(*advertisers: str) -> TestClient:
        _key, text = app.state.services.keys.create(list(advertisers), burst=100)
        return TestClient(app, headers={"Authorization": f"Bearer {text}"}, raise_server_exceptions=False)

    return client("adv05"), client("adv06"), TestClient(app)


@pytest.fixture(scope="module")
def race(clients: tuple[TestClient, TestClient, TestClient]) -> tuple[str, list[str]]:
    """(id, title ids) of an approved race of adv05."""
    body = clients[0].post("/api/v1/race", json={"texts": ["周末去露营", "下班去露营", "帐篷五分钟搭好"]}).json()
    assert clients[0].post(f"/api/v1/actions/{body['id']}", json={"approve": True}).status_code == 200
    return body["id"], [title["id"] for title in body["titles"]]


def shown(client: TestClient, race_id: str) -> int:
    return sum(row["impressions"] for row in client.get(f"/api/v1/race/{race_id}").json()["standings"])


def test_each_event_counts_once(
    clients: tuple[TestClient, TestClient, TestClient], race: tuple[str, list[str]]
) -> None:
    ours, _theirs, _nobody = clients
    race_id, ids = race
    batch = [
        {"id": "1", "kind": "impression", "arm_id": ids[0], "count": 5, "context": {"placement": "feed"}},
        {"id": "2", "kind": "click", "arm_id": ids[0]},
    ]
    before = shown(ours, race_id)
    assert ours.post(URL, json=batch).json() == {"accepted": 2, "duplicates": 0, "quarantined": 0, "reasons": {}}
    assert ours.post(URL, json=[*batch, *batch]).json()["duplicates"] == 4
    assert shown(ours, race_id) == before + 5


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"kind": "view"}, "unknown kind"),
        ({"id": "a\x00b"}, "no usable id"),
        ({"id": "\ud800"}, "no usable id"),
        ({"arm_id": "nobody"}, "no race of that arm"),
        ({"arm_id": ["x"]}, "no race of that arm"),
        ({"race_id": ["x"]}, "no race of that arm"),
        ({"amount": 10**400}, "bad amount"),
        ({"at": 1.7e12}, "bad time"),
        ({"context": "feed"}, "bad context"),
    ],
)
def test_bad_events_are_set_aside(
    clients: tuple[TestClient, TestClient, TestClient],
    race: tuple[str, list[str]],
    scripted_assistant: tuple[Assistant, Settings],
    change: dict[str, Any],
    reason: str,
) -> None:
    ours, _theirs, _nobody = clients
    race_id, ids = race
    before = shown(ours, race_id)
    event = {"id": f"bad {reason}", "kind": "impression", "arm_id": ids[1]} | change
    sent = ours.post(URL, content=json.dumps([event]), headers={"Content-Type": "application/json"})
    assert sent.json() == {
        "accepted": 0,
        "duplicates": 0,
        "quarantined": 1,
        "reasons": {reason: 1},
    }
    assert shown(ours, race_id) == before
    if reason != "no race of that arm":  # that has nowhere to be kept
        with scripted_assistant[0].stores.database.read() as connection:
            query = select(race_quarantine.c.reason).where(race_quarantine.c.race_id == race_id)
            assert reason in set(connection.execute(query).scalars())


def test_only_the_owner_of_a_race_feeds_it(
    clients: tuple[TestClient, TestClient, TestClient], race: tuple[str, list[str]]
) -> None:
    ours, theirs, nobody = clients
    race_id, ids = race
    before = shown(ours, race_id)
    for named in ({}, {"race_id": race_id}):
        event = {"id": "theirs", "kind": "impression", "arm_id": ids[0], **named}
        assert theirs.post(URL, json=[event]).json()["reasons"] == {"no race of that arm": 1}
        assert nobody.post(URL, json=[event]).status_code == 401
    assert shown(ours, race_id) == before


def test_what_is_no_list_of_events_is_refused(clients: tuple[TestClient, TestClient, TestClient]) -> None:
    for body in ({"id": 1}, ["x"], [{}] * 5_001):
        assert clients[0].post(URL, json=body).status_code == 422
