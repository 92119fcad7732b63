"""Had another policy run: what the even split, or each title alone, would have earned, from a race's own log.

Only decisions whose impression came back and is mature count; a decision earned a click when a click names it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from sqlalchemy import select

from tools.racing.ope import Estimate, cross_fitted, doubly_robust, ips, snips
from tools.racing.sql_waiting import MATURE
from tools.store.database import Database
from tools.store.tables import race_arms, race_decisions, race_events

EVEN, SAME = "even split", "as it ran"


@dataclass(frozen=True)
class HadItRun:
    """Clicks per impression of one policy, by three estimators; see `ope`."""

    policy: str
    ips: Estimate
    snips: Estimate
    doubly_robust: Estimate


def had_they_run(database: Database, race_id: str, seed: int = 0) -> list[HadItRun]:
    """The race as it ran, the even split of its arms, and each arm alone (by id). Raises ValueError without a log."""
    arm_ids, action, propensity, reward = _log(database, race_id)
    if len(action) < 2:
        raise ValueError(f"race {race_id} has no answered decisions to judge by")
    table = np.zeros((len(action), len(arm_ids)))
    fitted = cross_fitted(action, reward)
    table[:, : fitted.shape[1]] = fitted
    policies = {EVEN: np.full(len(arm_ids), 1 / len(arm_ids))}
    policies |= {arm_id: np.eye(len(arm_ids))[place] for place, arm_id in enumerate(arm_ids)}
    predicted = table[np.arange(len(action)), action]
    found = [HadItRun(SAME, *(ips(reward, propensity, propensity, seed),) * 3)]
    for name, chances in policies.items():
        target = chances[action]
        found.append(
            HadItRun(
                name,
                ips(reward, target, propensity, seed),
                snips(reward, target, propensity, seed),
                doubly_robust(reward, target, propensity, predicted, table @ chances, seed),
            )
        )
    return found


def _log(database: Database, race_id: str) -> tuple[Sequence[str], np.ndarray, np.ndarray, np.ndarray]:
    """(arm ids, and for each answered decision the arm's place, its propensity and 1 for a click)."""
    mine = (race_events.c.race_id == race_id, race_events.c.decision_id.is_not(None))
    named = select(race_events.c.decision_id).where(*mine)
    decided = select(race_decisions.c.number, race_decisions.c.arm_id, race_decisions.c.propensity)
    with database.read() as connection:
        arms = select(race_arms.c.arm_id).where(race_arms.c.race_id == race_id).order_by(race_arms.c.position)
        arm_ids = list(connection.execute(arms).scalars())
        seen = _numbers(connection.execute(named.where(race_events.c.kind == "impression", MATURE)).scalars())
        clicked = _numbers(connection.execute(named.where(race_events.c.kind == "click")).scalars())
        rows = connection.execute(decided.where(race_decisions.c.race_id == race_id)).all()
    place = {arm_id: number for number, arm_id in enumerate(arm_ids)}
    rows = [row for row in rows if row.number in seen]
    return (
        arm_ids,
        np.array([place[row.arm_id] for row in rows], dtype=np.int64),
        np.array([row.propensity for row in rows], dtype=np.float64),
        np.array([float(row.number in clicked) for row in rows]),
    )


def _numbers(decision_ids: Iterable[str | None]) -> set[int]:
    """Numbers of decisions from their ids (race id, dot, number, "h" where held out)."""
    found = (str(one).rpartition(".")[2].removesuffix("h") for one in decision_ids)
    return {int(number) for number in found if number.isdecimal()}
