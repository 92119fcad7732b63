"""Cases from and to plain message lists: nothing is lost, faults are named by line, good rows are kept."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from evals.cases import CaseError, load_cases
from evals.conversion import as_messages, load_advertiser, read_messages, write_messages
from models.catalog import Advertiser
from ui.cli import app

DATA = Path(__file__).parents[2] / "evals" / "data"
ACCOUNT = {"name": "店", "products": [{"name": "壶", "price": "59元"}]}
SHOP = Advertiser.model_validate(ACCOUNT | {"id": "shop"})
TALK = [
    {"role": "system", "content": "你写标题。"},
    {"role": "user", "content": "壶多少钱"},
    {
        "role": "assistant",
        "content": "",
        "tool_calls": [
            {"id": "1", "type": "function", "function": {"name": "lookup_entities", "arguments": "{}"}},
            {"id": "2", "type": "function", "function": {"name": "web_search", "arguments": "{}"}},
        ],
    },
    {"role": "tool", "tool_call_id": "1", "content": "59元"},
    {"role": "assistant", "content": "59元。"},
    {"role": "user", "content": [{"type": "text", "text": "来3条"}, {"type": "text", "text": "标题"}]},
]


def _file(folder: Path, name: str, *rows: object) -> Path:
    path = folder / name
    lines = [row if isinstance(row, str) else json.dumps(row, ensure_ascii=False) for row in rows]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


@pytest.mark.parametrize("name", ["examples", "own", "held"])
def test_cases_come_back_from_messages_as_they_were(name: str, tmp_path: Path) -> None:
    cases = load_cases(DATA / f"cases_{name}.jsonl")
    write_messages(cases, tmp_path / "talks.jsonl")
    found = read_messages(tmp_path / "talks.jsonl")
    assert list(found.cases) == cases and not found.faults
    for row in map(as_messages, cases):
        assert all(set(message) == {"role", "content"} for message in row["messages"]), "any chat API takes them"


def test_a_plain_list_of_messages_becomes_turns(tmp_path: Path) -> None:
    (case,) = read_messages(_file(tmp_path, "talks.jsonl", TALK), SHOP).cases
    assert (case.id, case.advertiser.name) == ("talks-1", "店")
    assert [turn.user for turn in case.turns] == ["壶多少钱", "来3条标题"]
    assert case.advertiser.id == "case-talks-1", "cases never share an account"


def test_a_json_file_holds_one_talk_or_many(tmp_path: Path) -> None:
    for whole, count in ((TALK, 1), ({"messages": TALK}, 1), ([TALK, {"messages": TALK, "id": "b"}], 2)):
        found = read_messages(_file(tmp_path, "talks.json", whole), SHOP)
        assert len(found.cases) == count and not found.faults


def test_tools_that_were_called_are_wanted_when_asked_for(tmp_path: Path) -> None:
    path = _file(tmp_path, "talks.jsonl", TALK)
    plain, wanting = read_messages(path, SHOP), read_messages(path, SHOP, tools=True)
    assert (plain.unchecked, wanting.unchecked) == (1, 0)
    assert [turn.expect.tools_any for turn in wanting.cases[0].turns] == [("lookup_entities",), ()]


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("{", "not JSON"),
        ({"talk": TALK}, "no `messages`"),
        ([], "no message of role `user`"),
        ([{"role": "assistant", "content": "好"}], "no message of role `user`"),
        ([{"role": "boss", "content": "好"}], "messages.0.role: 'boss'"),
        ([{"role": "user", "content": None}], "messages.0.content"),
        ([{"role": "user", "content": [{"type": "image_url"}]}], "messages.0.content"),
        ({"messages": TALK, "expect": [{}]}, "key expect: one object for each of the 2"),
        ({"messages": TALK, "expect": [{}, {"cuont": 1}]}, "turns.1.expect.cuont"),
        ({"messages": TALK, "expect": [{}, 3]}, "turns.1.expect"),
        ({"messages": TALK, "advertiser": {"products": []}}, "advertiser.name"),
        ({"messages": TALK, "id": "good"}, "'good' was used before"),
    ],
)
def test_a_fault_names_the_line_and_the_other_rows_are_kept(tmp_path: Path, row: Any, told: str) -> None:
    good = {"messages": TALK, "id": "good"}
    found = read_messages(_file(tmp_path, "talks.jsonl", good, "", row), SHOP)
    (fault,) = found.faults
    assert fault.startswith("talks.jsonl line 3: ") and told in fault
    assert [case.id for case in found.cases] == ["good"]


def test_a_row_without_an_account_says_what_to_do(tmp_path: Path) -> None:
    assert "--advertiser" in read_messages(_file(tmp_path, "talks.jsonl", TALK)).faults[0]


def test_files_that_are_no_talks_are_named(tmp_path: Path) -> None:
    with pytest.raises(CaseError, match=r"a\.json line 2: not JSON"):
        read_messages(_file(tmp_path, "a.json", "[", "x"))
    with pytest.raises(CaseError, match=r"b\.jsonl: no conversation"):
        read_messages(_file(tmp_path, "b.jsonl", ""))
    with pytest.raises(CaseError, match=r"c\.json: key products"):
        load_advertiser(_file(tmp_path, "c.json", {"name": "店"}))


def test_the_command_imports_and_exports(tmp_path: Path) -> None:
    run = CliRunner()
    account = str(_file(tmp_path, "account.json", ACCOUNT))
    source, target, again = _file(tmp_path, "t.jsonl", TALK, "{"), tmp_path / "cases.jsonl", tmp_path / "back.jsonl"
    made = run.invoke(app, ["eval", "import-messages", str(source), str(target), "--advertiser", account, "--tools"])
    assert made.exit_code == 1 and "1 cases" in made.output and "t.jsonl line 2: not JSON" in made.output
    assert run.invoke(app, ["eval", "export-messages", str(target), str(again)]).exit_code == 0
    assert list(read_messages(again).cases) == load_cases(target)


def test_the_command_writes_nothing_of_nothing(tmp_path: Path) -> None:
    target = tmp_path / "cases.jsonl"
    made = CliRunner().invoke(app, ["eval", "import-messages", str(_file(tmp_path, "t.jsonl", TALK)), str(target)])
    assert made.exit_code != 0 and "t.jsonl line 1" in made.output and not target.exists()
