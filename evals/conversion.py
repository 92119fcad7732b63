"""Cases from and to plain message lists, as chat APIs take them: `miaoti eval import-messages`, `export-messages`.

A row is a list of messages, or an object with `messages` and, all optional, `id`, `lang`, `tags`, `advertiser` and
`expect`, which holds the checks of each user message in turn. Written rows hold all of them: nothing is lost on the
way back.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel, ConfigDict, ValidationError

from evals.cases import Case, CaseError, ToolName, fault_of
from evals.saved import write_lines
from models.catalog import Advertiser

_KEPT = ("lang", "tags")
_TOOLS = frozenset(get_args(ToolName))


class Imported(BaseModel):
    """Cases that could be made, what was wrong with the other rows, and how many cases check nothing."""

    model_config = ConfigDict(frozen=True)

    cases: tuple[Case, ...]
    faults: tuple[str, ...]

    @property
    def unchecked(self) -> int:
        return sum(not any(turn.expect.carried() for turn in case.turns) for case in self.cases)


def read_messages(path: Path, advertiser: Advertiser | None = None, *, tools: bool = False) -> Imported:
    """Cases from JSON lines, or from a JSON file with one row or a list of rows.

    `advertiser` talks where a row names none. `tools` wants the tools that the assistant called after a message to run
    again. A fault names file and line, or in a JSON file the row. Raises OSError, and CaseError where nothing is read.
    """
    cases: dict[str, Case] = {}
    faults: list[str] = []
    for number, (where, row) in enumerate(_rows(path), 1):
        try:
            case = _case(row, f"{path.stem}-{number}", advertiser, tools)
            if case.id in cases:
                raise CaseError(f"id {case.id!r} was used before; ids are unique")
            cases[case.id] = case
        except CaseError as error:
            faults.append(f"{where}: {error}")
    if not cases and not faults:
        raise CaseError(f"{path.name}: no conversation in this file")
    return Imported(cases=tuple(cases.values()), faults=tuple(faults))


def as_messages(case: Case) -> dict[str, Any]:
    """A case as one row: what the user says as chat messages, all else beside them."""
    told = case.model_dump(mode="json", exclude_defaults=True)
    expect = [turn.get("expect", {}) for turn in told.pop("turns")]
    return told | {"messages": [{"role": "user", "content": turn.user} for turn in case.turns], "expect": expect}


def write_messages(cases: Sequence[Case], target: Path) -> None:
    """Write `cases` as message lists, a conversation a line. Raises OSError."""
    write_lines(target, [json.dumps(as_messages(case), ensure_ascii=False) for case in cases])


def load_advertiser(path: Path) -> Advertiser:
    """An account from a JSON object as cases have it. Raises OSError, and CaseError naming the key at fault."""
    try:
        given = json.loads(path.read_text(encoding="utf-8"))
        return Advertiser.model_validate({"id": path.stem} | given if isinstance(given, dict) else given)
    except json.JSONDecodeError as error:
        raise CaseError(f"{path.name}: not JSON ({error.msg} in line {error.lineno})") from error
    except ValidationError as error:
        raise CaseError(f"{path.name}: {fault_of(error)}") from error


def _rows(path: Path) -> Iterator[tuple[str, Any]]:
    """Each row with where it stands; a line that is no JSON comes as the CaseError to report."""
    text = path.read_text(encoding="utf-8-sig")
    if path.suffix == ".json":
        yield from _listed(text, path.name)
        return
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            where = f"{path.name} line {number}"
            try:
                yield where, json.loads(line)
            except json.JSONDecodeError as error:
                yield where, CaseError(f"not JSON ({error.msg} at column {error.colno})")


def _listed(text: str, name: str) -> Iterator[tuple[str, Any]]:
    try:
        whole = json.loads(text)
    except json.JSONDecodeError as error:
        raise CaseError(f"{name} line {error.lineno}: not JSON ({error.msg} at column {error.colno})") from error
    single = isinstance(whole, dict) or _is_talk(whole)
    for number, row in enumerate([whole] if single else whole if isinstance(whole, list) else [], 1):
        yield f"{name} row {number}", row


def _is_talk(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(one, dict) and "role" in one for one in value)


def _case(row: Any, name: str, advertiser: Advertiser | None, tools: bool) -> Case:
    if isinstance(row, CaseError):
        raise row
    given = {"messages": row} if isinstance(row, list) else row
    if not isinstance(given, dict) or not isinstance(given.get("messages"), list):
        raise CaseError("no `messages`: a row is a list of messages, or an object that has one under that key")
    turns = _turns(given["messages"], tools)
    said = given.get("advertiser") or (advertiser and advertiser.model_dump(mode="json", exclude={"id"}))
    if not said:
        raise CaseError("no `advertiser`: put one into the row, or name a file of one with --advertiser")
    try:
        return Case.model_validate(
            {key: given[key] for key in _KEPT if key in given}
            | {"id": str(given.get("id") or given.get("case_id") or name), "advertiser": said}
            | {"turns": _checked(turns, given.get("expect"))}
        )
    except ValidationError as error:
        raise CaseError(fault_of(error)) from error


def _turns(messages: Sequence[Any], tools: bool) -> list[dict[str, Any]]:
    turns: list[dict[str, Any]] = []
    for number, message in enumerate(messages):
        role = message.get("role") if isinstance(message, dict) else None
        if role == "user":
            turns.append({"user": _text(message.get("content"), number), "expect": {}})
        elif role not in ("assistant", "tool", "function", "system", "developer"):
            raise CaseError(f"key messages.{number}.role: {role!r} is no role of a chat message")
        elif tools and turns and (called := _called(message)):
            wanted = turns[-1]["expect"].setdefault("tools_any", [])
            wanted += [one for one in called if one not in wanted]
    if not turns:
        raise CaseError("no message of role `user`")
    return turns


def _text(content: Any, number: int) -> str:
    """A message's text; parts of type text are put together."""
    parts = content if isinstance(content, list) else [{"type": "text", "text": content}]
    texts = [part.get("text") if isinstance(part, dict) and part.get("type") == "text" else None for part in parts]
    known = [text for text in texts if isinstance(text, str)]
    if not texts or len(known) < len(texts):
        raise CaseError(f"key messages.{number}.content: a user's message is text")
    return "".join(known)


def _called(message: dict[str, Any]) -> list[str]:
    functions = [call.get("function") for call in message.get("tool_calls") or () if isinstance(call, dict)]
    return [one["name"] for one in functions if isinstance(one, dict) and one.get("name") in _TOOLS]


def _checked(turns: list[dict[str, Any]], expect: Any) -> list[dict[str, Any]]:
    if expect is None:
        return turns
    if not isinstance(expect, list) or len(expect) != len(turns):
        raise CaseError(f"key expect: one object for each of the {len(turns)} user messages")
    return [
        turn | {"expect": turn["expect"] | wanted if isinstance(wanted, dict) else wanted}
        for turn, wanted in zip(turns, expect, strict=True)
    ]
