"""Figures of a run, all computed from its saved trajectories and the cases."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from pydantic import BaseModel, ConfigDict, Field

from evals import tallies
from evals.cases import Case
from evals.checks import check_case, inventions, views
from evals.clock import Stretch
from evals.judge import Judge
from evals.legality import Legality, legality
from evals.lift import Lift, lift
from evals.quality import scores_by_turn, tool_confusion, variety
from evals.records import Observation, Trajectory
from evals.statistics import Share, clustered_error, clustered_share, mean_interval, pass_hat_k, quantiles
from evals.tallies import CheckedRun
from evals.usage import Usage, usage

CONDITIONS = (
    "count", "min_count", "max_chars", "min_chars", "include_all", "include_any", "avoid", "some_include", "keeps",
)  # fmt: skip


SECONDS = (0.0, 0.25, 0.5, 0.75, 1.0, 1.5, 2.0, 3.0, 4.0, 6.0, 10.0, 20.0, 60.0)
"""Lower ends of the bins that whole turns are counted in by their time; the last bin has no end."""


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
    """All figures of a run. Times are seconds; intervals of shares take the outcomes of one case as one cluster."""

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
    arguments: dict[str, Share] = Field(description="arguments of calls that were as the case implies")
    by_intent: dict[str, Share]
    by_place: dict[str, Share] = Field(description="turns by their place in the case, from 1; those not reached fail")
    by_tag: dict[str, Share]
    by_lang: dict[str, Share]
    by_check: dict[str, Share]
    confusion: dict[str, dict[str, int]]
    tools: dict[str, dict[str, int]]
    scores_by_turn: dict[str, dict[str, float]]
    variety: dict[str, float]
    turn_seconds: dict[str, float]
    turn_histogram: list[int] = Field(description="turns in each bin of SECONDS")
    first_event_seconds: dict[str, float]
    tool_calls: dict[str, int]
    calls_per_turn: float
    usage: Usage = Field(description="the model's tokens, and the planner's seconds")
    lift: Lift | None = Field(default=None, description="by a judge that the agent does not rank by")
    legality: Legality = Field(description="titles shown, and those that the compliance check calls violations")
    invented: int = Field(description="titles shown in any turn with a number that nobody told, checked for or not")
    clock: tuple[Stretch, ...] = Field(default=(), description="the run's wall time, a stretch each time it was begun")
    repeats_in_turn: int
    notices: dict[str, int]
    aborted: int = Field(description="talks that ended before the case's last message")
    crashed: int
    timeouts: int
    infrastructure: list[str]
    failures: list[Failure]


def summarise(
    cases: Sequence[Case],
    trajectories: Sequence[Trajectory],
    judge: Judge | None = None,
    clock: Sequence[Stretch] = (),
) -> Summary:
    """Check every trajectory again and add up. Runs that the surroundings stopped are left out and listed."""
    known = {case.id: case for case in cases}
    sound = [one for one in trajectories if one.infrastructure is None]
    runs = [
        CheckedRun(case=known[one.case_id], trajectory=one, rows=check_case(known[one.case_id], one.turns))
        for one in sound
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
        pass_interval={k: mean_interval(values).of_shares for k, values in hats.items()},
        runs=clustered_share(outcomes),
        runs_error=clustered_error(outcomes),
        turns=tallies.share(runs, tallies.turns),
        tool_choice=tallies.share(runs, tallies.checks("tools_any", "tools_none")),
        conditions=tallies.share(runs, tallies.checks(*CONDITIONS)),
        arguments=tallies.shares(runs, tallies.by_argument),
        by_intent=tallies.shares(runs, tallies.by_intent),
        by_place=tallies.shares(runs, tallies.by_place),
        by_tag=tallies.shares(runs, tallies.talks(lambda case: case.tags)),
        by_lang=tallies.shares(runs, tallies.talks(lambda case: (case.lang,))),
        by_check=tallies.shares(runs, tallies.by_check),
        confusion=_confusion(runs),
        tools=tool_confusion(pairs),
        scores_by_turn=scores_by_turn(talks),
        variety=variety(talks),
        turn_seconds=quantiles([turn.seconds for turn in observations]),
        turn_histogram=_histogram([turn.seconds for turn in observations]),
        first_event_seconds=quantiles([turn.first_event for turn in observations if turn.first_event is not None]),
        tool_calls=dict(Counter(call.name for turn in observations for call in turn.tools).most_common()),
        calls_per_turn=sum(len(turn.tools) for turn in observations) / max(1, len(observations)),
        usage=usage(observations),
        lift=lift(sound, judge) if judge else None,
        legality=legality((run.case, run.trajectory) for run in runs),
        invented=sum(len(list(inventions(view))) for run in runs for view in views(run.case, run.trajectory.turns)),
        clock=tuple(clock),
        repeats_in_turn=sum(len(turn.titles) - len({title.text for title in turn.titles}) for turn in observations),
        notices=dict(Counter(notice for turn in observations for notice in turn.notices).most_common(20)),
        aborted=sum(len(run.trajectory.turns) < len(run.case.turns) for run in runs),
        crashed=sum(turn.status == "crashed" for turn in observations),
        timeouts=sum(turn.status == "timeout" for turn in observations),
        infrastructure=[f"{one.case_id}: {one.infrastructure}" for one in trajectories if one.infrastructure],
        failures=[failure for run in runs for failure in _failures(run)],
    )


def _histogram(seconds: Iterable[float]) -> list[int]:
    found = Counter(bisect_right(SECONDS, value) - 1 for value in seconds)
    return [found[place] for place in range(len(SECONDS))]


def _pass_hats(outcomes: Sequence[Sequence[bool]]) -> dict[int, list[float]]:
    """For each k up to 4 that every case was run for: the chance of k passes, case by case."""
    fewest = min((len(group) for group in outcomes), default=0)
    return {k: [pass_hat_k(sum(group), len(group), k) for group in outcomes] for k in range(1, min(fewest, 4) + 1)}


def _confusion(runs: Sequence[CheckedRun]) -> dict[str, dict[str, int]]:
    table: dict[str, Counter[str]] = defaultdict(Counter)
    for run in runs:
        for wanted, seen in zip(run.case.turns, run.trajectory.turns, strict=False):
            if wanted.expect.intent:
                table[str(wanted.expect.intent)][seen.intent or seen.status] += 1
    return {wanted: dict(got.most_common()) for wanted, got in sorted(table.items())}


def _failures(run: CheckedRun) -> list[Failure]:
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
