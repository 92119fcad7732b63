"""Dialogue cases: one JSON object a line, an advertiser and turns with checks on outcomes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from agent.plan import Intent
from models.catalog import Advertiser

ToolName = Literal[
    "lookup_entities", "search_memes", "generate_titles", "score_titles",
    "check_compliance", "associate_titles", "race_titles", "save_titles",
]  # fmt: skip


CASES = "cases.jsonl"
"""The name of the cases in the folder of a run."""


class CaseError(ValueError):
    """A case file that cannot be used; the message names file, line and key."""


class Expect(BaseModel):
    """Checks of one turn; an absent key checks nothing. Lengths count every character as 1."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    intent: Intent | None = None
    count: int | None = Field(default=None, ge=0, description="exactly so many titles are offered")
    min_count: int | None = Field(default=None, ge=1, description="at least so many titles are offered")
    max_chars: int | None = Field(default=None, ge=1)
    min_chars: int | None = Field(default=None, ge=1)
    include_all: tuple[str, ...] = ()
    include_any: tuple[str, ...] = ()
    avoid: tuple[str, ...] = ()
    some_include: tuple[str, ...] = ()
    no_titles: bool = False
    differs_from_previous: bool = False
    keeps: int | None = Field(default=None, ge=1, description="number of the earlier title that is the base")
    tools_any: tuple[ToolName, ...] = ()
    tools_none: tuple[ToolName, ...] = ()
    reply_any: tuple[str, ...] = ()
    reply_none: tuple[str, ...] = ()
    no_invented_numbers: bool = False

    @model_validator(mode="after")
    def _can_hold(self) -> Expect:
        if self.no_titles and (self.count or self.min_count or self.some_include or self.keeps):
            raise ValueError("no_titles cannot hold together with count, min_count, some_include or keeps")
        if self.min_chars and self.max_chars and self.min_chars > self.max_chars:
            raise ValueError(f"min_chars {self.min_chars} is above max_chars {self.max_chars}")
        if both := set(self.tools_any) & set(self.tools_none):
            raise ValueError(f"tools both wanted and forbidden: {', '.join(sorted(both))}")
        return self

    def carried(self) -> list[str]:
        """Names of the checks that this turn carries."""
        return sorted(name for name in self.model_fields_set if getattr(self, name) not in (None, (), False))


class CaseTurn(BaseModel):
    """What the user types and what must come of it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    user: str
    expect: Expect = Expect()


class Case(BaseModel):
    """One conversation with one advertiser. The advertiser's id is the case's, so cases never share an account."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(min_length=1)
    lang: str = "zh"
    tags: tuple[str, ...] = ()
    advertiser: Advertiser
    turns: tuple[CaseTurn, ...] = Field(min_length=1)

    @model_validator(mode="before")
    @classmethod
    def _name_the_account(cls, value: Any) -> Any:
        if isinstance(value, dict) and isinstance(value.get("advertiser"), dict) and "id" not in value["advertiser"]:
            return value | {"advertiser": {"id": f"case-{value.get('id')}"} | value["advertiser"]}
        return value


def load_cases(*paths: Path) -> list[Case]:
    """Read case files (JSON lines, UTF-8; blank lines are skipped), and all `*.jsonl` of folders, in name order.

    Of a run's folder its cases are read. A file named twice is read once. Raises CaseError naming file, line and key
    of the first fault, an id that occurs twice, or a path without a case.
    """
    cases: list[Case] = []
    seen: dict[str, str] = {}
    for path in dict.fromkeys(file.resolve() for given in paths for file in _files(given)):
        before = len(cases)
        for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
            if line.strip():
                cases.append(_parse(line, where := f"{path.name} line {number}"))
                _once(cases[-1].id, where, seen)
        if len(cases) == before:
            raise CaseError(f"{path.name}: no case in this file")
    return cases


def _files(given: Path) -> list[Path]:
    if not given.is_dir():
        return [given]
    whole = given / CASES
    files = [whole] if whole.exists() else sorted(given.glob("*.jsonl"))
    if not files:
        raise CaseError(f"{given}: no .jsonl file in this folder")
    return files


def _once(name: str, where: str, seen: dict[str, str]) -> None:
    if name in seen:
        raise CaseError(f"{where}: id {name!r} was used in {seen[name]}; ids are unique")
    seen[name] = where


def _parse(line: str, where: str) -> Case:
    try:
        return Case.model_validate(json.loads(line))
    except json.JSONDecodeError as error:
        raise CaseError(f"{where}: not JSON ({error.msg} at column {error.colno})") from error
    except ValidationError as error:
        raise CaseError(f"{where}: {fault_of(error)}") from error


def fault_of(error: ValidationError) -> str:
    """The first fault with its key, as it is told to who wrote the file."""
    fault = error.errors()[0]
    return f"key {'.'.join(map(str, fault['loc'])) or '(the whole of it)'}: {fault['msg']}"
