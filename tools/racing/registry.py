"""Policies by name."""

from __future__ import annotations

from collections.abc import Callable

from tools.racing.contextual import LinearThompson, LinearUcb
from tools.racing.policies import EpsilonGreedy, Policy, Thompson, TopTwoThompson, Ucb1, Uniform

POLICIES: dict[str, Callable[[], Policy]] = {
    "ttts": TopTwoThompson,
    "thompson": Thompson,
    "ucb1": Ucb1,
    "epsilon_greedy": EpsilonGreedy,
    "greedy": lambda: EpsilonGreedy(0.0),
    "uniform": Uniform,
    "linucb": LinearUcb,
    "lints": LinearThompson,
}


def make_policy(policy: str | Policy) -> Policy:
    """A policy by name, or the one given. Raises ValueError naming the choices."""
    if not isinstance(policy, str):
        return policy
    if policy not in POLICIES:
        raise ValueError(f"no policy {policy!r}; choose one of {', '.join(POLICIES)}")
    return POLICIES[policy]()
