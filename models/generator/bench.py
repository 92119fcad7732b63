"""Measure the generator on keyword sets it was not trained on: speed, first-pass quality, refusals.

python -m models.generator.bench --data DATA --sets 20 --n 10
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path

from models.generator.adapter import adapter_path
from models.generator.filters import coverage
from models.generator.loading import load_generator
from models.generator.request import Generation, TitleRequest
from models.generator.sense import SenseJudge, judge_spec
from models.llm import ModelSpec, load_language_model
from models.splits import part_of_keywords
from models.text import distinct, invented_numbers


def held_out(data: Path, count: int) -> list[tuple[str, ...]]:
    """`count` keyword sets of the native titles that no trainer saw, spread over the files' order."""
    found: dict[tuple[str, ...], None] = {}
    for path in sorted(data.glob("native_*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            words = tuple(json.loads(line)["keywords"])
            if part_of_keywords(words) == "test":
                found[words] = None
    sets = list(found)
    return sets[:: max(1, len(sets) // count)][:count]


def summary(runs: list[tuple[tuple[str, ...], Generation]], wanted: int) -> dict[str, object]:
    """The figures of many runs; shares are in 0..1, `distinct_2` is over the best title of each set."""
    titles = [(words, title) for words, run in runs for title in run.titles]
    seconds = sum(run.seconds for _, run in runs)
    rejected: Counter[str] = Counter()
    for _, run in runs:
        rejected.update(run.rejected)
    return {
        "sets": len(runs),
        "complete": sum(len(run.titles) == wanted for _, run in runs) / len(runs),
        "seconds_mean": round(seconds / len(runs), 2),
        "seconds_max": round(max(run.seconds for _, run in runs), 2),
        "tokens_per_second": round(sum(run.tokens for _, run in runs) / seconds, 1),
        "keyword_coverage": sum(coverage(title.text, words) > 0 for words, title in titles) / max(1, len(titles)),
        "invented_numbers": sum(bool(invented_numbers(title.text, list(words))) for words, title in titles)
        / max(1, len(titles)),
        "distinct_2": round(distinct([run.titles[0].text for _, run in runs if run.titles]), 3),
        "sources": dict(Counter(title.provenance.source for _, title in titles)),
        "rejected": dict(rejected.most_common()),
    }


def run(
    data: Path,
    home: Path = Path(".miaoti"),
    *,
    sets: int = 20,
    n: int = 10,
    adapter: Path | None = None,
    threads: int | None = None,
    samples: Path | None = None,
) -> None:
    """Draw and print the figures as JSON; `samples` takes every title, an object a line."""
    model = load_language_model(ModelSpec(home=home, adapter=adapter or adapter_path(), threads=threads))
    judge = SenseJudge(load_language_model(judge_spec(home)))
    generator = load_generator(model, judge=judge)
    generator.draw(TitleRequest(keywords=("预热",)), 1)
    runs: list[tuple[tuple[str, ...], Generation]] = []
    for words in held_out(data, sets):
        runs.append((words, generator.draw(TitleRequest(keywords=words, seed=len(runs)), n)))
        if samples:
            _append(samples, words, runs[-1][1])
    print(json.dumps(summary(runs, n), ensure_ascii=False, indent=2))
    model.close()
    judge.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--data", type=Path, required=True, help="folder with native_*.jsonl")
    parser.add_argument("--home", type=Path, default=Path(".miaoti"))
    parser.add_argument("--adapter", type=Path, default=adapter_path())
    parser.add_argument("--sets", type=int, default=20)
    parser.add_argument("--n", type=int, default=10)
    parser.add_argument("--threads", type=int)
    parser.add_argument("--samples", type=Path, help="write every title here, one JSON object a line")
    run(**vars(parser.parse_args()))


def _append(path: Path, words: tuple[str, ...], run: Generation) -> None:
    with path.open("a", encoding="utf-8") as file:
        for title in run.titles:
            row = {"id": title.id, "keywords": words, "title": title.text, "source": title.provenance.source}
            file.write(json.dumps(row, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
