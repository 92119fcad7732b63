from pathlib import Path

import pytest

from evals.bench.compliance import measure, read
from tools.compliance import load_checker
from tools.compliance.learned import Bars, Hint, Look
from tools.compliance.rules import CATEGORIES

DATA = Path(__file__).parent.parent / "data"
OWN, BLIND, SEALED = (DATA / f"compliance_{name}.jsonl" for name in ("own", "blind", "sealed"))


def test_sealed_titles_by_other_writers_are_judged_as_labelled() -> None:
    result = measure("sealed", read(SEALED))
    assert result.rows == 240
    assert result.recall >= 0.93 and result.precision >= 0.92 and result.exempt_passed >= 0.9
    assert result.category >= 0.9


def test_labelled_titles_are_apart_and_well_formed() -> None:
    blind, sealed = read(BLIND), read(SEALED)
    assert not {row["title"] for row in (*blind, *read(OWN))} & {row["title"] for row in sealed}
    assert all(row["category"] in CATEGORIES for row in blind if row["verdict"] == "violation")
    assert len({row["id"] for row in blind}) == len(blind) >= 2300


class Scripted:
    """A second look that always gives the same score, and of the whole text a hint of a category without excuses."""

    bars = Bars(silent=1.0, excused=2.0)

    def __init__(self, score):
        self.score = score

    def hint(self, look):
        return Hint("tobacco", 0, len(look.text.chars))


@pytest.mark.parametrize(
    ("title", "score", "verdict"),
    [
        ("今晚吃什么好呢", 0.9, "clean"), ("今晚吃什么好呢", 1.0, "violation"),
        ("装之前最好用卷尺量一遍", 1.9, "exempt"), ("装之前最好用卷尺量一遍", 2.0, "violation"),
    ],
)  # fmt: skip
def test_the_second_look_needs_more_where_rules_found_an_allowed_use(title, score, verdict):
    checker = load_checker()
    look = Look(checker.restore(title), frozenset())
    judged = checker._second(Scripted(score), checker.by_rules(title), look, score, title)
    assert judged.verdict == verdict
