"""What llama.cpp read of a prompt is kept when another prompt takes its stream."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from models.llm import prepare_model
from models.llm.jobs import Draft, Job
from models.llm.llamacpp import request, start_server
from models.llm.protocol import Sampling

GREEDY = Sampling(max_tokens=4, temperature=0.0)
ONE, OTHER = "产品：跳绳、计数器、护膝。" * 4, "Quick brown foxes jump over lazy dogs. " * 4


@pytest.fixture(scope="module")
def model_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("memory")
    (home / "models").mkdir()
    (home / "models" / "gemma-3-270m-000000000000.gguf").write_bytes(b"of another version")
    return prepare_model(home)


def told(file: Path, remembered_mib: int) -> tuple[str, int]:
    """What follows the first prompt when it comes again after another one, and how much of it was read anew."""
    server = start_server(file, None, "a key for this test", 256, 1, parallel=1, remembered_mib=remembered_mib)
    chunks: list[dict[str, Any]] = []
    for prompt in (ONE, OTHER, ONE):
        chunks.clear()
        server.handle_completions(request(Job(prompt, 0, [Draft()]), GREEDY, None), lambda one: chunks.append(one))
    text = "".join(choice["text"] for chunk in chunks for choice in chunk["choices"])
    return text, next(chunk["timings"]["prompt_n"] for chunk in chunks if "timings" in chunk)


def test_a_remembered_prompt_is_not_read_again(model_file: Path) -> None:
    forgotten, remembered = told(model_file, 0), told(model_file, 8)
    assert forgotten[0] == remembered[0]
    assert forgotten[1] > 30
    assert remembered[1] < 3


def test_only_the_present_version_of_the_file_is_kept(model_file: Path) -> None:
    assert list(model_file.parent.glob("*.gguf")) == [model_file]
