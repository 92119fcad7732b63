"""Tool calls of a run matched as trajectories, by `agentevals` (extra `evals`): `miaoti eval match RUN`.

Against the cases, the reference of a turn holds one of the tools that it wants: then `superset` with arguments ignored
says whether what was wanted ran. Against another run, the reference is what the other did with the same case: `strict`
with exact arguments says whether both acted alike.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from evals.cases import CASES, Case, load_cases
from evals.export import Message, messages, reference_messages
from evals.records import Trajectory
from evals.saved import TRAJECTORIES, load_trajectories

Mode = Literal["strict", "unordered", "subset", "superset"]
Arguments = Literal["exact", "ignore", "subset", "superset"]


class Matches(BaseModel):
    """Talks that matched, of `talks`; `unmatched` names the others as case and trial."""

    model_config = ConfigDict(frozen=True)

    mode: str
    arguments: str
    talks: int
    matched: int
    unmatched: tuple[str, ...] = ()


def match(run: Path, reference: Path | None = None, *, mode: Mode, arguments: Arguments) -> Matches:
    """Match every sound talk of `run` against the run `reference`, or against its own cases when there is none.

    Raises CaseError or OSError where a folder holds no run, ModuleNotFoundError without the extra, ValueError where
    the runs share no case.
    """
    from agentevals.trajectory.match import create_trajectory_match_evaluator

    judge = create_trajectory_match_evaluator(trajectory_match_mode=mode, tool_args_match_mode=arguments)
    pairs = list(_against_run(run, reference) if reference else _against_cases(run))
    if not pairs:
        raise ValueError("no talk to match: the runs have no case in common")
    unmatched = tuple(
        name for name, seen, wanted in pairs if not judge(outputs=seen, reference_outputs=wanted)["score"]
    )
    return Matches(
        mode=mode,
        arguments=arguments,
        talks=len(pairs),
        matched=len(pairs) - len(unmatched),
        unmatched=unmatched,
    )


Pair = tuple[str, list[Message], list[Message]]


def _against_cases(run: Path) -> Iterator[Pair]:
    cases: dict[str, Case] = {case.id: case for case in load_cases(run / CASES)}
    for talk in _sound(run):
        yield _name(talk), messages(talk), reference_messages(cases[talk.case_id], talk)


def _against_run(run: Path, reference: Path) -> Iterator[Pair]:
    """Talks of one case are paired by trial; a trial the reference lacks is held against its first."""
    others = {(talk.case_id, talk.trial): talk for talk in _sound(reference)}
    for talk in _sound(run):
        other = others.get((talk.case_id, talk.trial)) or others.get((talk.case_id, 0))
        if other is not None:
            yield _name(talk), messages(talk), messages(other)


def _sound(run: Path) -> list[Trajectory]:
    if not (run / TRAJECTORIES).exists():
        raise FileNotFoundError(f"{run} holds no {TRAJECTORIES}")
    return [talk for talk in load_trajectories(run) if talk.infrastructure is None]


def _name(talk: Trajectory) -> str:
    return f"{talk.case_id} trial {talk.trial}"
