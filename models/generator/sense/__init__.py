"""Which titles make sense: a small language model tuned to say yes or no; see README.md here."""

from __future__ import annotations

from pathlib import Path

from models.generator.sense.judge import CONTEXT, NO, YES, SenseJudge, question
from models.llm import ModelSpec

__all__ = ["NO", "YES", "SenseJudge", "judge_spec", "question"]


def judge_spec(home: Path) -> ModelSpec:
    """The packaged model with the judge's adapter."""
    return ModelSpec(home=home, adapter=Path(__file__).parent, parallel=4, context=CONTEXT, threads=1)
