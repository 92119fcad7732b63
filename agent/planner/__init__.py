"""Reading one message into a Plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.plan import Planner
from agent.planner.readers_planner import ReadersPlanner

if TYPE_CHECKING:
    from models.llm import LanguageModel


def build_planner(model: LanguageModel | None = None) -> Planner:
    """The planner to use; `model` is a chat model capable enough to read messages."""
    return ReadersPlanner()
