"""The case reader: whole files are read, and a fault is named by line and key."""

import json
from pathlib import Path

import pytest

from evals.cases import Case, CaseError, load_cases
from evals.checks import CHECKS

EXAMPLES = Path(__file__).parents[2] / "evals" / "data" / "cases_examples.jsonl"
GOOD = {
    "id": "a",
    "advertiser": {"name": "店", "products": [{"name": "壶", "audience": "茶客", "price": None}]},
    "turns": [{"user": "来一条", "expect": {"count": 1}}],
}


def _file(folder: Path, *rows: object) -> Path:
    path = folder / "cases.jsonl"
    path.write_text("\n".join(row if isinstance(row, str) else json.dumps(row) for row in rows), encoding="utf-8")
    return path


def test_examples_are_read_and_their_checks_exist() -> None:
    cases = load_cases(EXAMPLES)
    assert len(cases) == 36
    assert {key for case in cases for turn in case.turns for key in turn.expect.carried()} <= set(CHECKS)


def test_account_and_products_get_ids() -> None:
    case = Case.model_validate(GOOD)
    assert case.advertiser.id == "case-a"
    assert case.advertiser.products[0].id == "case-a-p1"
    assert case.advertiser.products[0].audience == ("茶客",)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"turns": [{"user": "x", "expect": {"cuont": 3}}]}, "turns.0.expect.cuont"),
        ({"turns": [{"user": "x", "expect": {"intent": "sing"}}]}, "turns.0.expect.intent"),
        ({"turns": [{"user": "x", "expect": {"tools_any": ["rm"]}}]}, "turns.0.expect.tools_any.0"),
        ({"turns": [{"user": "x", "expect": {"no_titles": True, "count": 2}}]}, "no_titles cannot hold"),
        ({"turns": [{"user": "x", "expect": {"min_chars": 9, "max_chars": 3}}]}, "above max_chars"),
        ({"turns": []}, "turns"),
        ({"advertiser": {"products": []}}, "advertiser.name"),
    ],
)
def test_a_fault_names_line_and_key(tmp_path: Path, change: dict[str, object], told: str) -> None:
    with pytest.raises(CaseError, match=r"cases\.jsonl line 2") as caught:
        load_cases(_file(tmp_path, GOOD, GOOD | {"id": "b"} | change))
    assert told in str(caught.value)


def test_broken_json_repeated_ids_and_empty_files_are_refused(tmp_path: Path) -> None:
    with pytest.raises(CaseError, match="line 1: not JSON"):
        load_cases(_file(tmp_path, "{"))
    with pytest.raises(CaseError, match=r"used in cases\.jsonl line 1"):
        load_cases(_file(tmp_path, GOOD, GOOD))
    with pytest.raises(CaseError, match="no case"):
        load_cases(_file(tmp_path, ""))


def test_several_files_and_folders_are_read_together(tmp_path: Path) -> None:
    folder = tmp_path / "more"
    folder.mkdir()
    for name in "dc":
        (folder / f"{name}.jsonl").write_text(json.dumps(GOOD | {"id": name}), encoding="utf-8")
    (folder / "notes.md").write_text("no cases", encoding="utf-8")
    first = _file(tmp_path, GOOD)
    assert [case.id for case in load_cases(first, folder, folder / "c.jsonl")] == ["a", "c", "d"]
    with pytest.raises(CaseError, match=r"d\.jsonl line 1: id 'd' was used in cases\.jsonl line 2"):
        load_cases(_file(tmp_path, GOOD, GOOD | {"id": "d"}), folder)


def test_of_a_runs_folder_its_cases_are_read(tmp_path: Path) -> None:
    _file(tmp_path, GOOD)
    (tmp_path / "trajectories.jsonl").write_text("{}\n", encoding="utf-8")
    assert [case.id for case in load_cases(tmp_path)] == ["a"]


def test_a_path_without_a_case_is_named(tmp_path: Path) -> None:
    with pytest.raises(CaseError, match=r"no \.jsonl file"):
        load_cases(tmp_path)
    good = _file(tmp_path, GOOD)
    (tmp_path / "empty.jsonl").write_text("\n", encoding="utf-8")
    with pytest.raises(CaseError, match=r"empty\.jsonl: no case"):
        load_cases(good, tmp_path / "empty.jsonl")


def test_a_line_separator_inside_a_message_ends_no_line(tmp_path: Path) -> None:
    said = GOOD | {"turns": [{"user": "来一条\u2028要短"}]}
    path = tmp_path / "cases.jsonl"
    path.write_text(json.dumps(said, ensure_ascii=False), encoding="utf-8")
    assert load_cases(path)[0].turns[0].user == "来一条\u2028要短"
