"""Runs cases against a driver: a fresh home a trial, several conversations in flight, a limit on every turn."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass

from evals.cases import Case
from evals.drivers import Conversation, Driver, InfrastructureError
from evals.records import Observation, Trajectory
from evals.surroundings import is_infrastructure, told

Opener = Callable[[int, int], Driver]
"""Builds the driver of one trial from (trial, seed), on a home of its own."""


@dataclass(frozen=True)
class RunPlan:
    """How often and how: `trials` from seed `seed` upwards, `in_flight` conversations at once, seconds a turn.

    `driver` is the name of what could not be opened.
    """

    trials: int = 1
    seed: int = 0
    in_flight: int = 1
    turn_seconds: float = 60.0
    driver: str = ""


def run_cases(
    cases: Sequence[Case],
    opener: Opener,
    plan: RunPlan,
    *,
    done: Iterable[tuple[str, int]] = (),
    on_finished: Callable[[Trajectory], None] = lambda trajectory: None,
) -> list[Trajectory]:
    """Run every case in every trial, except those `done` (case id, trial) before.

    `on_finished` is called from this thread as each conversation ends, so that nothing is lost by a kill. Where a
    trial's driver cannot be opened, its cases are infrastructure errors, and the next trial is tried.
    """
    finished = set(done)
    trajectories: list[Trajectory] = []
    for trial in range(plan.trials):
        waiting = [case for case in cases if (case.id, trial) not in finished]
        if waiting:
            for trajectory in _run_trial(waiting, opener, plan, trial):
                on_finished(trajectory)
                trajectories.append(trajectory)
    return trajectories


def _run_trial(cases: Sequence[Case], opener: Opener, plan: RunPlan, trial: int) -> Iterable[Trajectory]:
    seed = plan.seed + trial
    try:
        driver = opener(trial, seed)
    except Exception as error:  # whatever stops a driver from opening is the surroundings' fault, as for its talks
        for case in cases:
            yield Trajectory(case_id=case.id, trial=trial, seed=seed, driver=plan.driver, infrastructure=told(error))
        return
    try:
        with ThreadPoolExecutor(plan.in_flight) as pool:
            running = [pool.submit(run_case, case, driver, plan.turn_seconds, trial, seed) for case in cases]
            for future in as_completed(running):
                yield future.result()
    finally:
        driver.close()


def run_case(case: Case, driver: Driver, turn_seconds: float = 60.0, trial: int = 0, seed: int = 0) -> Trajectory:
    """Hold one conversation. A crashed turn is recorded and the talk goes on; after a timeout it ends.

    Where the surroundings fail, before the first turn or in any, the talk ends too and is an infrastructure error.
    """
    trajectory = Trajectory(case_id=case.id, trial=trial, seed=seed, driver=driver.name)
    try:
        conversation = driver.open(case)
    except Exception as error:  # whatever stops a conversation from beginning is the surroundings' fault
        return trajectory.model_copy(update={"infrastructure": told(error)})
    turns: list[Observation] = []
    broken: str | None = None
    for number, wanted in enumerate(case.turns, 1):
        try:
            turns.append(send_within(conversation, wanted.user, turn_seconds))
        except InfrastructureError as error:
            broken = f"turn {number}: {error}"
            break
        if turns[-1].status == "timeout":
            break
    return trajectory.model_copy(update={"turns": tuple(turns), "infrastructure": broken})


def send_within(conversation: Conversation, text: str, seconds: float) -> Observation:
    """Send one message and wait at most `seconds`; the time taken is measured here, by the caller's clock.

    Raises InfrastructureError where the error is one of the surroundings (`surroundings.py`).
    """
    box: list[Observation | Exception] = []

    def work() -> None:
        try:
            box.append(conversation.send(text))
        except Exception as error:  # the user would see a crash: recorded, never hidden
            box.append(error)

    started = time.perf_counter()
    worker = threading.Thread(target=work, daemon=True)
    worker.start()
    worker.join(seconds)
    taken = time.perf_counter() - started
    if not box:
        conversation.stop()
        return Observation(user=text, status="timeout", error=f"no turn within {seconds:g} s", seconds=taken)
    if isinstance(outcome := box[0], Exception):
        if is_infrastructure(outcome):
            raise InfrastructureError(told(outcome)) from outcome
        return Observation(user=text, status="crashed", error=told(outcome), seconds=taken)
    return outcome.model_copy(update={"seconds": taken})
