"""The table of `miaoti bench racing`: what was measured is judged, what was not run says so and is not met."""

from __future__ import annotations

from typing import Any

from evals.bench.racing_summary import OWN, rows, summary_table

SPEED = {
    "decisions": 30_000.0, "stored_decisions": 19_000.0, "personal_decisions": 2_500.0, "events": 60_000.0,
    "single_p99_s": 0.004, "grown_mb": 3.0, "grown_over": 10_000_000, "by_arms": {10: 5.0, 50: 20.0, 250: 90.0},
}  # fmt: skip
NULL = {"races": 100, "false_winners": 0.01, "covered": 0.99, "unequal_covered": 0.9}


def judged(figures: dict[str, Any]) -> dict[str, bool | None]:
    return {row.what: row.met for row in rows(figures)}


def test_what_was_not_run_is_said() -> None:
    found = judged({"speed": SPEED, "null": NULL})
    assert found["decisions a second, 50 arms, propensities stored"] is False
    assert found["memory gained over 10,000,000 events"] is True and found["microseconds a decision by arms"] is True
    assert found["unequal arms: anytime intervals right"] is False
    missing = [row.what for row in rows({"speed": SPEED, "null": NULL}) if row.measured.startswith("not run")]
    assert len(missing) == 3 and all(found[what] is None for what in missing)


def test_every_budget_is_held_against_its_aim_and_the_best_peer() -> None:
    figures = {
        "speed": SPEED | {"by_arms": {"50": 20.0, "250": 120.0}},
        "null": NULL,
        "replay": {"tests": 9, "budgets": (1_000, 5_000, 20_000), "policies": {OWN: {"share": [0.31, 0.5, 0.7]}}},
        "peers": {OWN: [0.3, 0.5, 0.7], "MABWiser UCB1": [0.2, 0.4, 0.6], "MABWiser greedy": [0.1, 0.5, 0.1]},
        "conditions": {"as usual": {OWN: 0.7}},
        "ope": {"agree": 6, "of": 6},
    }
    found = judged(figures)
    assert [found[what] for what in found if what.startswith("share")] == [True, False, True]
    assert found["beside MABWiser's best at the same budgets"] is False, "a tie is not ahead"
    assert found["microseconds a decision by arms"] is False, "six times the time for five times the arms"
    assert found["off-policy estimates (IPS, SNIPS, DR) that cover the on-policy value"] is True
    assert summary_table(figures).row_count == len(found)
