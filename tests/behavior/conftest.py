"""The real assistant on the real embedded model, one home for the whole run: preparing the model takes a while."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from agent.assembly import Assistant, Settings, build_assistant


@pytest.fixture(scope="session")
def prepared_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home whose model is prepared; copy it for a test that needs a home of its own."""
    home = tmp_path_factory.mktemp("home")
    build_assistant(Settings(home=home)).close()
    return home


@pytest.fixture
def fresh_home(prepared_home: Path, tmp_path: Path) -> Path:
    """A home of the test's own, with the prepared model in it."""
    return Path(shutil.copytree(prepared_home, tmp_path / "home"))


@pytest.fixture(scope="session")
def assistant(prepared_home: Path) -> Iterator[Assistant]:
    built = build_assistant(Settings(home=prepared_home))
    yield built
    built.close()
