"""The project's own cases are apart from what the planner learned from, and from one another."""

import json
from collections.abc import Iterable
from pathlib import Path

import pytest

from evals.cases import load_cases

ROOT = Path(__file__).parents[2]
PLANNER, CASES = ROOT / "agent" / "planner" / "data", ROOT / "evals" / "data"
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


def _memes(messages: list[str]) -> set[str]:
    terms = {row["term"] for row in _rows([ROOT / "tools" / "demo" / "memes.jsonl"])}
    return {term for term in terms if len(term) > 1 and any(term in message for message in messages)}


# What is shared is bounded, for it is not none: a few stock messages (“赛马结果怎么样”), and memes that have become
# plain words (“氛围感”, “社恐”), which advertisers write whatever they sell.
@pytest.mark.parametrize(
    ("one", "other", "messages", "memes"),
    [("own", "train", 2, 9), ("held", "train", 2, 4), ("own", "held", 1, 1)],
)
def test_cases_share_no_product_and_hardly_a_message_or_meme(one: str, other: str, messages: int, memes: int) -> None:
    (names, said), (other_names, other_said) = _said(one), _said(other)
    assert names and other_names and said and other_said
    assert not names & other_names
    assert len({message for message in said if len(message) > 6} & set(other_said)) <= messages
    assert len(_memes(said) & _memes(other_said)) <= memes
