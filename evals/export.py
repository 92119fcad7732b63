"""Trajectories and cases as lists of OpenAI chat messages, one talk a line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from evals.cases import Case
from evals.records import Observation, SeenCall, Trajectory
from evals.saved import load_trajectories, write_lines

Message = dict[str, Any]


def messages(trajectory: Trajectory) -> list[Message]:
    """A talk in chat-completions form. A tool's arguments are JSON text, its content what the agent was told."""
    found: list[Message] = []
    for number, turn in enumerate(trajectory.turns):
        found += _turn(turn, number)
    return found


def _turn(turn: Observation, number: int) -> list[Message]:
    found: list[Message] = [{"role": "user", "content": turn.user}]
    for place, call in enumerate(turn.tools):
        name = f"call_{number}_{place}"
        function = {"name": call.name, "arguments": json.dumps(call.args, ensure_ascii=False)}
        asked = {
            "role": "assistant",
            "content": "",
            "tool_calls": [{"id": name, "type": "function", "function": function}],
        }
        found += [asked, {"role": "tool", "tool_call_id": name, "content": call.summary or call.status}]
    titles = [f"{place}. {title.text}" for place, title in enumerate(turn.titles, 1)]
    return [*found, {"role": "assistant", "content": "\n".join([turn.reply, *titles])}]


def reference_messages(case: Case, talk: Trajectory) -> list[Message]:
    """What a case wants as chat messages: per turn one of its `tools_any`, the one that ran where one did.

    Arguments are left empty: cases check outcomes. A turn that never ran wants its tools all the same.
    """
    found: list[Message] = []
    for number, wanted in enumerate(case.turns):
        ran = {call.name for call in talk.turns[number].tools} if number < len(talk.turns) else set()
        tools = sorted(wanted.expect.tools_any, key=lambda name: name not in ran)[:1]
        calls = tuple(SeenCall(name=name) for name in tools)
        found += _turn(Observation(user=wanted.user, tools=calls), number)
    return found


def export(folder: Path, target: Path) -> int:
    """Write the run in `folder` to `target` as JSON lines; returns how many talks. Raises OSError."""
    rows = [
        {"case_id": one.case_id, "trial": one.trial, "messages": messages(one)}
        for one in load_trajectories(folder)
        if one.infrastructure is None
    ]
    write_lines(target, [json.dumps(row, ensure_ascii=False) for row in rows])
    return len(rows)
