"""Replay of the first screen: what other ways of choosing sources would have earned, from logged propensities.

Each place of each screen is one decision: a source among those that still had something, drawn with a known
probability, rewarded when its card was taken up. Estimators are those of `tools.racing.ope`.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table

from agent.recommend import mix
from agent.suggestions import Suggestion
from tools.library.adoption import Decision
from tools.racing.ope import cross_fitted, doubly_robust, ips, snips

Array = NDArray[np.float64]
Policy = Callable[[Sequence[str], Mapping[str, float]], dict[str, float]]
"""From the sources at hand and what each is thought to earn, to the probability of each."""

TASTES = {"history": 0.30, "product": 0.20, "meme": 0.12, "query": 0.25, "hot": 0.15}
"""Chances of adoption of the made-up audience, independent of the place."""


def evenly(among: Sequence[str], _earned: Mapping[str, float]) -> dict[str, float]:
    return {source: 1 / len(among) for source in among}


def by_rate(among: Sequence[str], earned: Mapping[str, float]) -> dict[str, float]:
    """In proportion to what each source earned: the rule that is live, without its fatigue."""
    total = sum(earned[source] for source in among)
    return {source: earned[source] / total for source in among}


def best_first(among: Sequence[str], earned: Mapping[str, float]) -> dict[str, float]:
    """Always the best source, but for one place in ten, drawn evenly."""
    best = max(among, key=lambda source: (earned[source], source))
    return {source: 0.9 * (source == best) + 0.1 / len(among) for source in among}


POLICIES: dict[str, Policy] = {"evenly": evenly, "by rate": by_rate, "best first": best_first}


def replay(log: Sequence[Decision], policy: Policy, seed: int = 0) -> dict[str, tuple[float, float, float, float]]:
    """(value, low, high, effective decisions) by estimator: expected adoptions a place, with 95 % intervals."""
    names = sorted({source for one in log for source in one.among} | {one.source for one in log})
    place = {name: number for number, name in enumerate(names)}
    reward = np.array([float(one.adopted) for one in log])
    actions = np.array([place[one.source] for one in log])
    logged = np.array([one.propensity for one in log])
    table = _filled(cross_fitted(actions, reward), len(names))
    chances = np.zeros((len(log), len(names)))
    for row, one in enumerate(log):
        earned = {name: float(table[row, place[name]]) for name in one.among}
        for name, chance in policy(one.among, earned).items():
            chances[row, place[name]] = chance
    rows = np.arange(len(log))
    target, predicted, expected = chances[rows, actions], table[rows, actions], (chances * table).sum(axis=1)
    found = {
        "IPS": ips(reward, target, logged, seed),
        "SNIPS": snips(reward, target, logged, seed),
        "DR": doubly_robust(reward, target, logged, predicted, expected, seed),
    }
    return {name: (one.value, one.low, one.high, one.effective) for name, one in found.items()}


def simulate(screens: int, seed: int, places: int = 4) -> list[Decision]:
    """A log of an audience with `TASTES`, shown screens as the assistant mixes them when it knows nothing yet."""
    draw = random.Random(seed)
    log = []
    for number in range(screens):
        cards = {name: [_card(name, number, one) for one in range(places)] for name in TASTES}
        for one in mix(cards, dict.fromkeys(TASTES, 0.2), places, draw):
            adopted = draw.random() < TASTES[one.source]
            log.append(Decision(source=one.source, propensity=one.propensity, among=one.among, adopted=adopted))
    return log


def main(log: Sequence[Decision], seed: int, console: Console | None = None) -> int:
    """Print every policy's estimates; 0, or 1 when there is no log to read."""
    console = console or Console()
    if not log:
        console.print("No first screen was logged yet: open the page, or try --simulated 2000.")
        return 1
    earned = sum(one.adopted for one in log) / len(log)
    table = Table("policy", "estimator", "adoptions a place", "95 %", "effective", title=f"{len(log):,} logged places")
    table.add_row("as shown", "", f"{earned:.3f}", "", f"{len(log):,}")
    for name, policy in POLICIES.items():
        for estimator, (value, low, high, effective) in replay(log, policy, seed).items():
            table.add_row(name, estimator, f"{value:.3f}", f"{low:.3f} - {high:.3f}", f"{effective:,.0f}")
    console.print(table)
    return 0


def _filled(table: Array, width: int) -> Array:
    """Sources that were at hand but never shown are thought to earn what the average one does."""
    missing = width - table.shape[1]
    return np.hstack([table, np.repeat(table.mean(axis=1, keepdims=True), missing, axis=1)]) if missing else table


def _card(source: str, screen: int, number: int) -> Suggestion:
    text = "".join(chr(0x4E00 + hash_of) for hash_of in _spread(source, screen, number))
    return Suggestion(id=f"{source}{screen}-{number}", source=source, text=text, message="x")


def _spread(source: str, screen: int, number: int) -> list[int]:
    """Eight numbers that differ from card to card, so that no two cards are alike."""
    draw = random.Random(f"{source} {screen} {number}")
    return [draw.randrange(8_000) for _ in range(8)]
