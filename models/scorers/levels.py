"""What a score amounts to in words: good, fair or bad."""

from __future__ import annotations

from typing import Literal

from models.types import Scores

Level = Literal["good", "fair", "bad"]
Head = Literal["fluency", "style", "quality", "sense"]
JUDGED: tuple[Literal["fluency", "style", "quality"], ...] = ("fluency", "style", "quality")
"""The scores that are told to people, in the order in which they are told."""

# Quality is the probability that a judge gives 4 or 5 of 5: more of them do not from below 0.35, more do from 0.6 on,
# and one title in twenty reaches 0.66. The others are probabilities of two equal classes; what is shown was filtered
# before, so that a spoiled title is much rarer there than a whole one, and only a low fluency says it is spoiled.
_GOOD = {"fluency": 0.75, "style": 0.75, "quality": 0.6, "sense": 0.75}
_BAD = {"fluency": 0.25, "style": 0.4, "quality": 0.35, "sense": 0.4}


def level(name: Head, value: float) -> Level:
    """The level of a score in 0..1, by the score's name."""
    return "good" if value >= _GOOD[name] else "bad" if value < _BAD[name] else "fair"


def is_weak(scores: Scores | None) -> bool:
    """Whether one of the scores that people are told is bad; a title that nobody scored is not called weak."""
    return scores is not None and any(level(name, getattr(scores, name)) == "bad" for name in JUDGED)
