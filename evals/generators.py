"""Compares adapters of the title generator on keyword sets that none was trained on: first drafts, not reranked.

    miaoti eval generators --data FOLDER --adapter sft=FOLDER --adapter kton=FOLDER

Every adapter writes after the same prompts with the same seeds. `base`, the model without one, is shown five examples.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table

from evals.keyword_sets import held_out
from models.generator.bank import Bank, load_bank
from models.generator.candidate import Candidate
from models.generator.drafts import TEMPERATURE, TOP_K
from models.generator.filters import coverage, fault, tidy
from models.generator.prompting import Drawer
from models.generator.request import TitleRequest
from models.llm import LanguageModel, ModelSpec, Sampling, load_language_model
from models.scorers import Scorers, load_scorers
from models.text import contains, distinct, fold, invented_numbers, title_length
from models.types import Scores

DRAFTS = 4
LIMIT = 16  # characters, in the requests with conditions
RESAMPLES = 1_000
SHOWN = 20


@dataclass(frozen=True)
class Draft:
    """One draft; `usable` is that no filter would drop it, `met` that it keeps to its request's conditions."""

    arm: str
    keywords: tuple[str, ...]
    text: str
    logprob: float
    usable: bool
    covered: bool
    copied: bool
    invented: bool
    met: bool | None
    fluency: float
    style: float
    quality: float


def draw(arm: str, model: LanguageModel, sets: Sequence[tuple[str, ...]], bank: Bank, scorers: Scorers) -> list[Draft]:
    """`DRAFTS` drafts a keyword set, and one with conditions: the first keyword must occur, `LIMIT` characters."""
    plain = [(TitleRequest(keywords=words, seed=at), DRAFTS) for at, words in enumerate(sets)]
    strict = [
        (TitleRequest(keywords=words, seed=at, must_include=words[:1], max_chars=LIMIT), 1)
        for at, words in enumerate(sets)
    ]
    drawn: list[tuple[TitleRequest, Candidate, float]] = []
    for request, count in [*plain, *strict]:
        prompts = Drawer(request, bank, adapted=model.adapter is not None).prompts()
        pairs = [next(prompts) for _ in range(count)]
        sampling = Sampling(
            max_tokens=34, temperature=TEMPERATURE, top_p=0.9, top_k=TOP_K, seed=request.seed, logprobs=True
        )
        for (_prompt, opening), done in zip(pairs, model.complete([one for one, _ in pairs], sampling), strict=True):
            candidate = Candidate(tidy(opening + done.text), truncated=done.finish != "stop")
            drawn.append((request, candidate, done.mean_logprob or 0.0))
    scores = scorers.scores([one.text for _, one, _ in drawn], [list(request.keywords) for request, _, _ in drawn])
    return [_draft(arm, *one, bank.texts, scored) for one, scored in zip(drawn, scores, strict=True)]


def _draft(
    arm: str, request: TitleRequest, candidate: Candidate, logprob: float, written: Container[str], scores: Scores
) -> Draft:
    text, words = candidate.text, request.keywords
    conditions = request.must_include
    met = all(contains(text, word) for word in conditions) and title_length(text) <= request.max_chars
    return Draft(
        arm=arm,
        keywords=words,
        text=text,
        logprob=logprob,
        usable=fault(candidate, request) is None,
        covered=coverage(text, words) > 0,
        copied=fold(text) in written,
        invented=bool(invented_numbers(text, list(words))),
        met=met if conditions else None,
        fluency=scores.fluency,
        style=scores.style,
        quality=scores.quality,
    )


def interval(drafts: Sequence[Draft], value: Callable[[Draft], float | None], seed: int = 0) -> tuple[float, float]:
    """(mean, half width of its 95 % interval); keyword sets are resampled, drafts of one set are not independent.

    Both are nan where no draft has the figure.
    """
    groups: dict[tuple[str, ...], list[float]] = {}
    for one in drafts:
        if (found := value(one)) is not None:
            groups.setdefault(one.keywords, []).append(float(found))
    if not groups:
        return float("nan"), float("nan")
    sums = np.array([[sum(group), len(group)] for group in groups.values()])
    picks = np.random.default_rng(seed).integers(0, len(sums), (RESAMPLES, len(sums)))
    totals = sums[picks].sum(1)
    low, high = np.quantile(totals[:, 0] / totals[:, 1], (0.025, 0.975))
    return float(sums[:, 0].sum() / sums[:, 1].sum()), float(high - low) / 2


FIGURES: dict[str, Callable[[Draft], float | None]] = {
    "fluency": lambda one: one.fluency,
    "style": lambda one: one.style,
    "quality": lambda one: one.quality,
    "usable, first pass": lambda one: one.usable,
    "holds a keyword": lambda one: one.covered,
    "conditions met, first pass": lambda one: one.met,
    "invented number": lambda one: one.invented,
    "copy of a hand-written title": lambda one: one.copied,
    "characters": lambda one: title_length(one.text),
    "log-probability a token": lambda one: one.logprob,
}


def table(arms: Mapping[str, Sequence[Draft]]) -> list[list[str]]:
    """A row a figure, a column an arm; distinct-2 is over one draft a keyword set."""
    rows = [
        [name, *(f"{mean:.3f} ± {half:.3f}" for mean, half in (interval(drafts, value) for drafts in arms.values()))]
        for name, value in FIGURES.items()
    ]
    firsts = [{one.keywords: one.text for one in reversed(drafts)} for drafts in arms.values()]
    return [*rows, ["distinct-2", *(f"{distinct(list(first.values())):.3f}" for first in firsts)]]


def report(arms: Mapping[str, Sequence[Draft]], seed: int = 0) -> str:
    """The table and `SHOWN` samples side by side, as Markdown."""
    head = "| | " + " | ".join(arms) + " |\n|---" * 1 + "|---" * len(arms) + "|\n"
    lines = [f"| {' | '.join(row)} |" for row in table(arms)]
    sets = list(dict.fromkeys(one.keywords for drafts in arms.values() for one in drafts))
    chosen = random.Random(seed).sample(sets, min(SHOWN, len(sets)))
    first = {arm: {one.keywords: one.text for one in reversed(drafts)} for arm, drafts in arms.items()}
    samples = [
        f"| {'、'.join(words)} | " + " | ".join(first[arm].get(words, "") for arm in arms) + " |" for words in chosen
    ]
    return f"# Adapters compared: first drafts\n\n{head}" + "\n".join(lines) + f"\n\n{head}" + "\n".join(samples) + "\n"


def main(data: Path, home: Path, adapters: Mapping[str, Path | None], sets: int, out: Path) -> int:
    """Draw with every adapter in turn, print the table, write report.md and drafts.jsonl to `out`."""
    bank, scorers, words = load_bank(), load_scorers(), held_out(data, sets)
    arms: dict[str, list[Draft]] = {}
    out.mkdir(parents=True, exist_ok=True)
    for name, adapter in adapters.items():
        model = load_language_model(ModelSpec(home=home, adapter=adapter))
        try:
            arms[name] = draw(name, model, words, bank, scorers)
        finally:
            model.close()
        with (out / "drafts.jsonl").open("a", encoding="utf-8") as file:
            file.writelines(json.dumps(asdict(one), ensure_ascii=False) + "\n" for one in arms[name])
    shown = Table("", *arms, title=f"First drafts, {len(words)} keyword sets")
    for row in table(arms):
        shown.add_row(*row)
    Console().print(shown)
    (out / "report.md").write_text(report(arms), encoding="utf-8")
    return 0
