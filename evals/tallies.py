"""Shares of a run by name (intent, check, tag, place in the talk), outcomes of one case forming a cluster."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from pydantic import BaseModel

from evals.arguments import argument_outcomes
from evals.cases import Case
from evals.checks import CheckResult
from evals.records import Trajectory
from evals.statistics import Share, clustered_share

LATE = 9
Named = tuple[str, bool]
"""What an outcome belongs to, and the outcome."""


class CheckedRun(BaseModel):
    """A talk with the results of its checks, a row a turn of its case."""

    case: Case
    trajectory: Trajectory
    rows: list[list[CheckResult]]

    @property
    def passed(self) -> bool:
        return all(result.passed for row in self.rows for result in row)


def share(runs: Iterable[CheckedRun], outcomes: Callable[[CheckedRun], Iterable[bool]]) -> Share:
    """The share of passed ones among all `outcomes` of the runs."""
    by_case: dict[str, list[bool]] = defaultdict(list)
    for run in runs:
        by_case[run.case.id] += outcomes(run)
    return clustered_share(list(by_case.values()))


def shares(runs: Iterable[CheckedRun], outcomes: Callable[[CheckedRun], Iterable[Named]]) -> dict[str, Share]:
    """A share for each name among the `outcomes`, in order of names."""
    groups: dict[str, dict[str, list[bool]]] = defaultdict(lambda: defaultdict(list))
    for run in runs:
        for name, passed in outcomes(run):
            groups[name][run.case.id].append(passed)
    return {name: clustered_share(list(by_case.values())) for name, by_case in sorted(groups.items())}


def turns(run: CheckedRun) -> list[bool]:
    """Whether each turn of the case passed."""
    return [all(result.passed for result in row) for row in run.rows]


def checks(*wanted: str) -> Callable[[CheckedRun], Iterable[bool]]:
    """Outcomes of the checks of these names."""
    return lambda run: (result.passed for row in run.rows for result in row if result.key in wanted)


def by_intent(run: CheckedRun) -> Iterable[Named]:
    """Turns under the intent that their case wants."""
    names = (str(turn.expect.intent or "(any)") for turn in run.case.turns)
    return zip(names, turns(run), strict=True)


def by_place(run: CheckedRun) -> Iterable[Named]:
    """Turns under their place in the talk, from 1; late ones are together, as few talks are so long."""
    return ((place_name(number), passed) for number, passed in enumerate(turns(run), 1))


def place_name(number: int) -> str:
    """A turn's place in the talk, from 1."""
    return str(number) if number < LATE else f"{LATE}+"


def by_check(run: CheckedRun) -> Iterable[Named]:
    """Every check under its name."""
    return ((result.key, result.passed) for row in run.rows for result in row)


def by_argument(run: CheckedRun) -> Iterable[Named]:
    """Arguments of calls, as far as the case implies them."""
    found = argument_outcomes([([turn.expect for turn in run.case.turns], run.trajectory.turns)])
    return ((name, right) for name, values in found.items() for right in values)


def talks(names: Callable[[Case], Sequence[str]]) -> Callable[[CheckedRun], Iterable[Named]]:
    """Whole talks under names of their case."""
    return lambda run: ((name, run.passed) for name in names(run.case))
