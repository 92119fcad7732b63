"""Runs cases against a driver: a fresh home a trial, several conversations in flight, a limit on every turn."""

from __future__ import annotations

import threading
import time
import traceback
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass

from evals.cases import Case
from evals.drivers import Conversation, Driver
from evals.records import Observation, Trajectory

Opener = Callable[[int, int], Driver]
"""Builds the driver of one trial from (trial, seed), on a home of its own."""


@dataclass(frozen=True)
class RunPlan:
    """How often and how: `trials` from seed `seed` upwards, `in_flight` conversations at once, seconds a turn."""

    trials: int = 1
    seed: int = 0
    in_flight: int = 1
    turn_seconds: float = 60.0


def run_cases(
    cases: Sequence[Case],
    opener: Opener,
    plan: RunPlan,
    *,
    done: Iterable[tuple[str, int]] = (),
    on_finished: Callable[[Trajectory], None] = lambda trajectory: None,
) -> list[Trajectory]:
    """Run every case in every trial, except those `done` (case id, trial) before.

    `on_finished` is called from this thread as each conversation ends, so that nothing is lost by a kill.
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
    driver = opener(trial, seed)
    try:
        with ThreadPoolExecutor(plan.in_flight) as pool:
            running = [pool.submit(run_case, case, driver, plan.turn_seconds, trial, seed) for case in cases]
            for future in as_completed(running):
                yield future.result()
    finally:
        driver.close()


def run_case(case: Case, driver: Driver, turn_seconds: float = 60.0, trial: int = 0, seed: int = 0) -> Trajectory:
    """Hold one conversation. A crashed turn is recorded and the talk goes on; after a timeout it ends."""
    trajectory = Trajectory(case_id=case.id, trial=trial, seed=seed, driver=driver.name)
    try:
        conversation = driver.open(case)
    except Exception as error:  # whatever stops a conversation from beginning is the surroundings' fault
        return trajectory.model_copy(update={"infrastructure": _told(error)})
    turns: list[Observation] = []
    for wanted in case.turns:
        turns.append(send_within(conversation, wanted.user, turn_seconds))
        if turns[-1].status == "timeout":
            break
    return trajectory.model_copy(update={"turns": tuple(turns)})


def send_within(conversation: Conversation, text: str, seconds: float) -> Observation:
    """Send one message and wait at most `seconds`; the time taken is measured here, by the caller's clock."""
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
        return Observation(user=text, status="crashed", error=_told(outcome), seconds=taken)
    return outcome.model_copy(update={"seconds": taken})


def _told(error: Exception) -> str:
    last = traceback.extract_tb(error.__traceback__)[-1] if error.__traceback__ else None
    place = f" ({last.filename.rsplit('/', 1)[-1]}:{last.lineno})" if last else ""
    return f"{type(error).__name__}: {error}{place}"
