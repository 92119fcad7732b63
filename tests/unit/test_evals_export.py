import json
from pathlib import Path

import pytest
from rich.console import Console

from evals import dialogues
from evals.cases import Case
from evals.compare import compare
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
