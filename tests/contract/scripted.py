"""A language model for tests: it writes given lines, and can be held until it is cancelled."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Sequence
from typing import Any

from models.llm import Completion

LINES = (
    "地铁上戴着它，我坐过了三站",
    "室友打呼那晚，我下单了它",
    "谁懂啊，打开就停不下来",
    "工位旁边装修，我靠它活到了下班",
    "老板喊我三遍，我都没听见",
    "周末窝在家，全靠它续命",
)


class ScriptedModel:
    """Writes the given lines in turn, whatever the prompt; while `held` is set, it waits to be cancelled."""

    name = "scripted"
    adapter = None

    def __init__(self) -> None:
        self._lines = itertools.cycle(LINES)
        self.held = threading.Event()
        self.waiting = threading.Event()
        self.cancelled = threading.Event()

    def complete(
        self,
        prompts: Sequence[str],
        sampling: Any,
        *,
        grammar: str | None = None,
        cancel: threading.Event | None = None,
    ) -> list[Completion]:
        if self.held.is_set() and cancel is not None:
            self.waiting.set()
            if cancel.wait(20):
                self.cancelled.set()
                return [Completion(text="", tokens=0, finish="cancelled") for _ in prompts]
        return [Completion(text=next(self._lines), tokens=9, finish="stop") for _ in prompts]

    def close(self) -> None:
        pass
