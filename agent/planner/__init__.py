"""Reading one message into a Plan."""

from __future__ import annotations

from agent.plan import Planner
from agent.planner.classifier import IntentClassifier
from agent.planner.combined import CombinedPlanner
from agent.planner.grouped import GroupingPlanner
from agent.planner.language import ModelReader
from agent.planner.learned_planner import LearnedPlanner


def build_planner(reader: ModelReader | None = None, classifier: IntentClassifier | None = None) -> Planner:
    """The planner to use: readers and classifier, with a language model that reads beside them when one is given."""
    classifier = classifier or IntentClassifier.load()
    return GroupingPlanner(CombinedPlanner(classifier, reader) if reader else LearnedPlanner(classifier))
