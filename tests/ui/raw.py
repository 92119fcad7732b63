"""Somebody who talks to the served page without a browser: signed in, with sessions and calls of their own making."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable
from typing import Any

import httpx

Dependency = dict[str, Any]


class RawVisitor:
    """An HTTP client of the page. `session` is its own unless a call names another."""

    def __init__(self, url: str, name: str | None = None, password: str = "") -> None:
        self.client = httpx.Client(base_url=url, timeout=60, trust_env=False)
        self.session = secrets.token_hex(6)
        if name is not None:
            answer = self.client.post("login", data={"username": name, "password": password})
            assert answer.status_code == 200, answer.text

    def config(self) -> dict[str, Any]:
        found: dict[str, Any] = self.client.get("config").json()
        return found

    def dependencies(self) -> list[Dependency]:
        """Every event that the page has a handler for; those that only run a script are left out."""
        return [one for one in self.config()["dependencies"] if one["backend_fn"]]

    def join(self, fn: int, data: list[Any], event: Any = None, session: str | None = None) -> httpx.Response:
        """Ask for an event to be handled; its outcome comes by `events`."""
        body = {"fn_index": fn, "data": data, "event_data": event, "session_hash": session or self.session}
        return self.client.post("gradio_api/queue/join", json=body)

    def run(self, fn: int, data: list[Any], event: Any = None, session: str | None = None) -> httpx.Response:
        """Have an event handled outside the queue."""
        body = {"fn_index": fn, "data": data, "event_data": event, "session_hash": session or self.session}
        return self.client.post("gradio_api/run/predict", json=body)

    def events(self, session: str | None = None) -> list[dict[str, Any]]:
        """All that comes of what was asked for in the session, up to its end."""
        answer = self.client.get("gradio_api/queue/data", params={"session_hash": session or self.session})
        answer.raise_for_status()
        return [json.loads(line.removeprefix("data: ")) for line in answer.text.splitlines() if line]

    def done(self, fn: int, data: list[Any], event: Any = None) -> str:
        """Handle one event and give all that came back."""
        assert self.join(fn, data, event).status_code == 200
        return json.dumps(self.events(), ensure_ascii=False)

    def upload(self, name: str, content: bytes) -> httpx.Response:
        return self.client.post("gradio_api/upload", files={"files": (name, content)})


def component(config: dict[str, Any], elem_id: str) -> int:
    """The number of the component of this id."""
    return next(one["id"] for one in config["components"] if one["props"].get("elem_id") == elem_id)


def handler(config: dict[str, Any], elem_id: str, event: str) -> int:
    """The number of the handler of a component's event."""
    target = [component(config, elem_id), event]
    return next(one["id"] for one in config["dependencies"] if target in [list(found) for found in one["targets"]])


def file_data(path: str, name: str = "goods.csv") -> dict[str, Any]:
    return {"path": path, "orig_name": name, "meta": {"_type": "gradio.FileData"}}


def inputs(config: dict[str, Any], dependency: Dependency, values: dict[str, Any]) -> list[Any]:
    """A value for each input of a handler, by the component's type; none for types that are not named."""
    types = {one["id"]: one["type"] for one in config["components"]}
    return [values.get(types[number]) for number in dependency["inputs"]]


def completed(events: Iterable[dict[str, Any]]) -> int:
    return sum(one["msg"] == "process_completed" for one in events)
