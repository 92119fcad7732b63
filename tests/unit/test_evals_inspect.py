"""`inspect_ai` runs the same cases; skipped where the extra `evals` is not installed."""

import json
from pathlib import Path

import pytest

from evals.cases import Case, load_cases

inspect_ai = pytest.importorskip("inspect_ai", reason="the extra `evals` is not installed: `make test-evals`")

from evals.inspect_task import dataset, dialogues  # noqa: E402

HELD = Path(__file__).parents[2] / "evals" / "data" / "cases_held.jsonl"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three cases and a place for logs."""
    folder = tmp_path_factory.mktemp("inspect")
    lines = [case.model_dump_json(exclude_defaults=True) for case in load_cases(HELD)[:3]]
    (folder / "few.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def won(folder: Path):
    """The log of the oracle over two epochs."""
    return _evaluate(folder, "oracle", epochs=2)


def _evaluate(folder: Path, driver: str, epochs: int = 1):
    settings = {"model": "none", "display": "none", "log_dir": str(folder / "logs"), "log_level": "error"}
    (log,) = inspect_ai.eval(dialogues(str(folder / "few.jsonl"), driver), epochs=epochs, **settings)
    assert log.status == "success", log.error
    return log


def test_every_case_becomes_a_sample_with_all_its_messages_and_checks() -> None:
    samples, cases = dataset(HELD), load_cases(HELD)
    assert [sample.id for sample in samples] == [case.id for case in cases]
    for sample, case in zip(samples, cases, strict=True):
        assert [message.text for message in sample.input] == [turn.user for turn in case.turns]
        assert Case.model_validate(sample.metadata["case"]) == case
        assert len(json.loads(sample.target)) == len(case.turns)


def test_the_oracle_passes_in_every_epoch(won) -> None:
    assert won.results.scores[0].metrics["accuracy"].value == 1.0
    assert len(won.samples) == 6


def test_doing_nothing_passes_no_case_and_is_told_why(folder: Path) -> None:
    lost = _evaluate(folder, "nothing")
    assert lost.results.scores[0].metrics["accuracy"].value == 0.0
    assert all("turn 1 [" in sample.scores["outcome"].explanation for sample in lost.samples)


def test_the_talk_is_kept_as_messages_with_tool_calls(won) -> None:
    case = load_cases(HELD)[0]
    sample = next(one for one in won.samples if one.id == case.id)
    assert [one.text for one in sample.messages if one.role == "user"] == [turn.user for turn in case.turns]
    called = {call.function for one in sample.messages if one.role == "assistant" for call in one.tool_calls or ()}
    assert called == {turn.expect.tools_any[0] for turn in case.turns if turn.expect.tools_any}
