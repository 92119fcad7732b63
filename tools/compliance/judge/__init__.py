"""A title encoder that reads whole titles for illegal claims, with its weights; see README.md."""

from tools.compliance.judge.judge import Blend, Judge, load_judge

__all__ = ["Blend", "Judge", "load_judge"]
