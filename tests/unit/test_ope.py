"""Off-policy estimators against values computed by hand, and against the truth of made-up logs."""

from __future__ import annotations

import numpy as np
import pytest

from tools.racing.ope import cross_fitted, direct, doubly_robust, ips, snips

REWARD = np.array([1.0, 0.0, 1.0, 0.0])
TARGET = np.array([0.5, 0.5, 0.2, 0.8])
LOGGED = np.array([0.25, 0.5, 0.4, 0.4])  # weights 2, 1, 0.5, 2


def test_ips_by_hand():
    found = ips(REWARD, TARGET, LOGGED)
    assert found.value == pytest.approx((2 * 1 + 0.5 * 1) / 4)
    assert found.effective == pytest.approx(5.5**2 / (4 + 1 + 0.25 + 4))


def test_snips_by_hand():
    assert snips(REWARD, TARGET, LOGGED).value == pytest.approx(2.5 / 5.5)


def test_doubly_robust_by_hand():
    predicted, expected = np.array([0.6, 0.1, 0.5, 0.2]), np.array([0.4, 0.3, 0.4, 0.3])
    by_hand = [0.4 + 2 * 0.4, 0.3 + 1 * -0.1, 0.4 + 0.5 * 0.5, 0.3 + 2 * -0.2]
    assert doubly_robust(REWARD, TARGET, LOGGED, predicted, expected).value == pytest.approx(np.mean(by_hand))
    assert direct(expected).value == pytest.approx(0.35)


def test_an_impossible_log_is_refused():
    with pytest.raises(ValueError, match="propensity"):
        ips(REWARD, TARGET, np.array([0.0, 0.5, 0.5, 0.5]))


def made_up(seed, n=4000, arms=5):
    """A log of a skewed policy over arms of known rates, evaluated for the reversed policy."""
    rng = np.random.default_rng(seed)
    rates = np.linspace(0.05, 0.25, arms)
    logging = np.linspace(2, 1, arms) / np.linspace(2, 1, arms).sum()
    target = logging[::-1]
    actions = rng.choice(arms, n, p=logging)
    reward = rng.binomial(1, rates[actions]).astype(float)
    return actions, reward, target, logging, float(target @ rates)


@pytest.mark.parametrize("name", ["ips", "snips", "dr"])
def test_intervals_cover_the_truth(name):
    covered = 0
    for seed in range(40):
        actions, reward, target, logging, truth = made_up(seed)
        t, p = target[actions], logging[actions]
        if name == "dr":
            table = cross_fitted(actions, reward)
            rows = np.arange(len(actions))
            found = doubly_robust(reward, t, p, table[rows, actions], table @ target, seed)
        else:
            found = (ips if name == "ips" else snips)(reward, t, p, seed)
        covered += found.low <= truth <= found.high
    assert covered >= 35


def test_cross_fitting_never_uses_a_decision_for_itself():
    actions = np.array([0, 0, 1, 1])
    table = cross_fitted(actions, np.array([1.0, 0.0, 0.0, 0.0]), prior=0.0001)
    assert table[0, 0] == pytest.approx(0.0, abs=1e-3)  # its own reward is 1; the other fold's is 0
    assert table[1, 0] == pytest.approx(1.0, abs=1e-3)
