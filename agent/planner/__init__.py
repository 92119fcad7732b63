"""Reading one message into a Plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.plan import Planner
from agent.planner.classifier import IntentClassifier
from agent.planner.learned_planner import LearnedPlanner

if TYPE_CHECKING:
    from models.llm import LanguageModel


def build_planner(model: LanguageModel | None = None) -> Planner:
    """The planner to use: readers and classifier, with `model` too when a capable chat model is given."""
    learned = LearnedPlanner(IntentClassifier.load())
    if model is None:
        return learned
    from agent.planner.combined import CombinedPlanner
    from agent.planner.language import LanguageReader

    return CombinedPlanner(learned, LanguageReader(model))
