"""Fine-tune the judge of sense: `miaoti train sense --model FOLDER --start GENERATOR_ADAPTER --out FOLDER`.

It starts from the adapter that writes titles, which knows what they are like, and learns to answer one question about
titles that people have judged, whoever wrote them.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

from models.generator.sense import NO, YES, question
from models.pipeline.judged import Judged, judged_titles
from models.pipeline.pairs import Example
from models.pipeline.rows import WRITTEN
from models.training.handover import hand_over, parser

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
    options = parser(__doc__, RECIPE)
    options.add_argument("--judged", type=Path, nargs="+", default=[WRITTEN], help="folders with onpolicy_*.jsonl")
    options.add_argument("--passes", type=int, default=3, help="over the judged titles")
    own, rest = options.parse_known_args()
    hand_over(build(judged_titles(own.judged, ("train",)), own.passes, own.seed), own, rest)


if __name__ == "__main__":
    main()
