"""The project's own cases are apart, in wording too, from what the planner learned from and from one another."""

import json
from collections.abc import Iterable
from pathlib import Path

import pytest
from worded import Wordings, wording

from evals.cases import load_cases

ROOT = Path(__file__).parents[2]
PLANNER, CASES = ROOT / "agent" / "planner" / "data", ROOT / "evals" / "data"
ALIKE, SHORT = 0.75, 6
Said = tuple[set[str], list[str]]
"""Product names, and messages."""


def _rows(paths: Iterable[Path]) -> list[dict[str, str]]:
    return [json.loads(line) for path in paths for line in path.read_text("utf-8").splitlines() if line.strip()]


def _said(name: str) -> Said:
    if name == "train":
        accounts = json.loads((PLANNER / "accounts.json").read_text("utf-8"))
        rows = _rows(sorted(PLANNER.glob("train_*.jsonl")))
        names = {product["name"] for row in rows for product in accounts[row["account"]]["products"]}
        return names, [row["message"].strip() for row in rows]
    cases = load_cases(CASES / f"cases_{name}.jsonl")
    names = {product.name for case in cases for product in case.advertiser.products}
    return names, [turn.user.strip() for case in cases for turn in case.turns]


def _alike(said: list[str], others: list[str]) -> list[tuple[str, str]]:
    """Messages worded like one of the others, values aside; a few characters can hardly be worded otherwise."""
    known = Wordings(others)
    found = [(message, known.most_alike(message)) for message in said if len(wording(message)) > SHORT]
    return [(message, other) for message, (likeness, other) in found if likeness >= ALIKE]


def _memes(messages: list[str]) -> set[str]:
    terms = {row["term"] for row in _rows([ROOT / "tools" / "demo" / "memes.jsonl"])}
    return {term for term in terms if len(term) > 1 and any(term in message for message in messages)}


# Memes that have become plain words (“氛围感”, “社恐”) are written whatever an advertiser sells: that is bounded.
@pytest.mark.parametrize(
    ("one", "other", "memes"),
    [("own", "train", 9), ("held", "train", 4), ("own", "held", 1), ("examples", "own", 3), ("examples", "held", 3)],
)
def test_cases_share_no_product_no_wording_and_hardly_a_meme(one: str, other: str, memes: int) -> None:
    (names, said), (other_names, other_said) = _said(one), _said(other)
    assert names and other_names and said and other_said
    assert not names & other_names
    assert not _alike(said, other_said)
    assert len(_memes(said) & _memes(other_said)) <= memes


def test_a_wording_is_known_again_with_other_values_and_marks() -> None:
    known = ["太多了，留3条就够，每条带“通勤”", "赛马结果怎么样", "换个说法"]
    alike = ["太多了 留十条就够！每条带「夜宵」", "那个赛马结果怎么样"]
    assert [one for one, _ in _alike(alike, known)] == alike
    assert _alike(["每条带“夜宵”，留5条，多了的删掉", "投放那边谁跑赢了"], known) == []
