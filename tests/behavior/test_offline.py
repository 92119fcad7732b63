"""With the network cut, everything a conversation needs is still there."""

from __future__ import annotations

import socket
from pathlib import Path
from typing import Any

import pytest

from agent.assembly import Settings, build_assistant

LOOPBACK = ("127.", "::1", "localhost")


@pytest.fixture
def cut_network(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Connections that leave the machine fail, and are noted."""
    tried: list[Any] = []
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6) and not str(address[0]).startswith(LOOPBACK):
            tried.append(address)
            raise OSError("the network is cut")
        connect(self, address)

    def unresolved(host: str, *_rest: Any, **_named: Any) -> Any:
        tried.append(host)
        raise socket.gaierror("the network is cut")

    monkeypatch.setattr(socket.socket, "connect", guarded)
    monkeypatch.setattr(socket, "getaddrinfo", unresolved)
    return tried


def test_a_conversation_needs_no_network(fresh_home: Path, cut_network: list[Any]):
    assistant = build_assistant(Settings(home=fresh_home))
    try:
        thread = assistant.open("adv01")
        assert len(thread.send("后院防线来2条标题，20字以内").titles) == 2
        assert "search_memes" in {call.name for call in thread.send("有什么塔防的梗").tool_calls}
        assert "associate_titles" in {call.name for call in thread.send("找几条类似“离线也能玩”的标题").tool_calls}
        assert cut_network == []
    finally:
        assistant.close()
