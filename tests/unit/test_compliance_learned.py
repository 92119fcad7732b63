from pathlib import Path

import numpy as np

from evals.bench.compliance import measure, read
from tools.compliance import load_checker
from tools.compliance.bars import doubtful
from tools.compliance.checker import doubted
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


def test_a_doubted_finding_stays_visible_as_an_allowed_use() -> None:
    by_rules = load_checker().by_rules("这才是最好用的炒锅")
    assert by_rules.verdict == "violation"
    judged = doubted(by_rules)
    assert judged.verdict == "exempt"
    assert judged.findings[0].exempt and judged.findings[0].span == "最好用的" and judged.findings[0].rewrite is None


def test_bars_name_the_rules_that_were_often_wrong() -> None:
    found = [{"a"}, {"a"}, {"a"}, {"a", "b"}, {"b"}, {"b"}, {"b"}, {"c"}]
    broken = np.array([True, False, False, False, True, True, True, False])
    assert doubtful(found, broken) == {"a"}  # b was right in three of four, c was seen too rarely
