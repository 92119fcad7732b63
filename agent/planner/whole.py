"""Train the planner whole: `miaoti train planner --out FOLDER`.

In this order, each from what the one before it left in FOLDER: the cut base model (`base`), the intent model
(`intents.npz`), the reader's runs (`reader-1` ...), the adapter as it ships (`adapter`), its figures (`figures.md`).
A run that was stopped is finished by the same command: stages that ended are not run again, and the reader goes on
from its newest checkpoint. Nothing of the project is touched: copy `intents.npz` and `adapter` to take them.
"""

from __future__ import annotations

import argparse
import importlib.util
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, Field

from agent.planner import train as intents
from agent.planner.classifier import IntentClassifier
from agent.planner.examples import DATA, load_examples, load_files
from agent.planner.learned_planner import LearnedPlanner
from agent.planner.tuning import build, labelled
from models.embeddings import load_embedder
from models.training.handover import hand_over

RECIPE = Path(__file__).parents[2] / "models" / "training" / "recipes" / "planner_cpu.yaml"
_RECIPE = "recipe.yaml"


class ReaderRun(BaseModel):
    """One run of the reader: patterns of the files whose messages it learns, and its steps."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    files: tuple[str, ...] = Field(min_length=1)
    steps: int = Field(ge=1)


class Recipe(BaseModel):
    """What is trained, on what, how long. `reader` holds options of `models.training.sft` by their long names."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    seed: int = 0
    strength: float = Field(default=10.0, gt=0)
    copies: int = Field(default=2, ge=0)
    reader: dict[str, int | float] = Field(default_factory=dict)
    runs: tuple[ReaderRun, ...] = Field(min_length=1)


@dataclass(frozen=True)
class Planned:
    """One training: its recipe, the messages, where all goes, the base model if it is there, and the home else."""

    recipe: Recipe
    data: Path
    out: Path
    model: Path | None = None
    home: Path = Path(".miaoti")

    @property
    def base(self) -> Path:
        return self.model or self.out / "base"


Stage = tuple[str, Callable[[], None]]


def stages(plan: Planned) -> list[Stage]:
    """All stages in order, by name."""
    readers = [(f"reader-{number}", _reader(plan, number)) for number in range(1, len(plan.recipe.runs) + 1)]
    first: list[Stage] = [] if plan.model else [("base", lambda: _base(plan))]
    last: list[Stage] = [("adapter", lambda: _ship(plan)), ("figures", lambda: _figures(plan))]
    return [*first, ("intents", lambda: _intents(plan)), *readers, *last]


def run(plan: Planned, recipe: str) -> None:
    """Run the stages that have not ended yet. Raises ValueError where the folder holds the run of another recipe."""
    plan.out.mkdir(parents=True, exist_ok=True)
    kept = plan.out / _RECIPE
    if kept.exists() and kept.read_text("utf-8") != recipe:
        raise ValueError(f"{plan.out} holds the run of another recipe ({kept}): name another folder")
    kept.write_text(recipe, encoding="utf-8")
    for name, stage in stages(plan):
        done = plan.out / f"{name}.done"
        if not done.exists():
            sys.stdout.write(f"stage {name}\n")
            sys.stdout.flush()
            stage()
            done.touch()


def _base(plan: Planned) -> None:
    from models.llm.export_hf import export_hf
    from models.llm.prepare import prepare_model

    shutil.rmtree(plan.base, ignore_errors=True)  # half of one, where a run was stopped here
    export_hf(prepare_model(plan.home), plan.base)


def _intents(plan: Planned) -> None:
    examples = load_examples("train", plan.data)
    classifier, accuracy = intents.fit(examples, load_embedder(), plan.recipe.strength, plan.recipe.seed)
    classifier.save(plan.out / "intents.npz")
    sys.stdout.write(f"{len(examples)} messages, five-fold accuracy {accuracy:.3f}\n")


def _reader(plan: Planned, number: int) -> Callable[[], None]:
    """The run of that number, from 1. What other messages say is completed with the intent model just fitted."""

    def trained() -> None:
        chosen = plan.recipe.runs[number - 1]
        planner = LearnedPlanner(IntentClassifier.load(plan.out / "intents.npz"))
        pairs = labelled(load_files(plan.data, chosen.files), planner)
        seed = plan.recipe.seed + number - 1
        own = argparse.Namespace(model=str(plan.base), out=plan.out / f"reader-{number}", seed=seed, recipe=None)
        options = {"steps": chosen.steps, **plan.recipe.reader}
        given = [text for name, value in options.items() for text in (f"--{name.replace('_', '-')}", str(value))]
        before = plan.out / f"reader-{number - 1}" / "adapter"
        hand_over(
            build(pairs, plan.recipe.copies, seed), own, [*given, *(["--start", str(before)] if number > 1 else [])]
        )

    return trained


def _ship(plan: Planned) -> None:
    from models.training.ship import ship

    ship(plan.out / f"reader-{len(plan.recipe.runs)}" / "adapter", plan.out / "adapter")


def _figures(plan: Planned) -> None:
    """On messages that nothing was fitted on: as it ships where llama.cpp is, else with the weights as trained."""
    from agent.planner.report import markdown, tables
    from agent.planner.tuned import CONTEXT, TunedReader
    from models.llm import ModelSpec, load_language_model

    ships = plan.model is None and importlib.util.find_spec("xllamacpp") is not None
    spec = ModelSpec(kind="transformers", model=str(plan.base), adapter=plan.out / "adapter")
    if ships:
        spec = ModelSpec(home=plan.home, adapter=plan.out / "adapter", parallel=1, context=CONTEXT)
    model = load_language_model(spec)
    try:
        classifier = IntentClassifier.load(plan.out / "intents.npz")
        found, _ = tables(load_examples("unseen", plan.data), TunedReader(model), classifier)
    finally:
        model.close()
    read_by = f"Read by {'llama.cpp, as shipped' if ships else 'transformers, in float32'}.\n\n"
    (plan.out / "figures.md").write_text(read_by + markdown(found), encoding="utf-8")


def main() -> None:
    """Read the options and run what is left to do."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True, help="folder for every stage; a run there is finished")
    parser.add_argument("--recipe", type=Path, default=RECIPE, help="YAML of the stages")
    parser.add_argument("--data", type=Path, default=DATA, help="folder of messages and accounts")
    parser.add_argument("--model", type=Path, help="Hugging Face folder of the cut base model; made if absent")
    parser.add_argument("--home", type=Path, default=Path(".miaoti"), help="where the packaged model is prepared")
    options = parser.parse_args()
    text = options.recipe.read_text(encoding="utf-8")
    plan = Planned(Recipe.model_validate(yaml.safe_load(text)), options.data, options.out, options.model, options.home)
    run(plan, text)
    sys.stdout.write(f"{plan.out / 'intents.npz'}\n{plan.out / 'adapter'}\n{plan.out / 'figures.md'}\n")


if __name__ == "__main__":
    main()
