"""What a judge the agent does not rank by says of a run's titles: over a talk, against their bases, and how alike."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import numpy as np
from pydantic import BaseModel, ConfigDict, Field

from evals.judge import NAMES, Floats, Judge
from evals.quality import turn_name
from evals.records import Observation, SeenTitle, Trajectory
from evals.statistics import mean_interval


class Gain(BaseModel):
    """A mean difference of probabilities with its 95 % interval, cases being the units."""

    model_config = ConfigDict(frozen=True)

    cases: int
    value: float
    low: float
    high: float


class Lift(BaseModel):
    """`talks`: last writing turn less the first; `rewrites`: a title less its base. `likeness`: mean cosine of the
    titles of one list, lower is more varied; none without lists."""

    model_config = ConfigDict(frozen=True)

    judge: str
    titles: int
    mean: dict[str, float]
    talks: dict[str, Gain]
    rewrites: dict[str, Gain]
    by_turn: dict[str, dict[str, Gain]] = Field(description="mean scores of a talk's first, second ... writing turns")
    likeness: float | None = Field(default=None, ge=-1, le=1)


def lift(trajectories: Sequence[Trajectory], judge: Judge) -> Lift | None:
    """Judge every title offered; none where no title was. Means are over cases, trials of one case taken together."""
    texts = list({title.text for one in trajectories for turn in one.turns for title in turn.titles})
    if not texts:
        return None
    scores, vectors = judge.judge(texts)
    place = {text: number for number, text in enumerate(texts)}
    told = zip(NAMES, judge.auc, strict=True)
    return Lift(
        judge=f"{judge.embedder.name}, out-of-fold AUC {', '.join(f'{name} {auc:.2f}' for name, auc in told)}",
        titles=len(texts),
        mean={name: float(values.mean()) for name, values in scores.items()},
        talks={name: _gain(trajectories, _over_a_talk, values, place) for name, values in scores.items()},
        rewrites={name: _gain(trajectories, _rewrites, values, place) for name, values in scores.items()},
        by_turn={name: _by_turn(trajectories, values, place) for name, values in scores.items()},
        likeness=_likeness(trajectories, vectors, place),
    )


Differences = Callable[[Trajectory, Callable[[SeenTitle], float]], Iterable[float]]


def _gain(trajectories: Sequence[Trajectory], found: Differences, values: Floats, place: dict[str, int]) -> Gain:
    by_case: dict[str, list[float]] = {}
    for one in trajectories:
        differences = list(found(one, lambda title: float(values[place[title.text]])))
        if differences:
            by_case.setdefault(one.case_id, []).extend(differences)
    return _mean_of_cases(by_case)


def _mean_of_cases(by_case: dict[str, list[float]]) -> Gain:
    means = [sum(group) / len(group) for group in by_case.values()]
    if not means:
        return Gain(cases=0, value=0.0, low=0.0, high=0.0)
    return Gain(cases=len(means), **mean_interval(means)._asdict())


def _by_turn(trajectories: Sequence[Trajectory], values: Floats, place: dict[str, int]) -> dict[str, Gain]:
    groups: dict[str, dict[str, list[float]]] = {}
    for one in trajectories:
        writing = [turn for turn in one.turns if turn.titles and _writes(turn)]
        for number, turn in enumerate(writing, 1):
            mean = _mean(turn, lambda title: float(values[place[title.text]]))
            groups.setdefault(turn_name(number), {}).setdefault(one.case_id, []).append(mean)
    return {name: _mean_of_cases(by_case) for name, by_case in sorted(groups.items())}


def _over_a_talk(talk: Trajectory, score: Callable[[SeenTitle], float]) -> Iterable[float]:
    means = [_mean(turn, score) for turn in talk.turns if turn.titles and _writes(turn)]
    if len(means) > 1:
        yield means[-1] - means[0]


def _rewrites(talk: Trajectory, score: Callable[[SeenTitle], float]) -> Iterable[float]:
    known: dict[str, SeenTitle] = {}
    for turn in talk.turns:
        for title in turn.titles:
            if title.parent_id in known:
                yield score(title) - score(known[title.parent_id])
        known |= {title.id: title for title in turn.titles}


def _likeness(trajectories: Sequence[Trajectory], vectors: Floats, place: dict[str, int]) -> float | None:
    lists = [[place[title.text] for title in turn.titles] for one in trajectories for turn in one.turns]
    means = []
    for rows in lists:
        if len(rows) > 1:
            products = vectors[rows] @ vectors[rows].T
            means.append(float(products[np.triu_indices(len(rows), 1)].mean()))
    return min(1.0, sum(means) / len(means)) if means else None


def _mean(turn: Observation, score: Callable[[SeenTitle], float]) -> float:
    return sum(map(score, turn.titles)) / len(turn.titles)


def _writes(turn: Observation) -> bool:
    return any(call.name == "generate_titles" for call in turn.tools)
