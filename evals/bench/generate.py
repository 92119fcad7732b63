"""Titles for keyword sets that were not trained on: conditions, first drafts, speed beside other backends.

miaoti bench generate --data DIR --sets 200 --vllm http://127.0.0.1:8000
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pyarrow.parquet as pq
from rich.console import Console
from rich.progress import track
from rich.table import Table

from agent.roles import open_judge, writer_spec
from agent.settings import Settings
from evals.bench.bars import Figure, figures_table
from evals.bench.generate_shown import Run, common_pairs, first_bars, requests, show, shown_bars
from evals.bench.generate_speed import Speed, backends, measure
from evals.generators import Draft, draw
from evals.keyword_sets import held_out
from models.generator import load_generator
from models.generator.bank import Bank, load_bank
from models.generator.request import TitleRequest
from models.generator.sense import SenseJudge
from models.llm import load_language_model
from models.pipeline.pairs import hand_written
from models.scorers import Scorers, load_scorers
from models.text import fold
from tools.compliance import check

POPULAR = "bili_2026_hot_or_not.parquet"


@dataclass(frozen=True)
class Figures:
    """Everything one run measured."""

    sets: int
    n: int
    shown: list[Figure]
    first: list[Figure]
    speeds: list[Speed]

    def table(self) -> Table:
        """Figures beside what they should be."""
        return figures_table((*self.shown, *self.first), f"{self.n} titles for each of {self.sets} keyword sets")

    def speed_table(self) -> Table:
        """A column a backend."""
        lists = self.speeds[0].requests if self.speeds else 0
        table = Table("", *(one.name for one in self.speeds), title=f"Backends, {lists} lists of {self.n} each")
        table.add_row("seconds a list, median", *(f"{one.median_s:.2f}" for one in self.speeds))
        table.add_row("seconds a list, 95 %", *(f"{one.p95_s:.2f}" for one in self.speeds))
        table.add_row("tokens a second, lists", *(f"{one.tokens_s:.0f}" for one in self.speeds))
        table.add_row("tokens a second, one batch", *(f"{one.batch_tokens_s:.0f}" for one in self.speeds))
        table.add_row("usable drafts of the batch", *(f"{one.usable:.2f}" for one in self.speeds))
        return table

    def record(self) -> dict[str, Any]:
        """As JSON has it."""
        return asdict(self)


def trained_titles(data: Path, bank: Bank) -> set[str]:
    """Folded titles that the generator was trained on: the bank's, the hand-written ones, all of the popular list."""
    titles = {title for kind in ("native", "zeroshot") for _, title, _ in hand_written(data, kind)}
    if (file := data / POPULAR).exists():
        table = pq.read_table(file, columns=["title", "label"]).to_pylist()
        titles |= {str(row["title"]).strip() for row in table if row["label"] == 1}
    return {*bank.texts, *map(fold, titles)}


def main(
    data: Path,
    settings: Settings,
    *,
    sets: int,
    n: int,
    compared: int,
    vllm: str | None,
    out: Path,
    samples: Path | None,
    console: Console | None = None,
) -> int:
    """Measure, print the tables, write generate-bench.json to `out`; returns 0 when every bar is met.

    The writer of `settings` shows titles for `sets` keyword sets. Every backend then writes for `compared` of them;
    0 leaves that out. `samples` takes every title shown, an object a line.
    """
    console = console or Console()
    bank, scorers, words = load_bank(), load_scorers(), held_out(data, sets)
    trained = trained_titles(data, bank)
    with ExitStack() as stack:
        judge = open_judge(settings, stack)
        runs, drafts = _write(settings, words, n, bank, scorers, judge, samples)
        speeds = []
        if compared:
            scratch = Path(stack.enter_context(TemporaryDirectory(prefix="miaoti-bench-")))
            some = words[:: max(1, len(words) // compared)][:compared]
            for name, spec in backends(settings, vllm, scratch).items():
                with console.status(name):
                    speeds.append(measure(name, spec, some, n, bank, scorers, judge))
    figures = Figures(len(words), n, shown_bars(runs, n, trained), first_bars(drafts, trained), speeds)
    console.print(figures.table())
    if speeds:
        console.print(figures.speed_table())
    out.mkdir(parents=True, exist_ok=True)
    (out / "generate-bench.json").write_text(json.dumps(figures.record(), ensure_ascii=False, indent=2), "utf-8")
    return 0 if all(bar.met for bar in (*figures.shown, *figures.first)) else 1


def _write(
    settings: Settings,
    words: Sequence[tuple[str, ...]],
    n: int,
    bank: Bank,
    scorers: Scorers,
    judge: SenseJudge | None,
    samples: Path | None,
) -> tuple[list[Run], list[Draft]]:
    """What is shown for requests in turn without and with conditions, and first drafts for the same keyword sets."""
    model = load_language_model(writer_spec(settings))
    try:
        generator = load_generator(model, scorers, judge, lambda: check, rerank=settings.rerank)
        generator.draw(TitleRequest(keywords=("预热",)), 1)
        shown = show(generator, requests(words, common_pairs(bank)), n)
        runs = list(track(shown, "写标题", len(words), console=Console(stderr=True)))
        if samples:
            samples.write_text("".join(map(_lines, runs)), encoding="utf-8")
        return runs, draw("first", model, words, bank, scorers)
    finally:
        model.close()


def _lines(run: Run) -> str:
    """The titles of one list as JSON, an object a line."""
    request, shown = run
    asked = request.model_dump(exclude_defaults=True)
    rows = [{"request": asked, "title": one.text, "source": one.provenance.source} for one in shown.titles]
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
