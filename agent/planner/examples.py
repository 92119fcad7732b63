"""Hand-written messages with what they mean: for fitting the intent classifier and for figures."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from agent.plan import Intent, PlannerContext, ShownList
from models.catalog import Advertiser

Part = Literal["train", "heldout", "unseen"]
DATA = Path(__file__).parent / "data"
MEMES = ("打工人", "显眼包", "松弛感")


@dataclass(frozen=True)
class Example:
    """A message, where it was typed, and what must be read from it; `whole`: what is not expected was not said."""

    message: str
    context: PlannerContext
    intent: Intent
    expect: dict[str, Any] = field(default_factory=dict)
    whole: bool = False
    account: str = ""
    voice: str = ""


def load_examples(part: Part, folder: Path = DATA) -> list[Example]:
    """All examples of one part.

    Raises:
        ValueError: a row is malformed; the message names file and line.
    """
    return load_files(folder, [f"{part}*.jsonl"])


def load_files(folder: Path, patterns: Sequence[str]) -> list[Example]:
    """The examples of all files that match one of `patterns`, by file name; errors as for `load_examples`."""
    accounts = _accounts(folder)
    paths = sorted({path for pattern in patterns for path in folder.glob(pattern)})
    return [example for path in paths for example in _rows(path, accounts)]


def _accounts(folder: Path) -> dict[str, Advertiser]:
    rows = json.loads((folder / "accounts.json").read_text(encoding="utf-8"))
    return {key: Advertiser(id=key, **row) for key, row in rows.items()}


def _rows(path: Path, accounts: dict[str, Advertiser]) -> Iterator[Example]:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        try:
            row = json.loads(line)
            said = row.get("says", row.get("expect", {}))
            intent, context = Intent(row["intent"]), _context(row, accounts)
            yield Example(row["message"], context, intent, said, "says" in row, row["account"], row.get("voice", ""))
        except (ValueError, KeyError) as error:
            raise ValueError(f"{path.name}, line {number}: {error!r}") from error


def _context(row: dict[str, Any], accounts: dict[str, Advertiser]) -> PlannerContext:
    last = Intent(row["last"]) if row.get("last") else None
    kind = Intent.ASSOCIATE if last is Intent.ASSOCIATE else Intent.GENERATE
    lists = [[f"标题{turn}之{number}" for number in range(size)] for turn, size in enumerate(row.get("shown", []))]
    lists += [row["texts"]] if "texts" in row else []
    shown = tuple(
        ShownList(
            turn=turn,
            intent=kind if turn == 0 else Intent.REFINE,
            title_ids=tuple(f"{turn}.{number}" for number in range(len(texts))),
            texts=tuple(texts),
        )
        for turn, texts in enumerate(lists)
    )
    return PlannerContext(
        advertiser=accounts[row["account"]],
        shown=shown,
        last_intent=last,
        memes_shown=MEMES if last is Intent.MEME else (),
        racing=row.get("racing", False),
    )
