"""Personalised races: linear models of each arm's click rate over the viewer's circumstances.

A click rate is read as the circumstances' own effect, which all arms share and which decides nothing between them,
plus what is special to the arm: Bayesian ridge regression of the clicks beyond the shared effect, with noise p (1 - p).
Linear UCB: Li et al., WWW 2010. Linear Thompson sampling: Agrawal and Goyal, ICML 2013.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, runtime_checkable
from zlib import crc32

import numpy as np

from tools.racing.beliefs import Array, Beliefs
from tools.racing.events import CONTEXT, Event
from tools.racing.policies import DRAWS, Thompson, highest, mixed

WIDTH = 32
"""Columns that values of circumstances are hashed to; column 0 is always 1."""
CHUNK = 256
NAMES = (*CONTEXT, "hour")
"""Circumstances that count; others, such as a viewer's id, would only scatter the counts."""
SLOPE = 0.5
"""How far a circumstance is expected to move an arm's rate, relative to the level of rates."""


CellCounts = dict[tuple[str, str], tuple[int, int]]
"""{(arm id, circumstances, see `key_of`): (shown, clicks)}"""


@dataclass(frozen=True)
class Cells:
    """Counts by arm and circumstances: place of the arm, features (cells, WIDTH), shown and clicks (cells,)."""

    arm: np.ndarray
    features: Array
    shown: Array
    clicks: Array

    @classmethod
    def of(cls, counts: CellCounts, arm_ids: Sequence[str]) -> Cells:
        """Arms that are not in play are left out."""
        place = {arm_id: i for i, arm_id in enumerate(arm_ids)}
        kept = [(place[arm], text, *pair) for (arm, text), pair in counts.items() if arm in place]
        return cls(
            np.array([row[0] for row in kept], int),
            vectors_of([row[1] for row in kept]),
            np.array([row[2] for row in kept], float),
            np.array([row[3] for row in kept], float),
        )


Judge = Callable[[Array], Array]
"""Chances (viewers, arms) for the features (viewers, WIDTH) of viewers; rows sum to 1."""


@runtime_checkable
class Personal(Protocol):
    """A policy whose choice depends on who looks; asked once per posterior snapshot."""

    def learn(self, beliefs: Beliefs, cells: Cells, rng: np.random.Generator) -> Judge: ...


@dataclass(frozen=True)
class LinearBeliefs:
    """What is believed of every arm's own effects: mean (arms, WIDTH) and covariance (arms, WIDTH, WIDTH)."""

    mean: Array
    covariance: Array

    @classmethod
    def fit(cls, beliefs: Beliefs, cells: Cells) -> LinearBeliefs:
        """Without any cell, every viewer is expected to like the arms as their priors say."""
        level = float(np.average(beliefs.prior_rate))
        if cells.shown.sum():
            level = float((cells.clicks.sum() + 1) / (cells.shown.sum() + 1 / level))
        noise = level * (1 - level)
        shared = _ridge(cells, noise, (SLOPE * level) ** 2, level)
        scale = level / float(np.average(beliefs.prior_rate))
        mean, covariance = [], []
        for arm in range(len(beliefs)):
            mine = cells.arm == arm
            x, shown = cells.features[mine], cells.shown[mine]
            beyond = cells.clicks[mine] - shown * (x @ shared)
            start = np.zeros(WIDTH)
            start[0] = scale * beliefs.prior_rate[arm] - level
            tight = np.full(WIDTH, 1 / (SLOPE * level) ** 2)
            tight[0] = beliefs.prior_weight[arm] / scale / noise
            precision = np.diag(tight) + (x * shown[:, None]).T @ x / noise
            known = np.linalg.inv(precision)
            mean.append(known @ (tight * start + x.T @ beyond / noise))
            covariance.append(known)
        return cls(np.array(mean), np.array(covariance))


@dataclass(frozen=True)
class LinearThompson:
    """Each arm as often as it is the best for this viewer under a draw of the arms' effects."""

    draws: int = 400

    def distribution(self, beliefs: Beliefs, rng: np.random.Generator) -> Array:
        """For a viewer of whom nothing is known."""
        return Thompson(DRAWS).distribution(beliefs, rng)

    def learn(self, beliefs: Beliefs, cells: Cells, rng: np.random.Generator) -> Judge:
        known = LinearBeliefs.fit(beliefs, cells)
        spread = np.linalg.cholesky(known.covariance)
        noise = rng.standard_normal((len(beliefs), WIDTH, self.draws))
        effects = (known.mean[:, :, None] + spread @ noise).transpose(2, 0, 1).astype(np.float32)

        def judge(viewers: Array) -> Array:
            chances = np.empty((len(viewers), len(beliefs)))
            for first in range(0, len(viewers), CHUNK):
                part = viewers[first : first + CHUNK]
                leads = (effects @ part.T.astype(np.float32)).argmax(axis=1)  # (draws, viewers)
                for arm in range(len(beliefs)):
                    chances[first : first + len(part), arm] = (leads == arm).mean(axis=0)
            return chances

        return judge


@dataclass(frozen=True)
class LinearUcb:
    """The highest mean plus `width` standard deviations for this viewer, and with `epsilon` any arm."""

    width: float = 1.0
    epsilon: float = 0.02

    def distribution(self, beliefs: Beliefs, rng: np.random.Generator) -> Array:
        """For a viewer of whom nothing is known."""
        deviation = np.sqrt(beliefs.mean * (1 - beliefs.mean) / (beliefs.shown + beliefs.prior_weight))
        return mixed(highest(beliefs.mean + self.width * deviation), self.epsilon)

    def learn(self, beliefs: Beliefs, cells: Cells, rng: np.random.Generator) -> Judge:
        known = LinearBeliefs.fit(beliefs, cells)

        def judge(viewers: Array) -> Array:
            variance = np.einsum("vi,aij,vj->va", viewers, known.covariance, viewers, optimize=True)
            scores = viewers @ known.mean.T + self.width * np.sqrt(variance)
            return np.array([mixed(highest(row), self.epsilon) for row in scores])

        return judge


def features(context: Mapping[str, Any]) -> Array:
    """A viewer's circumstances as (WIDTH,): 1, then a mark in the column that each name and value is hashed to."""
    vector = np.zeros(WIDTH)
    vector[0] = 1.0
    for name, value in context.items():
        vector[1 + crc32(f"{name}={value}".encode(errors="replace")) % (WIDTH - 1)] = 1.0
    return vector


def key_of(context: Mapping[str, Any]) -> str:
    """Circumstances as the text that they are kept and compared by; empty where none is known."""
    known = {name: str(context[name]) for name in NAMES if context.get(name) is not None}
    return json.dumps(known) if known else ""


def vectors_of(keys: Sequence[str]) -> Array:
    """Features of texts made by `key_of`, (keys, WIDTH)."""
    return np.array([features(json.loads(key) if key else {}) for key in keys]).reshape(-1, WIDTH)


def cell_sums(events: Sequence[Event]) -> CellCounts:
    """(shown, clicks) of events by arm and circumstances, for those that name any."""
    keys: dict[str, str] = {}
    sums: CellCounts = {}
    for event in events:
        if event.context is None or event.kind not in ("impression", "click"):
            continue
        key = keys.get(event.context)
        if key is None:
            key = keys[event.context] = key_of(json.loads(event.context))
        if key:
            shown, clicks = sums.get((event.arm_id, key), (0, 0))
            more = (event.times, 0) if event.kind == "impression" else (0, event.times)
            sums[event.arm_id, key] = (shown + more[0], clicks + more[1])
    return sums


def _ridge(cells: Cells, noise: float, variance: float, level: float) -> Array:
    """The effect of the circumstances on every arm alike, (WIDTH,)."""
    start = np.zeros(WIDTH)
    start[0] = level
    precision = np.eye(WIDTH) / variance + (cells.features * cells.shown[:, None]).T @ cells.features / noise
    return np.asarray(np.linalg.solve(precision, start / variance + cells.features.T @ cells.clicks / noise))
