"""From examples that another module has built to a run of the supervised trainer."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from models.pipeline.pairs import Example


def parser(doc: str | None, recipe: Path) -> argparse.ArgumentParser:
    """The options that every such trainer has; what it does not know goes to the supervised trainer."""
    found = argparse.ArgumentParser(description=doc.splitlines()[0] if doc else None)
    found.add_argument("--model", required=True, help="Hugging Face folder of the cut base model")
    found.add_argument("--out", type=Path, required=True, help="examples, checkpoints, log and adapter")
    found.add_argument("--seed", type=int, default=0)
    found.add_argument("--recipe", default=str(recipe), help="YAML with the trainer's options")
    return found


def hand_over(rows: Sequence[Example], own: argparse.Namespace, rest: Sequence[str]) -> None:
    """Write the examples under `own.out` and train on them; `rest` are the supervised trainer's own options."""
    own.out.mkdir(parents=True, exist_ok=True)
    written = own.out / "examples.jsonl"
    written.write_text("".join(json.dumps(asdict(row), ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    sys.stdout.write(f"{len(rows)} examples in {written}\n")
    from models.training import sft  # torch is in the `train` extra only

    fixed = ["--model", own.model, "--out", str(own.out), "--examples", str(written)]
    fixed += ["--recipe", own.recipe] if own.recipe else []
    sft.train(sft.options([*fixed, "--seed", str(own.seed), *rest]))
