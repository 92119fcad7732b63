"""Figures of a run, all computed from its saved trajectories and the cases."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence

from pydantic import BaseModel, ConfigDict, Field

from evals.cases import Case
from evals.checks import CheckResult, check_case
from evals.quality import scores_by_turn, tool_confusion, variety
from evals.records import Observation, Trajectory

CONDITIONS = (
    "count", "min_count", "max_chars", "min_chars", "include_all", "include_any", "avoid", "some_include", "keeps",
)  # fmt: skip
Z95 = 1.959963984540054


class Share(BaseModel):
    """A share of successes with its 95 % Wilson interval."""

    model_config = ConfigDict(frozen=True)

    passed: int
    total: int
    value: float
    low: float
    high: float


class Failure(BaseModel):
    """One failed check, with all that is needed to understand it."""

    model_config = ConfigDict(frozen=True)

    case_id: str
    trial: int
    turn: int
    user: str
    key: str
    detail: str
    seen: Observation


class Summary(BaseModel):
    """All figures of a run. Times are seconds."""

    model_config = ConfigDict(frozen=True)

    driver: str
    cases: int
    trials: int
    pass_hat: dict[int, float] = Field(description="pass^k: the chance that k runs of a case all pass")
    pass_interval: dict[int, tuple[float, float]] = Field(description="95 %, cases being the units drawn")
    runs: Share
    runs_error: float = Field(description="standard error of pass^1, clustered by case")
    turns: Share
    tool_choice: Share
    conditions: Share = Field(description="checks of counts, lengths, words and bases: were the arguments right?")
    by_intent: dict[str, Share]
    by_tag: dict[str, Share]
    by_lang: dict[str, Share]
    by_check: dict[str, Share]
    confusion: dict[str, dict[str, int]]
    tools: dict[str, dict[str, int]]
    scores_by_turn: dict[str, dict[str, float]]
    variety: dict[str, float]
    turn_seconds: dict[str, float]
    first_event_seconds: dict[str, float]
    tool_calls: dict[str, int]
    repeats_in_turn: int
    notices: dict[str, int]
    crashed: int
    timeouts: int
    infrastructure: list[str]
    failures: list[Failure]


class _Run(BaseModel):
    case: Case
    trajectory: Trajectory
    rows: list[list[CheckResult]]

    @property
    def passed(self) -> bool:
        return all(result.passed for row in self.rows for result in row)


def wilson(passed: int, total: int) -> Share:
    """Wilson's score interval (1927); an empty sample spans 0..1."""
    if not total:
        return Share(passed=0, total=0, value=0.0, low=0.0, high=1.0)
    share = passed / total
    scale = 1 + Z95**2 / total
    middle = (share + Z95**2 / (2 * total)) / scale
    half = Z95 * math.sqrt(share * (1 - share) / total + Z95**2 / (4 * total**2)) / scale
    return Share(passed=passed, total=total, value=share, low=max(0.0, middle - half), high=min(1.0, middle + half))


def pass_hat_k(passes: int, runs: int, k: int) -> float:
    """C(c, k) / C(n, k) for a case that passed `passes` of `runs` runs (tau-bench, 2024). Needs k <= runs."""
    return math.comb(passes, k) / math.comb(runs, k)


def clustered_error(outcomes: Sequence[Sequence[bool]]) -> float:
    """Standard error of the mean over all runs, runs of one case forming a cluster (Miller 2024, eq. 4)."""
    flat = [float(value) for group in outcomes for value in group]
    if len(flat) < 2:
        return 0.0
    mean = sum(flat) / len(flat)
    return math.sqrt(sum(sum(float(value) - mean for value in group) ** 2 for group in outcomes)) / len(flat)


def quantiles(values: Sequence[float]) -> dict[str, float]:
    """Median, 90th and 99th percentile and the largest (nearest rank)."""
    ranked = sorted(values)
    if not ranked:
        return {}
    at = {"p50": 0.5, "p90": 0.9, "p99": 0.99, "max": 1.0}
    return {name: ranked[max(0, math.ceil(share * len(ranked)) - 1)] for name, share in at.items()}


def summarise(cases: Sequence[Case], trajectories: Sequence[Trajectory]) -> Summary:
    """Check every trajectory again and add up. Runs that the surroundings stopped are left out and listed."""
    known = {case.id: case for case in cases}
    sound = [one for one in trajectories if one.infrastructure is None]
    runs = [
        _Run(case=known[one.case_id], trajectory=one, rows=check_case(known[one.case_id], one.turns)) for one in sound
    ]
    by_case: dict[str, list[bool]] = defaultdict(list)
    for run in runs:
        by_case[run.case.id].append(run.passed)
    outcomes = list(by_case.values())
    hats = _pass_hats(outcomes)
    pairs = [
        (turn.expect, seen) for run in runs for turn, seen in zip(run.case.turns, run.trajectory.turns, strict=False)
    ]
    talks = [run.trajectory.turns for run in runs]
    observations = [turn for run in runs for turn in run.trajectory.turns]
    return Summary(
        driver=trajectories[0].driver if trajectories else "none",
        cases=len(by_case),
        trials=max((len(group) for group in outcomes), default=0),
        pass_hat={k: sum(values) / len(values) for k, values in hats.items()},
        pass_interval={k: clustered_interval(values) for k, values in hats.items()},
        runs=wilson(sum(run.passed for run in runs), len(runs)),
        runs_error=clustered_error(outcomes),
        turns=_share(all(result.passed for result in row) for run in runs for row in run.rows),
        tool_choice=_share(r.passed for run in runs for row in run.rows for r in row if r.key.startswith("tools_")),
        conditions=_share(r.passed for run in runs for row in run.rows for r in row if r.key in CONDITIONS),
        by_intent=_by_intent(runs),
        by_tag=_grouped(runs, lambda run: run.case.tags),
        by_lang=_grouped(runs, lambda run: (run.case.lang,)),
        by_check=_by_check(runs),
        confusion=_confusion(runs),
        tools=tool_confusion(pairs),
        scores_by_turn=scores_by_turn(talks),
        variety=variety(talks),
        turn_seconds=quantiles([turn.seconds for turn in observations]),
        first_event_seconds=quantiles([turn.first_event for turn in observations if turn.first_event is not None]),
        tool_calls=dict(Counter(call.name for turn in observations for call in turn.tools).most_common()),
        repeats_in_turn=sum(len(turn.titles) - len({title.text for title in turn.titles}) for turn in observations),
        notices=dict(Counter(notice for turn in observations for notice in turn.notices).most_common(20)),
        crashed=sum(turn.status == "crashed" for turn in observations),
        timeouts=sum(turn.status == "timeout" for turn in observations),
        infrastructure=[f"{one.case_id}: {one.infrastructure}" for one in trajectories if one.infrastructure],
        failures=[failure for run in runs for failure in _failures(run)],
    )


def _share(outcomes: Iterable[bool]) -> Share:
    values = list(outcomes)
    return wilson(sum(values), len(values))


def _pass_hats(outcomes: Sequence[Sequence[bool]]) -> dict[int, list[float]]:
    """For each k up to 4 that every case was run for: the chance of k passes, case by case."""
    fewest = min((len(group) for group in outcomes), default=0)
    return {k: [pass_hat_k(sum(group), len(group), k) for group in outcomes] for k in range(1, min(fewest, 4) + 1)}


def clustered_interval(values: Sequence[float]) -> tuple[float, float]:
    """95 % interval of the mean of one value a case: cases are independent, runs of one case are not."""
    mean, count = sum(values) / len(values), len(values)
    spread = sum((value - mean) ** 2 for value in values) / max(1, count - 1)
    half = Z95 * math.sqrt(spread / count)
    return max(0.0, mean - half), min(1.0, mean + half)


def _grouped(runs: Sequence[_Run], names: Callable[[_Run], Iterable[str]]) -> dict[str, Share]:
    groups: dict[str, list[bool]] = defaultdict(list)
    for run in runs:
        for name in names(run):
            groups[name].append(run.passed)
    return {name: _share(values) for name, values in sorted(groups.items())}


def _by_intent(runs: Sequence[_Run]) -> dict[str, Share]:
    groups: dict[str, list[bool]] = defaultdict(list)
    for run in runs:
        for wanted, row in zip(run.case.turns, run.rows, strict=True):
            groups[str(wanted.expect.intent or "(any)")].append(all(result.passed for result in row))
    return {name: _share(values) for name, values in sorted(groups.items())}


def _by_check(runs: Sequence[_Run]) -> dict[str, Share]:
    groups: dict[str, list[bool]] = defaultdict(list)
    for run in runs:
        for row in run.rows:
            for result in row:
                groups[result.key].append(result.passed)
    return {name: _share(values) for name, values in sorted(groups.items())}


def _confusion(runs: Sequence[_Run]) -> dict[str, dict[str, int]]:
    table: dict[str, Counter[str]] = defaultdict(Counter)
    for run in runs:
        for wanted, seen in zip(run.case.turns, run.trajectory.turns, strict=False):
            if wanted.expect.intent:
                table[str(wanted.expect.intent)][seen.intent or seen.status] += 1
    return {wanted: dict(got.most_common()) for wanted, got in sorted(table.items())}


def _failures(run: _Run) -> list[Failure]:
    found = []
    for index, row in enumerate(run.rows):
        turns = run.trajectory.turns
        user = run.case.turns[index].user
        seen = turns[index] if index < len(turns) else Observation(user=user, status="skipped")
        for result in row:
            if not result.passed:
                found.append(
                    Failure(
                        case_id=run.case.id,
                        trial=run.trajectory.trial,
                        turn=index + 1,
                        user=user,
                        key=result.key,
                        detail=result.detail,
                        seen=seen,
                    )
                )
    return found
