"""What quantising costs the planner's reader: the same messages read by llama.cpp as shipped and by transformers.

    python -m evals.precision read quantised.jsonl                     # the packaged model, Q4_K_M, as shipped
    python -m evals.precision read full.jsonl --model BASE             # float32 (extra `train`); see --help
    python -m evals.precision table quantised.jsonl full.jsonl         # figures of each, and how often they agree

Readings are saved as they come, and a run goes on from what its file holds. BASE is what the adapter was trained on:
`python -m models.llm.export_hf` writes the packaged weights as numbers of full precision, so what differs is all that
llama.cpp rounds on the way: activations, the output layer, the adapter.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError
from rich.console import Console
from rich.table import Table

from agent.plan import PlannerContext
from agent.planner import build_planner
from agent.planner.examples import Example, load_examples
from agent.planner.figures import measure
from agent.planner.language import ModelReader, ModelReading, Trust
from agent.planner.tuned import ADAPTER, CONTEXT, FIELDS, MEASURED, TunedReader, line_of, parse
from agent.planner.tuning import told
from agent.planner.versus import same
from evals.saved import appended, whole_lines
from evals.statistics import Share, wilson
from models.llm import Completion, ModelSpec, Sampling, load_language_model
from models.llm.metered import Metered


class Read(BaseModel):
    """One message as one model read it; none where its line could not be understood."""

    model_config = ConfigDict(frozen=True)

    message: str
    reading: ModelReading | None
    seconds: float


@dataclass(frozen=True)
class Recorded:
    """A reader that says what was read before."""

    readings: dict[str, ModelReading | None]
    trust: Trust = MEASURED

    def read(self, message: str, context: PlannerContext, cancel: object = None) -> ModelReading | None:
        return self.readings.get(message)


class Free(Metered):
    """Greedy decoding that asks for the grammar only where a free line breaks it: the same line, many times sooner."""

    def complete(
        self, prompts: Sequence[str], sampling: Sampling, *, grammar: str | None = None, **asked: Any
    ) -> list[Completion]:
        """As of LanguageModel, for lines of the reader at temperature 0."""
        drawn = super().complete(prompts, sampling, **asked)
        if all(one.finish == "stop" and _is_line(one.text) for one in drawn):
            return drawn
        return super().complete(prompts, sampling, grammar=grammar, **asked)


def _is_line(text: str) -> bool:
    try:
        return line_of(parse(text)) == text
    except (ValidationError, ValueError):
        return False


def chosen(count: int, seed: int = 0) -> list[Example]:
    """So many of the unseen messages, each text once, drawn by `seed`; all where there are fewer."""
    known = {example.message: example for example in load_examples("unseen") if example.whole}
    rows = list(known.values())
    return random.Random(seed).sample(rows, min(count, len(rows)))


def read(reader: ModelReader, examples: Sequence[Example], out: Path, console: Console) -> list[Read]:
    """Have every message read that `out` does not hold yet; returns the readings of `examples`."""
    out.parent.mkdir(parents=True, exist_ok=True)
    known = {row.message: row for row in load(out)}
    with appended(out, [row.model_dump_json() for row in known.values()]) as append:
        for number, example in enumerate(examples, 1):
            if example.message not in known:
                started = time.perf_counter()
                said = reader.read(example.message, example.context)
                row = Read(message=example.message, reading=said, seconds=time.perf_counter() - started)
                known[example.message] = row
                append(row.model_dump_json())
                console.print(f"{number}/{len(examples)}", highlight=False)
    return [known[example.message] for example in examples]


def load(path: Path) -> list[Read]:
    """Readings saved before; [] where there is no file."""
    return [Read.model_validate_json(line) for line in whole_lines(path)]


def rows(files: Sequence[Path], examples: Sequence[Example]) -> list[tuple[str, ...]]:
    """Header and rows, a column a file: shares right on the messages all have read, and agreement with the first."""
    held = [{row.message: row for row in load(path)} for path in files]
    shared = [one for one in examples if all(one.message in readings for readings in held)]
    columns = [_column([readings[one.message] for one in shared], shared) for readings in held]
    first = [held[0][one.message].reading for one in shared]
    for column, readings in zip(columns, held, strict=True):
        alike = [_line(readings[one.message].reading) == _line(of) for one, of in zip(shared, first, strict=True)]
        column["the same line as the first"] = _told(wilson(sum(alike), len(alike)))
    return [("", *(path.stem for path in files)), *((name, *(one[name] for one in columns)) for name in columns[0])]


def _column(read_rows: Sequence[Read], examples: Sequence[Example]) -> dict[str, str]:
    pairs = [(told(example), row.reading) for example, row in zip(examples, read_rows, strict=True)]
    found = {"messages": str(len(examples))}
    for name in ("intent", *FIELDS):
        right = [said is not None and same(name, getattr(want, name), getattr(said, name)) for want, said in pairs]
        found[f"reader: {name}"] = _told(wilson(sum(right), len(right)))
    planner = build_planner(Recorded({row.message: row.reading for row in read_rows}))
    figures = measure(planner, examples)
    found["planner: intent"] = _told(wilson(figures.right, figures.total))
    found["planner: whole message"] = _told(wilson(figures.exact, figures.total))
    found["median s"] = f"{statistics.median(row.seconds for row in read_rows):.2f}" if read_rows else "-"
    return found


def _line(reading: ModelReading | None) -> ModelReading | None:
    return reading and reading.model_copy(update={"certainty": None})


def _told(share: Share) -> str:
    return f"{share.value:.3f} ({share.low:.2f}-{share.high:.2f})"


def _options(given: Sequence[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="evals.precision", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--messages", type=int, default=150, help="so many of the unseen messages")
    parser.add_argument("--seed", type=int, default=0, help="which of them")
    steps = parser.add_subparsers(dest="step", required=True)
    reading = steps.add_parser("read", help="have the messages read by one model")
    reading.add_argument("out", type=Path, help="JSONL of readings")
    reading.add_argument("--model", help="Hugging Face folder for transformers; the packaged model if absent")
    reading.add_argument("--adapter", type=Path, default=ADAPTER, help="PEFT folder of the reader")
    reading.add_argument("--home", type=Path, default=Path(".miaoti"), help="where the packaged model is prepared")
    reading.add_argument("--threads", type=int, default=1, help="of the processor")
    steps.add_parser("table", help="compare readings").add_argument("files", type=Path, nargs="+")
    options = parser.parse_args(given)
    if options.step == "table" and (missing := [str(path) for path in options.files if not path.is_file()]):
        parser.error(f"no readings there: {', '.join(missing)}")
    return options


def main(given: Sequence[str] | None = None) -> int:
    """Read or compare, as the command line asks."""
    options, console = _options(given), Console()
    examples = chosen(options.messages, options.seed)
    if options.step == "table":
        header, *lines = rows(options.files, examples)
        table = Table(*header)
        for line in lines:
            table.add_row(*line)
        console.print(table)
        return 0
    spec = ModelSpec(home=options.home, adapter=options.adapter, context=CONTEXT, parallel=1, threads=options.threads)
    if options.model:
        spec = spec.model_copy(update={"kind": "transformers", "model": options.model})
    model = load_language_model(spec)
    try:
        read(TunedReader(Free(model) if options.model else model), examples, options.out, console)
    finally:
        model.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
