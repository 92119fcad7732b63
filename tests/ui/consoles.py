"""What the operator console is tested over: an assistant with tables and a quick tagger, titles, proposed memes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from double import HOSTILE, DoubleAssistant

from tools.memes.mining import Proposal
from tools.memes.queue import ProposalQueue
from ui.page.console import bench

TITLES = ["打开就能写的便签，开会再也不慌", "全国最好的便签", HOSTILE, "便签"]


class Tags:
    """The tagger that ships takes seconds to load and is tested where it lives."""

    def tag(self, titles: Sequence[str]) -> list[dict[str, float]]:
        return [{"tone:playful": 0.8, "topic:美食": 0.6, "hook:list": 0.2} for _ in titles]


def benched(monkeypatch: pytest.MonkeyPatch) -> DoubleAssistant:
    """An assistant whose accounts stand in the tables too."""
    monkeypatch.setattr(bench, "_tagger", Tags)
    made = DoubleAssistant()
    for account in made.advertisers.list():
        made.stores.advertisers.put(account)
    return made


def proposals(assistant: DoubleAssistant) -> None:
    """A phrase and a pattern that wait to become memes."""
    more: dict[str, Any] = {"texts": 12, "background_texts": 1, "burst": None}
    found = [
        Proposal(term="泰裤辣", kind="phrase", z=6.1, examples=(f"今天也泰裤辣{HOSTILE}",), **more),
        Proposal(term="X的尽头是Y", kind="pattern", z=4.2, examples=("宇宙的尽头是铁岭",), **more),
    ]
    ProposalQueue(assistant.stores).add(found, by="挖掘")
