"""`miaoti train`: every learned part from a folder of data. Each trainer has its own options: ask it with `--help`."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from typing import Annotated

import typer

from ui.commands.common import UserError, note

app = typer.Typer(
    help="Train the learned parts on your own data.",
    no_args_is_help=True,
    rich_markup_mode="rich",
)

# By name: the module, what it trains, and the options of an example.
TRAINERS = {
    "generator": (
        "models.training.sft",
        "Supervised fine-tuning of the title generator (LoRA).",
        "--model cut-model --examples training/examples.jsonl --out sft",
    ),
    "preferences": (
        "models.training.prefer",
        "DPO, IPO, KTO or KTON from judged titles, on top of `generator`.",
        "--loss kton --model cut-model --adapter sft/adapter --out kton",
    ),
    "sense": (
        "models.training.sense",
        "The language model that judges whether a title makes sense (LoRA), on top of `generator`.",
        "--model cut-model --start sft/adapter --out sense",
    ),
    "tagger": ("models.tagger.train", "The multi-label tagger.", "--data titles --train tagger"),
    "ctr": ("tools.racing.ctr.train", "The click-through model, from an event log.", "--log events.csv --out ctr.json"),
    "planner": (
        "agent.planner.whole",
        "The planner whole, as it ships: the intent model, then the language model that reads; resumable.",
        "--out planner",
    ),
    "intents": ("agent.planner.train", "The intent model of the planner alone.", "--out intents.npz"),
    "reader": (
        "agent.planner.tuning",
        "The language model that reads messages for the planner (LoRA).",
        "--model cut-model --out reader",
    ),
}
_ASKS = {"-h", "--help"}


def _run(name: str, module: str, example: str, arguments: list[str]) -> None:
    if _ASKS & set(arguments):
        typer.echo(f"Examples\n  miaoti train {name} {example}\n")
    try:
        trainer = importlib.import_module(module)
    except ModuleNotFoundError as error:
        raise UserError(
            f"training needs {error.name}: install the extra with `pip install -r constraints-train.txt` "
            "or `pip install miaoti[train]`"
        ) from error
    from models.llm import ModelError

    sys.argv = [f"miaoti train {name}", *arguments]
    try:
        trainer.main()
    except ModelError as error:
        raise UserError(str(error)) from error


def _add(name: str, module: str, help_text: str, example: str) -> None:
    def command(context: typer.Context) -> None:
        _run(name, module, example, context.args)

    # The trainer's own option parser answers `--help`.
    settings = {"allow_extra_args": True, "ignore_unknown_options": True, "help_option_names": []}
    app.command(name, help=help_text, context_settings=settings)(command)


for _name, (_module, _help, _example) in TRAINERS.items():
    _add(_name, _module, _help, _example)


@app.command()
def scorers(
    data: Annotated[Path, typer.Option(help="Folder of title sets.", exists=True, file_okay=False)],
    out: Annotated[Path, typer.Option(help="Folder for the artefacts; a run goes on from what it holds.")],
    settings: Annotated[Path | None, typer.Option(help="YAML; the project's own if absent.", exists=True)] = None,
) -> None:
    """Fluency, style, quality and sense: the floor, the encoder, what joins and calibrates them.

    [bold]Examples[/bold]

    miaoti train scorers --data titles --out artefacts
    """
    from models.scorers.train import load_settings, train

    try:
        trained = train(data, out, load_settings(settings), lambda stage, share: note(f"{stage} {share:.0%}"))
    except (FileNotFoundError, ModuleNotFoundError, ValueError) as error:
        raise UserError(str(error)) from error
    for path in trained.files:
        typer.echo(path)
