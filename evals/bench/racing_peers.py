"""MABWiser's policies on the same replayed tests, where that package is installed (`pip install mabwiser`)."""

from __future__ import annotations

import importlib.util
import warnings
from collections.abc import Sequence
from typing import Any

import numpy as np

from evals.bench.racing_replay import BATCH, BUDGETS, kept_shares
from evals.bench.racing_trials import Trial
from tools.racing.beliefs import Array


def installed() -> bool:
    return importlib.util.find_spec("mabwiser") is not None


def peer_shares(trials: Sequence[Trial], seed: int) -> dict[str, tuple[Array, Array]]:
    """By policy, (share of the oracle's gain, its standard error), each (budgets,)."""
    from mabwiser.mab import LearningPolicy

    peers = {
        "MABWiser Thompson": (LearningPolicy.ThompsonSampling(), False),
        "MABWiser UCB1": (LearningPolicy.UCB1(), False),
        "MABWiser LinTS, constant context": (LearningPolicy.LinTS(), True),
        "MABWiser greedy": (LearningPolicy.EpsilonGreedy(epsilon=0), False),
    }
    found = {}
    for name, (policy, context) in peers.items():
        gains = [_replay(policy, context, trial, seed + number) for number, trial in enumerate(trials)]
        found[name] = kept_shares(np.array(gains), trials, seed, BUDGETS)
    return found


def _replay(policy: Any, context: bool, trial: Trial, seed: int) -> Array:
    """Expected clicks gained over an even split at each budget; the first batch is split at random."""
    from mabwiser.mab import MAB

    rng = np.random.default_rng(seed)
    arms = len(trial.rates)
    bandit = MAB(list(range(arms)), policy, seed=seed)
    given = np.ones((BATCH, 1)) if context else None
    chosen, allotted, gains = rng.integers(arms, size=BATCH), np.zeros(arms), []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for done in range(BATCH, max(BUDGETS) + 1, BATCH):
            if done > BATCH:
                chosen = np.array(bandit.predict(given) if context else [bandit.predict() for _ in range(BATCH)])
            clicks = (rng.random(BATCH) < trial.rates[chosen]).astype(int)
            learn = bandit.fit if done == BATCH else bandit.partial_fit
            learn(chosen, clicks, given) if context else learn(chosen, clicks)
            allotted += np.bincount(chosen, minlength=arms)
            if done in BUDGETS:
                gains.append(float(allotted @ trial.rates) - done * float(trial.rates.mean()))
    return np.array(gains)
