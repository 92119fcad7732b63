"""The encoder's teacher: a language model that answers whether a title breaks the law, and what it says of new titles.

    python -m tools.compliance.judge.teacher learn --data FOLDER --model BASE_MODEL --out FOLDER
    python -m tools.compliance.judge.teacher tell --data FOLDER --adapter FOLDER --out taught.jsonl

`learn` fine-tunes an adapter (LoRA) on the labelled titles and as many ordinary ones; it generalises better than the
encoder does from the same titles, but answers forty a second. So it tells what it thinks of titles that nobody
labelled: clauses of labelled titles, alone and joined anew, labelled titles in other industries, and ordinary ones.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import re
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from models.llm import ModelSpec, Sampling, load_language_model
from models.pipeline.pairs import Example as Pair
from models.training import handover
from tools.compliance.examples import LABELLED, Example, labelled, ordinary, patterned, read, tuning_half
from tools.compliance.judge.judge import ANY

RECIPE = Path(__file__).parents[3] / "models" / "training" / "recipes" / "law_cpu.yaml"
YES, NO = "是", "否"
PASSES = 2
ORDINARY = PATTERNED = 2500  # a pass
JOINED, CLAUSES, MOVED, UNLABELLED = 5500, 4000, 2500, 3000  # titles for the teacher to judge
LONGEST, SHORTEST = 40, 6  # characters of one
_MARKS = re.compile(r"[，,！!？?；;。~～：:]+")
_GRAMMAR = f'root ::= "{YES}" | "{NO}"'
_SAMPLING = Sampling(max_tokens=1, temperature=0.0, logprobs=True)
_AT_ONCE = 512


def question(title: str, industry: str | None) -> str:
    """What the teacher is asked; its answer is the next token."""
    return f"行业：{industry or ANY}\n标题：{title}\n违规吗："


def known(folder: Path) -> list[Example]:
    """All labelled titles that may be learned from."""
    named = [*read(LABELLED / "compliance_blind.jsonl"), *read(LABELLED / "compliance_own.jsonl")]
    return labelled([*named, *tuning_half(folder)])


def lessons(folder: Path, seed: int) -> list[Pair]:
    """Questions with their answers, in the order in which they are learned."""
    rng, pairs = random.Random(seed), list[Pair]()
    innocent, patterns = [one for _, one in ordinary(folder)], [one for _, one in patterned()]
    for _ in range(PASSES):
        turn = [*known(folder), *_some(rng, innocent, ORDINARY), *_some(rng, patterns, PATTERNED)]
        rng.shuffle(turn)
        pairs += [Pair(question(title, kind), NO if name == "none" else YES, "law") for title, kind, name in turn]
    return pairs


def unlabelled(folder: Path, seed: int) -> list[tuple[str, str | None]]:
    """Titles with their industries for the teacher to judge, in no order."""
    rng, rows = random.Random(seed), known(folder)
    found = list(_new(rng, rows))
    found += [(title, kind) for _, (title, kind, _) in _some(rng, ordinary(folder), UNLABELLED)]
    rng.shuffle(found)
    return found


def _new(rng: random.Random, rows: Sequence[Example]) -> Iterator[tuple[str, str | None]]:
    """Clauses of labelled titles joined anew, clauses alone, and whole titles in other industries."""
    of_kind: dict[str | None, list[Example]] = defaultdict(list)
    for row in rows:
        of_kind[row[1]].append(row)
    seen = {title for title, *_ in rows}
    joined = 0
    while joined < JOINED:
        title, kind, _ = rng.choice(rows)
        other = rng.choice(of_kind[kind] if rng.random() < 0.6 else rows)[0]
        first, second = rng.choice(_clauses(title) or [""]), rng.choice(_clauses(other) or [""])
        text = f"{first}，{second}"
        if first and second and first != second and len(text) <= LONGEST and text not in seen:
            seen.add(text)
            joined += 1
            yield text, kind
    alone = [(part, kind) for title, kind, _ in rows for part in _clauses(title) if SHORTEST <= len(part) < len(title)]
    yield from dict.fromkeys(_some(rng, alone, CLAUSES))
    for title, kind, _ in _some(rng, rows, MOVED):
        if (to := rng.choice(rows)[1]) != kind:
            yield title, to


def _clauses(title: str) -> list[str]:
    return [part.strip() for part in _MARKS.split(title) if len(part.strip()) >= 3]


def _some(rng: random.Random, items: Sequence[Any], count: int) -> list[Any]:
    return rng.sample(items, min(count, len(items)))


def tell(folder: Path, adapter: Path, out: Path, home: Path | None, seed: int) -> int:
    """Write title, industry and the probability of a violation of every unlabelled title; returns how many."""
    rows = unlabelled(folder, seed)
    spec = ModelSpec(adapter=adapter) if home is None else ModelSpec(adapter=adapter, home=home)
    model, part = load_language_model(spec), out.with_suffix(".part")
    try:
        with part.open("w", encoding="utf-8") as file:
            for start in range(0, len(rows), _AT_ONCE):
                asked = rows[start : start + _AT_ONCE]
                answers = model.complete([question(*row) for row in asked], _SAMPLING, grammar=_GRAMMAR)
                for (title, kind), answer in zip(asked, answers, strict=True):
                    sure = math.exp(answer.mean_logprob or 0.0)
                    odds = sure if answer.text == YES else 1 - sure
                    row = {"title": title, "industry": kind, "odds": round(odds, 4)}
                    file.write(json.dumps(row, ensure_ascii=False) + "\n")
                sys.stdout.write(f"\r{start + len(asked)} of {len(rows)}")
                sys.stdout.flush()
    finally:
        model.close()
    part.replace(out)
    return len(rows)


def main(arguments: Sequence[str] | None = None) -> None:
    """Teach the teacher, or let it tell."""
    arguments = sys.argv[1:] if arguments is None else arguments
    if arguments[:1] == ["learn"]:
        options = handover.parser(__doc__, RECIPE)
        options.add_argument("--data", type=Path, required=True, help="folder with compliance.jsonl and native_*.jsonl")
        own, rest = options.parse_known_args(list(arguments[1:]))
        handover.hand_over(lessons(own.data, own.seed), own, rest)
        return
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["learn", "tell"])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--adapter", type=Path, required=True, help="folder that `learn` wrote")
    parser.add_argument("--home", type=Path, help="where the packaged model is prepared")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=0)
    own = parser.parse_args(list(arguments))
    sys.stdout.write(f"\n{tell(own.data, own.adapter, own.out, own.home, own.seed)} titles in {own.out}\n")


if __name__ == "__main__":
    main()
