"""Do the backends write the same? Greedy drafts and the likelihood of the same texts, backend against backend.

    miaoti bench parity --data DIR --vllm http://127.0.0.1:8000

The file in this process is quantised, and llama.cpp rounds activations to 8 bits too; transformers and vLLM compute in
float with the weights that the file's numbers stand for. Where two tokens are nearly as likely a greedy draft forks.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import combinations, takewhile
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table

from agent.settings import Settings
from evals.bench.generate_speed import backends
from evals.keyword_sets import held_out
from models.generator.bank import load_bank
from models.generator.prompt import build_prompt
from models.llm import ModelSpec, Sampling, load_language_model

GREEDY = Sampling(max_tokens=34, temperature=0.0)
SAME, CLOSE = 0.6, 0.1  # documented tolerance: share of equal drafts at least, nats a token at most


@dataclass(frozen=True)
class Said:
    """What one backend wrote after each prompt, and the mean log-probability a token of texts given to it."""

    drafts: list[str]
    logprobs: list[float]


@dataclass(frozen=True)
class Agreement:
    """Two backends: shares in 0..1 of equal drafts and of what drafts begin with alike; differences in nats a token."""

    pair: str
    equal: float
    alike: float
    apart_mean: float
    apart_most: float

    @property
    def holds(self) -> bool:
        """Whether both are within the tolerance."""
        return self.equal >= SAME and self.apart_mean <= CLOSE


def ask(spec: ModelSpec, prompts: Sequence[str], texts: Sequence[str]) -> Said:
    """One greedy draft a prompt, and how likely each text is."""
    model = load_language_model(spec)
    try:
        drafts = [one.text.strip() for one in model.complete(prompts, GREEDY)]
        return Said(drafts, model.mean_logprobs(texts))
    finally:
        model.close()


def agreements(said: Mapping[str, Said]) -> list[Agreement]:
    """Every pair of backends, in the order given."""
    found = []
    for (first, one), (second, other) in combinations(said.items(), 2):
        pairs = list(zip(one.drafts, other.drafts, strict=True))
        apart = np.abs(np.array(one.logprobs) - np.array(other.logprobs))
        found.append(
            Agreement(
                pair=f"{first} / {second}",
                equal=float(np.mean([left == right for left, right in pairs])),
                alike=float(np.mean([_alike(*pair) for pair in pairs])),
                apart_mean=float(apart.mean()),
                apart_most=float(apart.max()),
            )
        )
    return found


def _alike(one: str, other: str) -> float:
    """The common beginning as a share of the longer text; two empty texts are alike."""
    same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
    longest = max(len(one), len(other))
    return same / longest if longest else 1.0


def main(data: Path, settings: Settings, *, sets: int, vllm: str | None, out: Path) -> int:
    """Ask every backend that is there, print a row a pair, write parity-bench.json; 0 when all are within tolerance."""
    prompts = [build_prompt(words) for words in held_out(data, sets)]
    texts = [build_prompt(entry.keywords) + entry.title for entry in load_bank().entries[:sets]]
    console = Console()
    said: dict[str, Said] = {}
    for name, spec in backends(settings, vllm).items():
        with console.status(name):
            said[name] = ask(spec, prompts, texts)
    found = agreements(said)
    table = Table(
        "", "equal drafts", "begin alike", "nats a token apart, mean", "most", title=f"{len(prompts)} prompts"
    )
    for one in found:
        table.add_row(
            one.pair, f"{one.equal:.2f}", f"{one.alike:.2f}", f"{one.apart_mean:.3f}", f"{one.apart_most:.3f}"
        )
    console.print(table)
    out.mkdir(parents=True, exist_ok=True)
    record = {"agreements": [asdict(one) for one in found], "drafts": {name: one.drafts for name, one in said.items()}}
    (out / "parity-bench.json").write_text(json.dumps(record, ensure_ascii=False, indent=2), encoding="utf-8")
    return 0 if all(one.holds for one in found) else 1
