"""Build the generator's training set: mix, rewrite, screen, select, report.

    miaoti data build --data FOLDER --out FOLDER

Sources are mixed proprietary : commercial : open = 1 : 1 : N. Proprietary: titles written for given keywords, and
edits. Commercial: titles that reached the popular list, and product copy. Open: news headlines with keywords.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from pydantic import BaseModel, ConfigDict, Field

from models.generator.prompt import build_prompt
from models.pipeline.pairs import Example, edit_examples, native_examples, popular_examples
from models.pipeline.rows import write_rows
from models.pipeline.screening import Screened, default_filters, screen, without_quantities
from models.pipeline.selection import good, k_centers, needed
from models.pipeline.written import written_examples
from models.splits import part_of

LIMITS = (2, 3, None)  # keywords a prompt holds: at most two, at most three, all of them
NOUNS = ("n", "nz", "vn", "ns", "nr", "eng")
Embed = Callable[[Sequence[str]], np.ndarray[Any, np.dtype[np.float32]]]


class BuildSettings(BaseModel):
    """One YAML file a build."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    seed: int = 0
    open_share: float = Field(default=5, ge=0, description="N of 1 : 1 : N")
    commercial_share: float = Field(default=1, ge=0)
    quality: float = Field(default=0.7, gt=0, le=1, description="share of a source that the reward model leaves")
    seed_share: float = Field(default=0.6, gt=0, le=1, description="share of the good rows that k-center greedy takes")
    needed_share: float = Field(default=0.2, ge=0, le=1, description="share of the good rows added for necessity")


@dataclass(frozen=True)
class Judges:
    """What the build asks of others: the law, fluency and quality of titles, embeddings, and a seed model's loss."""

    legal: Callable[[str], bool]
    fluent: Callable[[Sequence[str]], list[bool]]
    quality: Callable[[Sequence[str]], list[float]]
    embed: Embed
    loss: Callable[[Sequence[Example]], list[float]] | None = None


def load_settings(path: Path | None) -> BuildSettings:
    """From YAML; without a file the defaults. Raises ValidationError naming a wrong field."""
    return BuildSettings.model_validate(yaml.safe_load(path.read_text("utf-8")) or {} if path else {})


def build(data: Path, out: Path, judges: Judges, settings: BuildSettings | None = None) -> str:
    """Write `out`/examples.jsonl and `out`/report.md; returns the report."""
    chosen = settings or BuildSettings()
    rng = random.Random(chosen.seed)
    proprietary = [*native_examples(data, rng), *written_examples(rng), *edit_examples(data, rng)]
    wanted = len(proprietary)
    commercial = popular_examples(data, rng, _keywords, int(2 * chosen.commercial_share * wanted))
    opened = open_examples(data, rng, int(2 * chosen.open_share * wanted))
    screened = screen([_supported(one) for one in (*proprietary, *commercial, *opened)], _filters(judges))
    kept, stages = _select(screened.examples, judges, chosen)
    mixed = _mix(kept, wanted, chosen, rng)
    out.mkdir(parents=True, exist_ok=True)
    save_examples(out / "examples.jsonl", mixed)
    report = _report(screened, stages, mixed)
    (out / "report.md").write_text(report, encoding="utf-8")
    return report


def open_examples(data: Path, rng: random.Random, limit: int) -> list[Example]:
    """Headlines with the keywords that their source gives them, at most two, three or all of them."""
    import pandas as pd

    path = data / "tnews_titles_keywords.parquet"
    if not path.exists():
        return []
    table = pd.read_parquet(path).drop_duplicates("title").sample(frac=1.0, random_state=rng.randrange(2**31))
    found: list[Example] = []
    for row in table.itertuples():
        title = str(row.title).strip()
        words = [word for word in re.split(r"[,，]", str(row.keywords)) if word and word in title]
        if len(found) >= limit or part_of(title) == "test" or not words:
            continue
        most = rng.choice(LIMITS)
        found.append(Example(build_prompt(words[:most], tone="新闻"), title, "open"))
    return found


def save_examples(path: Path, examples: Sequence[Example]) -> None:
    """A row each, for `load_examples`."""
    write_rows(path, (one.__dict__ for one in examples))


def load_examples(path: Path) -> list[Example]:
    """What `save_examples` wrote."""
    return [Example(**json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines()]


def _keywords(title: str) -> Sequence[str]:
    import jieba.analyse

    found: list[str] = jieba.analyse.extract_tags(title, topK=3, allowPOS=NOUNS)
    return found


def _supported(example: Example) -> Example:
    return replace(example, title=without_quantities(example.title, [example.prompt]))


def _filters(judges: Judges) -> Any:
    return default_filters(judges.legal, judges.fluent)


def _select(
    examples: list[Example], judges: Judges, settings: BuildSettings
) -> tuple[list[Example], list[tuple[str, str, int]]]:
    """MoDS for fetched titles. What was written by hand for these keywords stays: it is what is imitated."""
    kept = [one for one in examples if one.source not in ("popular", "open")]
    stages: list[tuple[str, str, int]] = []
    for source in ("popular", "open"):
        rows = [one for one in examples if one.source == source]
        fine = [rows[index] for index in good(judges.quality([one.title for one in rows]), settings.quality)]
        seed = (
            k_centers(judges.embed([one.title for one in fine]), int(settings.seed_share * len(fine))) if fine else []
        )
        extra = []
        if judges.loss is not None and fine:
            extra = needed(judges.loss(fine), seed, int(settings.needed_share * len(fine)))
        stages += [(source, "screened", len(rows)), (source, "quality", len(fine)), (source, "diversity", len(seed))]
        stages.append((source, "necessity", len(extra)))
        kept += [fine[index] for index in (*seed, *extra)]
    return kept, stages


def _mix(examples: list[Example], wanted: int, settings: BuildSettings, rng: random.Random) -> list[Example]:
    """proprietary : commercial : open = 1 : commercial_share : open_share, as far as the sources reach."""
    shares = {"popular": settings.commercial_share, "open": settings.open_share}
    mixed = [one for one in examples if one.source not in shares]
    for source, share in shares.items():
        rows = [one for one in examples if one.source == source]
        mixed += rng.sample(rows, min(len(rows), int(share * wanted)))
    rng.shuffle(mixed)
    return mixed


def _report(screened: Screened, stages: Sequence[tuple[str, str, int]], mixed: Sequence[Example]) -> str:
    lines = ["# Training set", "", "| filter | seen | removed | samples |", "| --- | --- | --- | --- |"]
    for name, (seen, gone, samples) in screened.removed.items():
        lines.append(f"| {name} | {seen} | {gone} | {' / '.join(samples).replace('|', '¦')} |")
    lines += ["", "| source | stage | rows |", "| --- | --- | --- |"]
    lines += [f"| {source} | {stage} | {count} |" for source, stage, count in stages]
    lines += ["", "| in the set | rows |", "| --- | --- |"]
    counts = {source: sum(one.source == source for one in mixed) for source in sorted({one.source for one in mixed})}
    return "\n".join([*lines, *(f"| {source} | {count} |" for source, count in counts.items()), ""])
