"""Trajectories go through `agentevals`' matchers; skipped where the extra `evals` is not installed."""

from pathlib import Path

import pytest

from evals import dialogues
from evals.cases import Case
from evals.export import reference_messages
from evals.records import Observation, SeenCall, Trajectory

pytest.importorskip("agentevals", reason="the extra `evals` is not installed")

from evals.matching import match

CASE = Case.model_validate(
    {
        "id": "a",
        "advertiser": {"name": "店", "products": [{"name": "壶"}]},
        "turns": [
            {"user": "搜梗", "expect": {"tools_any": ["search_memes", "associate_titles"]}},
            {"user": "来两条", "expect": {"tools_any": ["generate_titles"], "tools_none": ["save_titles"]}},
        ],
    }
)


def _turn(call: SeenCall) -> Observation:
    return Observation(user="写", tools=(call,))


def _run(folder: Path, *calls_of_trials: tuple[SeenCall, SeenCall], case: Case = CASE) -> Path:
    """A folder as a run leaves it, one trial for each pair of calls."""
    folder.mkdir()
    (folder / dialogues.CASES).write_text(case.model_dump_json(exclude_defaults=True) + "\n", encoding="utf-8")
    talks = [
        Trajectory(case_id=case.id, trial=trial, seed=0, driver="agent", turns=tuple(map(_turn, calls)))
        for trial, calls in enumerate(calls_of_trials)
    ]
    lines = [talk.model_dump_json() for talk in talks]
    (folder / dialogues.TRAJECTORIES).write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


MEMES, OTHER = SeenCall(name="search_memes", args={"query": "壶"}), SeenCall(name="associate_titles")
TWO, THREE = (SeenCall(name="generate_titles", args={"n": n, "keywords": ["壶"]}) for n in (2, 3))


def test_a_wanted_tool_that_never_ran_is_no_match(tmp_path: Path) -> None:
    found = match(_run(tmp_path / "r", (MEMES, TWO), (OTHER, TWO), (MEMES, MEMES)), mode="superset", arguments="ignore")
    assert (found.talks, found.matched, found.unmatched) == (3, 2, ("a trial 2",))


def test_runs_are_alike_only_with_the_same_calls_in_order_and_arguments(tmp_path: Path) -> None:
    before = _run(tmp_path / "before", (MEMES, TWO))
    same, other = _run(tmp_path / "same", (MEMES, TWO), (MEMES, TWO)), _run(tmp_path / "other", (MEMES, THREE))
    turned = _run(tmp_path / "turned", (TWO, MEMES))
    assert match(same, before, mode="strict", arguments="exact").matched == 2
    assert match(other, before, mode="strict", arguments="exact").matched == 0
    assert match(other, before, mode="strict", arguments="ignore").matched == 1
    assert match(turned, before, mode="strict", arguments="exact").matched == 0
    assert match(turned, before, mode="unordered", arguments="exact").matched == 1


def test_the_reference_names_the_tool_that_ran_among_those_that_may() -> None:
    talk = Trajectory(case_id="a", trial=0, seed=0, driver="x", turns=(Observation(user="搜梗", tools=(OTHER,)),))
    calls = [call["function"]["name"] for one in reference_messages(CASE, talk) for call in one.get("tool_calls", ())]
    assert calls == ["associate_titles", "generate_titles"]


def test_runs_without_a_common_case_and_folders_without_a_run_are_refused(tmp_path: Path) -> None:
    one = _run(tmp_path / "one", (MEMES, TWO))
    other = _run(tmp_path / "other", (MEMES, TWO), case=CASE.model_copy(update={"id": "b"}))
    with pytest.raises(ValueError, match="no case in common"):
        match(one, other, mode="strict", arguments="exact")
    with pytest.raises(OSError, match=r"trajectories\.jsonl"):
        match(one, tmp_path, mode="strict", arguments="exact")
