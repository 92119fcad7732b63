"""Replay of the first screen's log: estimates hit what a policy would really earn."""

from __future__ import annotations

import pytest

from evals.bench.first_screen import TASTES, best_first, evenly, main, replay, simulate
from tools.library.adoption import Decision


@pytest.fixture(scope="module")
def log() -> list[Decision]:
    return simulate(1500, seed=1)


def test_estimates_agree_with_what_the_audience_would_do(log: list[Decision]) -> None:
    mean, best = sum(TASTES.values()) / len(TASTES), max(TASTES.values())
    for value, low, high, _ in replay(log, evenly).values():
        assert low <= mean <= high and value == pytest.approx(mean, abs=0.02)
    for value, _, _, effective in replay(log, best_first).values():
        assert value == pytest.approx(0.9 * best + 0.1 * mean, abs=0.04) and effective < len(log)


def test_a_source_never_shown_counts_as_the_average_one() -> None:
    few = [Decision(source="a", propensity=0.5, among=("a", "b"), adopted=n % 2 == 0) for n in range(40)]
    assert replay(few, evenly)["IPS"][0] == pytest.approx(0.5)


def test_without_a_log_it_says_what_to_do(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([], 0) == 1
    assert "--simulated" in capsys.readouterr().out
