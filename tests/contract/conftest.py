"""The real assistant (graph, tables, indexes, scorers, rules) over a language model that only writes given lines."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from postgres_server import database_url, empty_postgres, postgres_server, postgres_tables, postgres_url
from scripted import ScriptedModel

from agent import assembly
from agent.assembly import Assistant, Settings

# Fixtures of every test here.
__all__ = ["database_url", "empty_postgres", "postgres_server", "postgres_tables", "postgres_url"]


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
