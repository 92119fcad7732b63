"""Policies: from beliefs to a choice distribution, computed once per posterior snapshot and then sampled.

Thompson's propensities have no closed form. Here the probability of being best is estimated once, and the
decision is drawn from that very estimate: the propensity logged is exactly the one drawn from.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from tools.racing.beliefs import Array, Beliefs, probability_best, to_array

DRAWS = 2_000


class Policy(Protocol):
    """`distribution` gives each arm's probability, (arms,), sum 1."""

    def distribution(self, beliefs: Beliefs, rng: np.random.Generator) -> Array: ...


@dataclass(frozen=True)
class TopTwoThompson:
    """Top-two Thompson sampling (Russo 2016): the leader with probability `leader_share`, else its challenger.

    Redrawing until another arm leads is the same as P(best) without the leader, hence the closed form. Draws come
    from a posterior `sharpness` times as sharp (reshaping, Chapelle and Li 2011), which wastes fewer impressions. After
    n impressions it is early / (1 + n / fades), if that is more: at the beginning a few clicks hardly tell the arms
    apart, and what the prior says is the best to go by.
    """

    leader_share: float = 0.98
    draws: int = DRAWS
    sharpness: float = 4.0
    early: float = 16.0
    fades: float = 1_000.0

    def distribution(self, beliefs: Beliefs, rng: np.random.Generator) -> Array:
        sharpness = max(self.sharpness, self.early / (1 + float(beliefs.shown.sum()) / self.fades))
        return top_two(probability_best(beliefs.draws(rng, self.draws, sharpness)), self.leader_share)


@dataclass(frozen=True)
class Thompson:
    """Thompson sampling (1933): each arm as often as it is the best of a posterior draw."""

    draws: int = DRAWS

    def distribution(self, beliefs: Beliefs, rng: np.random.Generator) -> Array:
        return probability_best(beliefs.draws(rng, self.draws))


@dataclass(frozen=True)
class Ucb1:
    """UCB1 (Auer, Cesa-Bianchi and Fischer 2002): highest mean plus `width` * sqrt(2 ln N / n); unseen arms first."""

    width: float = 1.0

    def distribution(self, beliefs: Beliefs, rng: np.random.Generator) -> Array:
        unseen = beliefs.shown <= 0
        if unseen.any():
            return even(unseen)
        bonus = np.sqrt(2 * np.log(max(beliefs.shown.sum(), 1.0)) / beliefs.shown)
        return highest(beliefs.clicks / beliefs.shown + self.width * bonus)


@dataclass(frozen=True)
class EpsilonGreedy:
    """The highest posterior mean, and with probability `epsilon` any arm."""

    epsilon: float = 0.1

    def distribution(self, beliefs: Beliefs, rng: np.random.Generator) -> Array:
        return mixed(highest(beliefs.mean), self.epsilon)


class Uniform:
    """The even split."""

    def distribution(self, beliefs: Beliefs, rng: np.random.Generator) -> Array:
        return np.full(len(beliefs), 1 / len(beliefs))


def top_two(best: Array, leader_share: float) -> Array:
    """Choice distribution of top-two sampling from the probabilities of being best, (arms,).

    p_j = a_j (b + (1 - b) sum_{i != j} a_i / (1 - a_i)); a certain leader has no challenger and keeps all.
    """
    rest = 1 - best
    certain = rest < 1e-9
    if certain.any():
        return to_array(certain)
    ratio = best / rest
    return to_array(best * (leader_share + (1 - leader_share) * (ratio.sum() - ratio)))


def highest(values: Array) -> Array:
    """All on the highest value, ties shared."""
    return even(values >= values.max() - 1e-12)


def even(mask: np.ndarray) -> Array:
    return to_array(mask / mask.sum())


def mixed(chances: Array, uniform_share: float) -> Array:
    """`chances`, with a share of the decisions spread evenly."""
    return to_array((1 - uniform_share) * chances + uniform_share / len(chances))


def floored(chances: Array, floor: float) -> Array:
    """`chances` with at least `floor` for each arm (at most an even split)."""
    return mixed(chances, min(floor * len(chances), 1.0))
