"""`miaoti data`: from a folder of titles to the generator's training set."""

from __future__ import annotations

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
