"""`miaoti data`: from a folder of titles, and from what people thought of them, to the generator's training sets."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Annotated

import typer

from ui.commands.common import UserError, note

app = typer.Typer(help="Build training data.", no_args_is_help=True, rich_markup_mode="rich")
FLUENT = 0.35  # below this calibrated fluency a fetched title is left out


@app.callback()
def _group() -> None:
    """Build training data."""


@app.command()
def build(
    data: Annotated[Path, typer.Option(help="Folder of title sets.", exists=True, file_okay=False)],
    out: Annotated[Path, typer.Option(help="Folder for examples.jsonl and report.md.")],
    settings: Annotated[Path | None, typer.Option(help="YAML: mixture and shares.", exists=True)] = None,
) -> None:
    """Mix sources, drop what is illegal, personal, doubled or unsupported, and select with MoDS.

    [bold]Examples[/bold]

    miaoti data build --data titles --out training

    miaoti train generator --examples training/examples.jsonl --model CUT_MODEL --out run
    """
    from models.embeddings import load_embedder
    from models.pipeline.build import Judges, build, load_settings
    from models.scorers import load_scorers
    from models.types import Verdict
    from tools.compliance import check

    scorers, embedder = load_scorers(), load_embedder()
    judges = Judges(
        legal=lambda title: check(title).verdict != Verdict.VIOLATION,
        fluent=lambda titles: [one.fluency >= FLUENT for one in scorers.scores(titles)],
        quality=lambda titles: [one.quality for one in scorers.scores(titles)],
        embed=lambda titles: embedder.embed(titles, "passage"),
    )
    try:
        report = build(data, out, judges, load_settings(settings))
    except (ModuleNotFoundError, FileNotFoundError, ValueError) as error:
        raise UserError(f"{error}; see `constraints-train.txt` for what building needs") from error
    typer.echo(report)
    note(f"{out / 'examples.jsonl'}")


@app.command()
def preferences(
    out: Annotated[Path, typer.Option(help="Folder for preferred_1.jsonl.")],
    advertiser: Annotated[str | None, typer.Option("--advertiser", "-a", help="One account only.")] = None,
) -> None:
    """What people liked, picked, disliked and edited on the page, as rows for `miaoti train preferences`.

    [bold]Examples[/bold]

    miaoti data preferences --out opinions

    miaoti train preferences --judged opinions --model CUT_MODEL --adapter run/adapter --out preferred
    """
    from models.pipeline.judged import PREFERRED, judged_titles, preference_pairs
    from tools.preferences import preference_rows, write_preferences
    from ui.commands.common import open_tables

    with open_tables() as stores:
        rows = preference_rows(stores, advertiser)
    path = write_preferences(rows, out)
    pairs = len(preference_pairs(judged_titles([out], files=PREFERRED), random.Random(0)))
    good = sum(row["preferred"] for row in rows)
    typer.echo(f"喜欢 {good} 条，不喜欢 {len(rows) - good} 条，可以成对的 {pairs} 对")
    note(f"{path}")
