"""Reading one message into a Plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.plan import Planner
from agent.planner.classifier import IntentClassifier
from agent.planner.learned_planner import LearnedPlanner

if TYPE_CHECKING:
    from models.llm import LanguageModel


def build_planner(model: LanguageModel | None = None) -> Planner:
    """The planner to use; `model` is a chat model capable enough to read messages."""
    return LearnedPlanner(IntentClassifier.load())
