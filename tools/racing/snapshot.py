"""A race at one moment: which arms are in play, and the chances that its policy and rules give them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from tools.racing.arms import Picks
from tools.racing.beliefs import Array, to_array
from tools.racing.contextual import Cells, Judge, Personal, vectors_of
from tools.racing.ledger import Ledger
from tools.racing.policies import Policy, floored, mixed
from tools.racing.rules import RaceRules
from tools.racing.status import beliefs_of

CHOICES, BELIEFS = 1, 2
"""Purposes of random numbers, see `stream`."""


class Snapshot:
    """Arms as a ledger counts them now. Chances are computed once, when first asked for, and then drawn from."""

    def __init__(self, ledger: Ledger, policy: Policy, rules: RaceRules, seed: int, number: int) -> None:
        """`number` tells the snapshots of one race apart in its log."""
        self._ledger = ledger
        self._policy = policy
        self._rules = rules
        self._seed = seed
        self._number = number
        self.arms = ledger.arms()
        self.known = frozenset(arm.arm_id for arm in self.arms)
        self.playing = [arm.arm_id for arm in self.arms if arm.active]
        self.pinned = ledger.pinned()
        self._chances: Array | None = None
        self._cumulative: Array = np.zeros(0)  # of the draws that are not held out
        self._judge: Judge | None = None
        self._judged: dict[str, Array] = {}

    def distribution(self) -> Array:
        """Chances of the arms in play, (arms,), holdout included; for a viewer of whom nothing is known."""
        if self._chances is None:
            beliefs = beliefs_of([arm for arm in self.arms if arm.active], recent=True)
            if self.pinned in self.playing:
                chances = to_array([arm_id == self.pinned for arm_id in self.playing])
            elif len(beliefs) == 2 and self._rules.two_arms == "even":
                chances = np.full(2, 0.5)
            else:
                # Seeded by the evidence: the same counts give the same chances, other counts other draws.
                rng = stream(self._seed, BELIEFS, sum(arm.mature_shown for arm in self.arms))
                chances = floored(self._policy.distribution(beliefs, rng), self._rules.floor)
                if isinstance(self._policy, Personal):
                    self._judge = self._policy.learn(beliefs, Cells.of(self._ledger.cells(), self.playing), rng)
            self._chances = mixed(chances, self._rules.holdout)
            self._cumulative = np.cumsum(chances)
        return self._chances

    def draw(self, n: int, keys: Sequence[str] | None, rng: np.random.Generator) -> Picks:
        """`n` independent picks of the arms in play; `keys` are the viewers' circumstances, one for each pick."""
        chances, free = self.distribution(), self._cumulative
        if keys is not None and self._judge is not None:
            free, chances = self._personal(self._judge, keys)
        index = _drawn(free, rng.random(n))
        holdout = rng.random(n) < self._rules.holdout
        index = np.where(holdout, rng.integers(len(self.playing), size=n), index)
        propensity = chances[np.arange(n), index] if chances.ndim == 2 else chances[index]
        return Picks(self.playing, index, propensity, holdout, chances, self._number, keys)

    def _personal(self, judge: Judge, keys: Sequence[str]) -> tuple[Array, Array]:
        """(cumulative chances without the holdout, chances with it) of viewers, each (viewers, arms)."""
        new = [key for key in dict.fromkeys(keys) if key not in self._judged]
        if new:
            rows = judge(vectors_of(new))
            self._judged.update((key, floored(row, self._rules.floor)) for key, row in zip(new, rows, strict=True))
        chances = np.array([self._judged[key] for key in keys])
        return chances.cumsum(axis=1), np.array([mixed(row, self._rules.holdout) for row in chances])


def stream(seed: int, purpose: int, moment: int) -> np.random.Generator:
    """Random numbers of one purpose, independent of `default_rng(seed)`, which a caller's own viewers may come from."""
    return np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(purpose, moment)))


def _drawn(cumulative: Array, draws: Array) -> NDArray[np.intp]:
    """The arm that each draw (0..1) falls on, by one row of cumulative chances for all or a row for each."""
    if cumulative.ndim == 1:
        index = np.searchsorted(cumulative, draws, side="right")
    else:
        index = (cumulative <= draws[:, None]).sum(axis=1)
    return np.asarray(np.minimum(index, cumulative.shape[-1] - 1), dtype=np.intp)
