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
    with pytest.raises(CaseError, match="used in line 1"):
        load_cases(_file(tmp_path, GOOD, GOOD))
    with pytest.raises(CaseError, match="no case"):
        load_cases(_file(tmp_path, ""))
