"""Races as they go wrong in practice: late clicks, rates that change, arms that come and go, equal arms.

Real tests' rates, made-up viewers: everything here is simulated, and the tables say so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from evals.bench.racing_prior import TextPrior
from evals.bench.racing_replay import BATCH, Lane, prior_rates
from evals.bench.racing_trials import Trial
from tools.racing import open_race
from tools.racing.beliefs import Array, Beliefs, anytime_interval, to_array
from tools.racing.policies import floored

IMPRESSIONS = 20_000


@dataclass(frozen=True)
class Conditions:
    """`delay`: impressions after which a click arrives; `wait`: impressions for which an impression waits for its click
    before the two tell of the rate (a race's rule `maturation`, counted in impressions here); `drift`: best and worst
    arm swap rates halfway; `churn`: the best arm joins after a quarter, and the arm that was best until then leaves
    after three quarters."""

    name: str
    delay: int = 0
    wait: int = 0
    drift: bool = False
    churn: bool = False


CONDITIONS = (
    Conditions("as usual"),
    Conditions("clicks 1,000 impressions late", delay=1_000),
    Conditions("clicks 1,000 impressions late, waited for", delay=1_000, wait=1_000),
    Conditions("best and worst swap halfway", drift=True),
    Conditions("arms join and leave", churn=True),
    Conditions("arms join and leave, clicks late", delay=1_000, churn=True),
    Conditions("arms join and leave, clicks late, waited for", delay=1_000, wait=1_000, churn=True),
)


def conditioned_share(lane: Lane, trials: Sequence[Trial], prior: TextPrior, how: Conditions, seed: int) -> float:
    """Share of the gain over an even split of an oracle that knows the rates and who plays at each moment."""
    totals = np.array([_run(lane, trial, prior, how, seed + number) for number, trial in enumerate(trials)]).sum(axis=0)
    return float(totals[0] / totals[1])


def _run(lane: Lane, trial: Trial, prior: TextPrior, how: Conditions, seed: int) -> tuple[float, float]:
    """(clicks gained over an even split, clicks that the oracle gains)."""
    rng = np.random.default_rng(seed)
    arms = len(trial.rates)
    start = prior_rates(lane, trial, prior)
    shown, clicks = np.zeros(arms), np.zeros(arms)
    young: list[Array] = [np.zeros(arms)] * (how.wait // BATCH)
    late: list[Array] = [np.zeros(arms)] * (max(how.delay, how.wait) // BATCH)
    kept, gained, best = 0.5 ** (BATCH / lane.half_life), 0.0, 0.0
    for done in range(0, IMPRESSIONS, BATCH):
        rates, playing = _moment(trial, how, done / IMPRESSIONS)
        weight = np.full(int(playing.sum()), lane.prior_weight)
        beliefs = Beliefs(shown[playing], clicks[playing], start[playing], weight)
        beliefs = beliefs.levelled() if lane.levelled else beliefs
        chances = np.zeros(arms)
        chances[playing] = floored(lane.policy.distribution(beliefs, rng), lane.floor)
        batch = rng.multinomial(BATCH, chances / chances.sum())
        young.append(to_array(batch))
        late.append(to_array(rng.binomial(batch, rates)))
        shown, clicks = shown * kept + young.pop(0), clicks * kept + late.pop(0)
        level = float(rates[playing].mean())
        gained += float(batch @ rates) - BATCH * level
        best += BATCH * (float(rates[playing].max()) - level)
    return gained, best


def _moment(trial: Trial, how: Conditions, share: float) -> tuple[Array, np.ndarray]:
    """Rates and who plays after this share of the impressions."""
    rates, playing = trial.rates.copy(), np.ones(len(trial.rates), bool)
    order = np.argsort(rates)
    if how.drift and share >= 0.5:
        rates[[order[0], order[-1]]] = rates[[order[-1], order[0]]]
    if how.churn and len(rates) > 2:
        playing[order[-1]] = share >= 0.25
        playing[order[-2]] = share < 0.75
    return rates, playing


@dataclass(frozen=True)
class NullFigures:
    """Shares of races, 0..1: equal arms with a winner named at any look, and all intervals right at every look."""

    races: int
    false_winners: float
    covered: float
    unequal_covered: float


def null_figures(races: int, seed: int, *, looks: int = 20, step: int = 1_000) -> NullFigures:
    """Races as they ship (default policy and rules), looked at after every `step` impressions."""
    equal = [_watched(to_array([0.03] * 4), seed + n, looks, step) for n in range(races)]
    apart = [_watched(to_array([0.02, 0.025, 0.03, 0.04]), seed + n, looks, step) for n in range(races // 2)]
    false = sum(named for named, _ in equal) / races
    return NullFigures(races, false, sum(ok for _, ok in equal) / races, sum(ok for _, ok in apart) / len(apart))


def _watched(rates: Array, seed: int, looks: int, step: int) -> tuple[bool, bool]:
    """(a winner was named at some look, every interval held its rate at every look)."""
    rng, ids = np.random.default_rng(seed), [f"a{i}" for i in range(len(rates))]
    race, named, covered = open_race(ids, seed=seed), False, True
    for look in range(looks):
        counts = np.zeros(len(rates), int)
        for part in range(4):
            batch = np.bincount([ids.index(d.arm_id) for d in race.choose(n=step // 4)], minlength=len(ids))
            race.record(_events(ids, batch, rng.binomial(batch, rates), f"{look}.{part}"))
            counts += batch
        status = race.status()
        named |= status.winner is not None
        shown = to_array([arm.impressions for arm in status.arms])
        low, high = anytime_interval(shown, to_array([arm.clicks for arm in status.arms]), 0.95)
        covered &= bool(((low <= rates) & (rates <= high)).all())
    return named, covered


def _events(ids: list[str], shown: np.ndarray, clicks: np.ndarray, tag: str) -> list[dict[str, object]]:
    rows = [("impression", arm, int(n)) for arm, n in zip(ids, shown, strict=True)]
    rows += [("click", arm, int(n)) for arm, n in zip(ids, clicks, strict=True)]
    return [{"id": f"{tag}.{kind}.{arm}", "kind": kind, "arm_id": arm, "count": n} for kind, arm, n in rows if n]
