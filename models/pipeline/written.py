"""Examples from rows written by hand for this project: titles under full constraints, and edits by instruction.

A row is a JSON object a line, in one of two shapes:
{"category", "keywords", "title", "audience"?, "tone"?, "hook"?, "facts"?} and
{"category", "keywords", "base", "instruction", "title"}.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from models.generator.prompt import build_prompt
from models.pipeline.pairs import Example, limit_for
from models.pipeline.rows import WRITTEN, written_rows
from models.splits import part_of_keywords


def written_examples(rng: random.Random, folder: Path = WRITTEN) -> list[Example]:
    """One example of every row outside the test part, its optional fields switched on at random."""
    return [
        Example(_edit(row, rng) if "base" in row else _title(row, rng), str(row["title"]), "written")
        for row in written_rows(folder)
        if part_of_keywords(row["keywords"]) != "test"
    ]


def _title(row: dict[str, Any], rng: random.Random) -> str:
    title, words = str(row["title"]), [str(word) for word in row["keywords"]]
    if rng.random() < 0.25:
        rng.shuffle(words)
    inside = [word for word in words if word in title]
    return build_prompt(
        words,
        audience=_maybe(row.get("audience"), 0.85, rng),
        tone=_maybe(row.get("tone"), 0.85, rng),
        hook=_maybe(row.get("hook"), 0.4, rng),
        facts=row.get("facts", ()) if rng.random() < 0.95 else (),
        must_include=rng.sample(inside, 1) if inside and rng.random() < 0.35 else (),
        max_chars=limit_for(title, rng) if rng.random() < 0.6 else None,
    )


def _edit(row: dict[str, Any], rng: random.Random) -> str:
    limit = limit_for(str(row["title"]), rng) if rng.random() < 0.3 else None
    words: Sequence[str] = row["keywords"]
    return build_prompt(words, base=str(row["base"]), instruction=str(row["instruction"]), max_chars=limit)


def _maybe(value: object, chance: float, rng: random.Random) -> str | None:
    return str(value) if value and rng.random() < chance else None
