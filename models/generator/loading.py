"""Put a generator together from what comes with the project."""

from __future__ import annotations

from pathlib import Path

from models.generator.adapter import adapter_path
from models.generator.bank import load_bank
from models.generator.generator import Generator
from models.generator.patterns import load_patterns
from models.generator.ranking import TitleScorers
from models.generator.search import Law
from models.generator.sense import SenseJudge
from models.llm import LanguageModel, ModelSpec, load_language_model
from models.scorers import load_scorers


def load_generator(
    model: LanguageModel | None = None,
    scorers: TitleScorers | None = None,
    judge: SenseJudge | None = None,
    law: Law | None = None,
    *,
    home: Path = Path(".miaoti"),
    seconds: float = 2.0,
    rerank: bool = True,
) -> Generator:
    """A generator. Without `model` the packaged one is loaded with the shipped adapter; without `scorers` the shipped.

    `judge` is heard on which candidates make sense; `law` gives the check for compliance, once a request, and
    violations are dropped. Without `rerank` titles come as drawn.
    Raises ModelError's subclasses where no model can be loaded.
    """
    if model is None:
        model = load_language_model(ModelSpec(home=home, adapter=adapter_path()))
    scorers = scorers or load_scorers()
    bank = load_bank()
    patterns = load_patterns()
    return Generator(
        model, bank, patterns=patterns, scorers=scorers, judge=judge, law=law, seconds=seconds, rerank=rerank
    )
