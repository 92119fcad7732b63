import json
from pathlib import Path

import pytest
from rich.console import Console

from evals import compare as compared
from evals import dialogues
from evals.cases import Case
from evals.compare import COLUMNS, compare, pass_rates, table
from evals.contest import CONTESTANTS, contest
from evals.export import export, messages
from evals.records import Observation, SeenCall, SeenTitle, Trajectory

CASES = "".join(
    Case.model_validate(
        {
            "id": name,
            "advertiser": {"name": "店", "products": [{"name": "壶"}]},
            "turns": [{"user": "搜梗", "expect": {"intent": "meme", "tools_any": ["search_memes"]}}],
        }
    ).model_dump_json(exclude_defaults=True)
    + "\n"
    for name in "ab"
)


@pytest.fixture
def runs(tmp_path: Path) -> tuple[Path, Path]:
    """The same cases, passed by the oracle and failed by one that does nothing."""
    (tmp_path / "cases.jsonl").write_text(CASES, encoding="utf-8")
    for driver in ("oracle", "nothing"):
        run = dialogues.Run(driver=driver)
        dialogues.main(tmp_path / "cases.jsonl", run=run, out=tmp_path / driver, console=Console(quiet=True))
    return tmp_path / "nothing", tmp_path / "oracle"


def test_a_talk_becomes_chat_messages() -> None:
    turn = Observation(
        user="来1条",
        reply="写了 1 条。",
        titles=(SeenTitle(id="1", text="壶里有茶"),),
        tools=(SeenCall(name="generate_titles", args={"n": 1, "keywords": ["壶"]}, summary="写出 1 条"),),
    )
    user, asked, told, answer = messages(Trajectory(case_id="a", trial=0, seed=0, driver="agent", turns=(turn,)))
    assert user == {"role": "user", "content": "来1条"}
    (call,) = asked["tool_calls"]
    assert call["function"]["name"] == "generate_titles"
    assert json.loads(call["function"]["arguments"]) == {"n": 1, "keywords": ["壶"]}
    assert told == {"role": "tool", "tool_call_id": call["id"], "content": "写出 1 条"}
    assert answer == {"role": "assistant", "content": "写了 1 条。\n1. 壶里有茶"}


def test_a_run_is_exported_talk_by_talk(runs: tuple[Path, Path], tmp_path: Path) -> None:
    assert export(runs[0], tmp_path / "talks.jsonl") == 2
    rows = [json.loads(line) for line in (tmp_path / "talks.jsonl").read_text(encoding="utf-8").splitlines()]
    assert {row["case_id"] for row in rows} == {"a", "b"}
    assert [one["role"] for one in rows[0]["messages"]] == ["user", "assistant"]


def test_two_runs_are_compared_case_by_case(runs: tuple[Path, Path]) -> None:
    found = compare(*runs)
    assert (found.cases, found.difference) == (2, 1.0)
    assert found.better == {"a": (0.0, 1.0), "b": (0.0, 1.0)}
    assert compare(runs[0], runs[0]).better == {}


def test_several_runs_are_set_beside_the_first(runs: tuple[Path, Path]) -> None:
    first, second = (dict(zip(COLUMNS, row, strict=True)) for row in table(runs))
    assert (first["run"], first["pass^1"], first["less the first"]) == ("nothing", "0.000", "")
    assert (second["run"], second["pass^1"], second["less the first"]) == ("oracle", "1.000", "+1.000")
    assert (second["turns"], second["tool choice"], second["cases"]) == ("1.000", "1.000", "2")


def test_each_run_of_a_table_is_checked_as_often_as_the_others(
    runs: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[Path] = []
    monkeypatch.setattr(compared, "pass_rates", lambda folder: read.append(folder) or pass_rates(folder))
    table([*runs, runs[1]])
    assert read == [*runs, runs[1]]


def test_baselines_are_run_once_and_told_in_one_table(tmp_path: Path) -> None:
    cases, out, console = tmp_path / "cases.jsonl", tmp_path / "out", Console(record=True, width=200)
    cases.write_text(CASES, encoding="utf-8")
    assert contest([cases], ["oracle", "nothing"], dialogues.Run(), out, console) == 0
    told = (out / "comparison.md").read_text(encoding="utf-8")
    assert "| nothing | 2 | 1 | 0.000 |" in told and "| -1.000 |" in told
    before = (out / "oracle" / "trajectories.jsonl").read_text(encoding="utf-8")
    assert contest([cases], ["oracle", "nothing"], dialogues.Run(), out, console) == 0
    assert (out / "oracle" / "trajectories.jsonl").read_text(encoding="utf-8") == before
    assert contest([tmp_path / "none.jsonl"], ["oracle"], dialogues.Run(), out, console) == 2


def test_the_agent_is_measured_without_each_part() -> None:
    parts = {"no-critique", "no-rerank", "random-router", "rules"}
    assert set(CONTESTANTS) == {"agent", *(f"agent-{part}" for part in parts)}
