"""Fine-tune the judge of sense: `miaoti train sense --model FOLDER --start GENERATOR_ADAPTER --out FOLDER`.

It starts from the adapter that writes titles, which knows what they are like, and learns to answer one question about
titles that people have judged, whoever wrote them.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from models.generator.sense import NO, YES, question
from models.pipeline.judged import Judged, judged_titles
from models.pipeline.pairs import Example
from models.pipeline.rows import WRITTEN

RECIPE = Path(__file__).parent / "recipes" / "sense_cpu.yaml"


def build(titles: Sequence[Judged], passes: int, seed: int) -> list[Example]:
    """Questions with their answers, every title once a pass, each pass in another order."""
    rng = random.Random(seed)
    rows: list[Example] = []
    for _ in range(passes):
        asked = [Example(question(one.keywords, one.title), YES if one.sense else NO, one.source) for one in titles]
        rng.shuffle(asked)
        rows += asked
    return rows


def main() -> None:
    """Build the examples, then hand over to the supervised trainer."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--model", required=True, help="Hugging Face folder of the cut base model")
    parser.add_argument("--out", type=Path, required=True, help="examples, checkpoints, log and adapter")
    parser.add_argument("--judged", type=Path, nargs="+", default=[WRITTEN], help="folders with onpolicy_*.jsonl")
    parser.add_argument("--passes", type=int, default=3, help="over the judged titles")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--recipe", default=str(RECIPE), help="YAML with the trainer's options")
    own, rest = parser.parse_known_args()
    rows = build(judged_titles(own.judged, "train"), own.passes, own.seed)
    own.out.mkdir(parents=True, exist_ok=True)
    written = own.out / "examples.jsonl"
    written.write_text("".join(json.dumps(asdict(row), ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    sys.stdout.write(f"{len(rows)} examples in {written}\n")
    from models.training import sft

    fixed = ["--model", own.model, "--out", str(own.out), "--examples", str(written), "--recipe", own.recipe]
    sft.train(sft.options([*fixed, "--seed", str(own.seed), *rest]))


if __name__ == "__main__":
    main()
