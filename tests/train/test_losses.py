"""The alignment losses against values computed by hand."""

from __future__ import annotations

import math

import pytest

torch = pytest.importorskip("torch", reason="the trainers' losses need torch (extra `train`)")

from models.training.losses import dpo, ipo, kl_baseline, kto, kton  # noqa: E402


def sigmoid(x: float) -> float:
    return 1 / (1 + math.exp(-x))


def tensor(*values: float):
    return torch.tensor(values, dtype=torch.float64)


RATIO, DESIRABLE, TOKENS = tensor(3.0, -2.0, 1.0, -30.0), torch.tensor([True, True, False, False]), tensor(4, 5, 4, 6)


def test_dpo_is_log_two_where_the_policy_is_the_reference():
    same = tensor(-10.0)
    assert dpo(same, tensor(-12.0), same, tensor(-12.0)).item() == pytest.approx(math.log(2))


def test_dpo_by_hand():
    # Margin (−8+10) − (−15+12) = 5.
    loss = dpo(tensor(-8.0), tensor(-15.0), tensor(-10.0), tensor(-12.0), beta=0.2)
    assert loss.item() == pytest.approx(-math.log(sigmoid(1.0)))


def test_ipo_by_hand_and_its_minimum():
    # Margin 2/4 − (−3)/6 = 1; the target 1/(2·0.25) = 2.
    arguments = (tensor(-8.0), tensor(-15.0), tensor(-10.0), tensor(-12.0), tensor(4.0), tensor(6.0))
    assert ipo(*arguments, beta=0.25).item() == pytest.approx(1.0)
    assert ipo(*arguments, beta=0.5).item() == pytest.approx(0.0)


def test_kto_by_hand():
    loss = kto(RATIO, DESIRABLE, tensor(0.5).squeeze(), beta=0.2, weight_desirable=1.5, weight_undesirable=0.5)
    expected = [
        1.5 * (1 - sigmoid(0.2 * 2.5)),
        1.5 * (1 - sigmoid(0.2 * -2.5)),
        0.5 * (1 - sigmoid(0.2 * -0.5)),
        0.5 * (1 - sigmoid(0.2 * 30.5)),
    ]
    assert loss.tolist() == pytest.approx(expected)


def test_the_baseline_is_never_negative_and_has_no_gradient():
    policy = tensor(-5.0, -7.0).requires_grad_()
    assert kl_baseline(policy, tensor(-6.0, -10.0)).item() == pytest.approx(2.0)
    assert kl_baseline(policy, tensor(-1.0, -1.0)).item() == 0.0
    assert not kl_baseline(policy, tensor(-6.0, -10.0)).requires_grad


@pytest.mark.parametrize("beta", [0.05, 0.1, 0.7])
def test_kton_without_bound_and_guard_is_kto(beta):
    baseline = tensor(0.3).squeeze()
    without = kton(RATIO, DESIRABLE, baseline, TOKENS, beta=beta, tau=math.inf, mu=0.0)
    assert torch.equal(without, kto(RATIO, DESIRABLE, baseline, beta=beta))


def test_kton_by_hand():
    loss = kton(RATIO, DESIRABLE, tensor(0.0).squeeze(), TOKENS, beta=0.1, tau=10.0, mu=0.5)
    expected = [
        1 - sigmoid(0.3),
        1 - sigmoid(-0.2) + 0.5 * 2 / 5,
        1 - sigmoid(-0.1),
        1 - sigmoid(1.0),
    ]
    assert loss.tolist() == pytest.approx(expected)


def test_a_negative_beyond_tau_no_longer_pushes():
    ratio = RATIO.clone().requires_grad_()
    kton(ratio, DESIRABLE, tensor(0.0).squeeze(), TOKENS, tau=10.0).sum().backward()
    assert ratio.grad is not None
    assert ratio.grad[3].item() == 0.0
    assert ratio.grad[2].item() > 0.0
    assert ratio.grad[1].item() < 0.0
