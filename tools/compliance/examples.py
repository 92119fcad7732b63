"""What the learned parts of the check are trained on: labelled titles, ordinary ones, and sentence patterns."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from models.generator.pattern import SLOT
from models.generator.patterns import load_patterns
from models.generator.product_class import product_classes
from tools.compliance.checker import load_checker
from tools.compliance.rewriting import candidates

LABELLED = Path(__file__).parents[2] / "tests" / "data"
WRITTEN = Path(__file__).parents[2] / "models" / "training" / "data"
FOLDS = 8
SPOKEN = {"audience": "上班族", "scene": "周末", "feature": "颜值"}  # what fills a sentence pattern
Example = tuple[str, str | None, str]  # title, industry, category or none


def read(path: Path) -> list[dict[str, Any]]:
    """Rows of a JSONL file."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def labelled(rows: Iterable[dict[str, Any]]) -> list[Example]:
    """Titles with their category, and compliant rewrites as ordinary ones."""
    examples: list[Example] = []
    for row in rows:
        if "title" in row:
            examples.append(
                (row["title"], row["industry"], row["category"] if row["verdict"] == "violation" else "none")
            )
        if row.get("fix"):
            examples.append((row["fix"], row["industry"], "none"))
    return examples


def legal_versions(examples: Iterable[Example]) -> list[tuple[str, Example]]:
    """What remains of violations without the words that rules object to, as legal titles, each after its violation."""
    checker = load_checker()
    versions: list[tuple[str, Example]] = []
    for title, industry, category in examples:
        found = checker.by_rules(title, industry)
        if category == "none" or found.verdict != "violation":
            continue
        for text in candidates(checker, title, found, industry):
            if text and checker.by_rules(text, industry).verdict != "violation":
                versions.append((title, (text, industry, "none")))
    return versions


def ordinary(folder: Path) -> list[tuple[str, Example]]:
    """Ordinary titles on which no rule fires, each with the name of the file or pair of files that it comes from."""
    checker = load_checker()
    paths = [folder / f"{name}.jsonl" for name in ("native_a", "native_b", "zeroshot_a")]
    rows = [(path.stem[:-2], row) for path in paths for row in read(path)]
    rows += [(path.stem, row) for path in sorted(WRITTEN.glob("titles_*.jsonl")) for row in read(path)]
    texts = [(source, row["title"], row.get("category")) for source, row in rows if row.get("title")]
    return [(source, (text, kind, "none")) for source, text, kind in texts if not checker.by_rules(text, kind).findings]


def patterned() -> list[tuple[str, Example]]:
    """Every sentence pattern and every version of one as an ordinary title: people wrote them to be legal."""
    checker, classes, found = load_checker(), product_classes(), list[tuple[str, Example]]()
    for pattern in load_patterns().every:
        things = [word for name in sorted(pattern.classes & classes.keys()) for word in classes[name].examples]
        said = SPOKEN | {"product": pattern.kind or (things[fold_of(pattern.text) % len(things)] if things else "小满")}
        for text in (pattern.text, *pattern.versions.values()):
            title = SLOT.sub(lambda slot: said[slot[1]], text)  # noqa: B023
            if not checker.by_rules(title).findings:
                found.append((f"pattern {fold_of(pattern.text)}", (title, None, "none")))
    return found


def tuning_half(folder: Path) -> list[dict[str, Any]]:
    """The rows of `compliance.jsonl` that rules and models may learn from; the rest is only measured."""
    rows = read(folder / "compliance.jsonl")
    return [row for row in rows if hashlib.sha256(row["id"].encode()).digest()[0] % 2 == 0]


def fold_of(name: str) -> int:
    """The fold, of `FOLDS`, of a title's source: what comes from one place is learned or left out together."""
    return zlib.crc32(name.encode()) % FOLDS
