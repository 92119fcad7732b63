"""The same cases as a task of `inspect_ai` (extra `evals`):

    inspect eval evals/inspect_task.py -T cases=evals/data/cases_held.jsonl --epochs 4 --epochs-reducer pass_k_3

Samples are cases, the solver holds the conversation with a driver of `evals.opening`, the scorer is `evals.checks`.
The answering model belongs to the driver, so none is named to inspect. An epoch is a trial on a fresh home.
"""

# mypy: disallow-untyped-decorators=False
# The decorators have no types where the extra is not installed.

from __future__ import annotations

import asyncio
import atexit
import json
import threading
from contextlib import ExitStack
from pathlib import Path

from inspect_ai import Task, task
from inspect_ai.dataset import MemoryDataset, Sample
from inspect_ai.model import ChatMessage, ChatMessageAssistant, ChatMessageTool, ChatMessageUser, ModelOutput
from inspect_ai.scorer import CORRECT, INCORRECT, Score, Scorer, Target, accuracy, scorer, stderr
from inspect_ai.solver import Generate, Solver, TaskState, solver
from inspect_ai.tool import ToolCall

from evals.cases import Case, load_cases
from evals.checks import check_case
from evals.dialogues import OWN_CASES
from evals.drivers import Driver, InfrastructureError
from evals.export import Message, messages
from evals.opening import opener
from evals.records import Trajectory
from evals.runner import run_case

TRAJECTORY = "trajectory"


@task
def dialogues(cases: str = str(OWN_CASES), driver: str = "agent", seed: int = 0, turn_seconds: float = 120.0) -> Task:
    """Whole conversations, right when every check of every turn passes."""
    return Task(dataset=dataset(Path(cases)), solver=converse(driver, seed, turn_seconds), scorer=outcome())


def dataset(path: Path) -> MemoryDataset:
    """A sample a case: what the user will say as its input, the checks as its target. Raises CaseError, OSError."""
    return MemoryDataset([_sample(case) for case in load_cases(path)], name=path.stem, location=str(path))


def _sample(case: Case) -> Sample:
    checks = [turn.expect.model_dump(mode="json", exclude_defaults=True) for turn in case.turns]
    return Sample(
        id=case.id,
        input=[ChatMessageUser(content=turn.user) for turn in case.turns],
        target=json.dumps(checks, ensure_ascii=False),
        metadata={"case": case.model_dump(mode="json", exclude_defaults=True), "tags": list(case.tags)},
    )


@solver
def converse(driver: str, seed: int = 0, turn_seconds: float = 120.0) -> Solver:
    """Says the case's messages to the driver one by one and records what came back."""
    drivers = _Drivers(driver, seed)

    async def solve(state: TaskState, generate: Generate) -> TaskState:
        case = Case.model_validate(state.metadata["case"])
        trial = state.epoch - 1
        opened = await asyncio.to_thread(drivers.of, trial)
        talk = await asyncio.to_thread(run_case, case, opened, turn_seconds, trial, seed + trial)
        if talk.infrastructure:
            raise InfrastructureError(talk.infrastructure)
        state.store.set(TRAJECTORY, talk.model_dump(mode="json"))
        state.messages = [_as_inspect(message) for message in messages(talk)]
        state.output = ModelOutput.from_content(opened.name, talk.turns[-1].reply)
        return state

    return solve


@scorer(metrics=[accuracy(), stderr()])
def outcome() -> Scorer:
    """The product of the case's checks; the explanation lists those that failed."""

    async def score(state: TaskState, target: Target) -> Score:
        case = Case.model_validate(state.metadata["case"])
        talk = Trajectory.model_validate(state.store.get(TRAJECTORY))
        rows = check_case(case, talk.turns)
        wrong = [
            f"turn {number} [{one.key}] {one.detail}"
            for number, row in enumerate(rows, 1)
            for one in row
            if not one.passed
        ]
        return Score(
            value=INCORRECT if wrong else CORRECT, answer=state.output.completion, explanation="\n".join(wrong)
        )

    return score


class _Drivers:
    """One driver a trial, opened when the first sample needs it and closed when the process ends."""

    def __init__(self, name: str, seed: int) -> None:
        self._open, self._seed = opener(name), seed
        self._guard, self._opened = threading.Lock(), dict[int, Driver]()
        self._stack = ExitStack()
        atexit.register(self._stack.close)

    def of(self, trial: int) -> Driver:
        with self._guard:
            if trial not in self._opened:
                self._opened[trial] = self._open(trial, self._seed + trial)
                self._stack.callback(self._opened[trial].close)
            return self._opened[trial]


def _as_inspect(message: Message) -> ChatMessage:
    if message["role"] == "user":
        return ChatMessageUser(content=message["content"])
    if message["role"] == "tool":
        return ChatMessageTool(content=message["content"], tool_call_id=message["tool_call_id"])
    calls = [
        ToolCall(id=call["id"], function=call["function"]["name"], arguments=json.loads(call["function"]["arguments"]))
        for call in message.get("tool_calls", ())
    ]
    return ChatMessageAssistant(content=message["content"], tool_calls=calls or None)
