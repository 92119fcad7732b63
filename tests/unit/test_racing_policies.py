"""Policies: distributions that sum to one, equal what they claim, and prefer what they should."""

from __future__ import annotations

import numpy as np
import pytest

from tools.racing.beliefs import Beliefs, anytime_interval, expected_loss, sample_ratio_p
from tools.racing.policies import TopTwoThompson, floored, top_two
from tools.racing.registry import POLICIES, make_policy


def beliefs(shown: list[float], clicks: list[float]) -> Beliefs:
    blank = Beliefs.blank(len(shown))
    return Beliefs(np.array(shown, float), np.array(clicks, float), blank.prior_rate, blank.prior_weight)


@pytest.mark.parametrize("name", list(POLICIES))
@pytest.mark.parametrize("counts", [([0, 0, 0], [0, 0, 0]), ([1000, 1000, 1000], [10, 20, 60]), ([5, 0, 9], [7, 1, 0])])
def test_every_policy_gives_a_distribution(name: str, counts: tuple[list[float], list[float]]) -> None:
    chances = make_policy(name).distribution(beliefs(*counts), np.random.default_rng(0))
    assert chances.shape == (3,)
    assert chances.min() >= 0
    assert chances.sum() == pytest.approx(1, abs=1e-12)


@pytest.mark.parametrize("name", [name for name in POLICIES if name != "uniform"])
def test_every_learning_policy_prefers_the_clear_winner(name: str) -> None:
    chances = make_policy(name).distribution(beliefs([5000] * 3, [50, 60, 500]), np.random.default_rng(0))
    assert chances.argmax() == 2
    assert chances[2] > 0.8


def test_top_two_closed_form_equals_redrawing() -> None:
    """Play the rule as written in the paper: draw a leader, then redraw until another arm leads."""
    best, share, rng = np.array([0.6, 0.3, 0.1]), 0.5, np.random.default_rng(1)
    plays = np.zeros(3)
    for _ in range(20_000):
        arm = leader = rng.choice(3, p=best)
        if rng.random() >= share:
            while arm == leader:
                arm = rng.choice(3, p=best)
        plays[arm] += 1
    assert plays / plays.sum() == pytest.approx(top_two(best, share), abs=0.015)


def test_a_sharper_posterior_explores_less() -> None:
    known = beliefs([400] * 3, [8, 10, 12])
    plain, sharp = (
        TopTwoThompson(sharpness=value, early=1).distribution(known, np.random.default_rng(2)) for value in (1, 8)
    )
    assert plain[2] < sharp[2] < 1


def test_the_level_is_learned_and_the_order_kept() -> None:
    prior = Beliefs(np.zeros(2), np.zeros(2), np.array([0.01, 0.02]), np.array([3000.0, 1500.0]))
    assert prior.levelled().mean == pytest.approx([0.01, 0.02])
    seen = Beliefs(np.full(2, 5000.0), np.array([500.0, 1000.0]), prior.prior_rate, prior.prior_weight).levelled()
    assert seen.prior_rate[1] / seen.prior_rate[0] == pytest.approx(2)
    assert seen.prior_rate == pytest.approx([0.1, 0.2], rel=0.2)  # ten times the prior's level
    assert seen.prior_rate * seen.prior_weight == pytest.approx([30.0, 30.0])


def test_a_certain_leader_keeps_everything() -> None:
    assert top_two(np.array([1.0, 0.0]), 0.5).tolist() == [1.0, 0.0]


def test_the_floor_holds_and_never_exceeds_an_even_split() -> None:
    assert floored(np.array([1.0, 0.0, 0.0]), 0.05).min() == pytest.approx(0.05)
    assert floored(np.array([1.0, 0.0, 0.0]), 0.9).tolist() == pytest.approx([1 / 3] * 3)


def test_unknown_policy_names_the_choices() -> None:
    with pytest.raises(ValueError, match="ttts"):
        make_policy("best")


def test_expected_loss_by_hand() -> None:
    assert expected_loss(np.array([[0.1, 0.3], [0.5, 0.1]])).tolist() == pytest.approx([0.1, 0.2])


def test_sample_ratio_check_sees_a_skew_and_accepts_chance() -> None:
    assert sample_ratio_p(np.array([5000.0, 5600.0]), np.array([5300.0, 5300.0])) == pytest.approx(0.0, abs=1e-6)
    fair = sample_ratio_p(np.array([5030.0, 4970.0]), np.array([5000.0, 5000.0]))
    assert fair == pytest.approx(0.5485, abs=0.02)  # chi-square 0.36 with one degree of freedom
    assert sample_ratio_p(np.array([1.0, 2.0]), np.array([1.0, 2.0])) is None


def test_anytime_intervals_cover_while_one_keeps_looking() -> None:
    """Look at 40 sizes of 200 races of four equal arms: all rates stay inside all along in at least 95 %."""
    rng, rate, missed = np.random.default_rng(5), 0.02, 0
    for _ in range(200):
        clicks = rng.binomial(250, rate, size=(40, 4)).cumsum(axis=0).astype(float)
        for step, row in enumerate(clicks, 1):
            low, high = anytime_interval(np.full(4, 250.0 * step), row, 0.95)
            if (low > rate).any() or (high < rate).any():
                missed += 1
                break
    assert missed <= 10
