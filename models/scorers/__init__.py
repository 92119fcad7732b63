"""Fluency, style, quality and sense of titles, calibrated to probabilities."""

from models.scorers.explain import Explanation, Reason, Span
from models.scorers.scorers import Scorers, load_scorers

__all__ = ["Explanation", "Reason", "Scorers", "Span", "load_scorers"]
