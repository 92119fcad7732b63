"""The real assistant (graph, tables, indexes, scorers, rules) over a language model that only writes given lines."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from postgres_server import database_url, empty_postgres, postgres_server, postgres_tables, postgres_url

from agent import assembly
from agent.assembly import Assistant, Settings
from models.llm import Completion

# Fixtures of every test here.
__all__ = ["database_url", "empty_postgres", "postgres_server", "postgres_tables", "postgres_url"]

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


@pytest.fixture(scope="session")
def scripted_model() -> ScriptedModel:
    return ScriptedModel()


@pytest.fixture(scope="session")
def scripted_assistant(
    scripted_model: ScriptedModel, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Assistant, Settings]]:
    settings = Settings(home=tmp_path_factory.mktemp("scripted"), turn_seconds=5)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(assembly, "load_language_model", lambda _spec, progress=None: scripted_model)
        built = assembly.build_assistant(settings)
    yield built, settings
    built.close()
