"""Which part of the planner was needed for each message, which was right where they differ, and how sure it was."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from agent.plan import Intent
from agent.planner.classifier import IntentClassifier
from agent.planner.examples import Example
from agent.planner.learned_planner import LearnedPlanner
from agent.planner.reading import read
from agent.planner.rules import weigh

MARGINS = (0.0, 0.2, 0.4, 0.6, 0.8)
BINS = 10


@dataclass(frozen=True)
class Choice:
    """One message: what each part alone would say, what was chosen, and by how much it led (0..1)."""

    wanted: Intent
    readers: Intent
    classifier: Intent
    chosen: Intent
    confidence: float
    margin: float


def study(classifier: IntentClassifier, examples: Sequence[Example]) -> list[Choice]:
    """Read every example and keep what each part said."""
    planner = LearnedPlanner(classifier)
    return [_choice(planner, classifier, example) for example in examples]


def _choice(planner: LearnedPlanner, classifier: IntentClassifier, example: Example) -> Choice:
    reading = read(example.message, example.context)
    rules = weigh(reading, example.context)
    chances = classifier.probabilities(reading, example.context)
    chosen, confidence, _source = planner.choose(reading, example.context)
    first, second = sorted(chances.values(), reverse=True)[:2]
    return Choice(
        wanted=example.intent,
        readers=max(Intent, key=lambda one: rules[one]),
        classifier=max(Intent, key=lambda one: chances[one]),
        chosen=chosen,
        confidence=confidence,
        margin=first - second,
    )


def needed(choices: Sequence[Choice]) -> list[tuple[str, ...]]:
    """Rows (where, messages, readers right, classifier right, planner right), in whole messages."""
    alike = [one for one in choices if one.readers is one.classifier]
    apart = [one for one in choices if one.readers is not one.classifier]
    taken = [one for one in choices if one.chosen is not one.classifier]
    groups = (
        ("readers and classifier agree", alike),
        ("they differ", apart),
        ("readers overrule an unsure classifier", taken),
    )
    return [(name, str(len(group)), *(_right(group, part) for part in _PARTS)) for name, group in groups]


_PARTS = ("readers", "classifier", "chosen")


def _right(group: Sequence[Choice], part: str) -> str:
    return str(sum(getattr(one, part) is one.wanted for one in group))


def abstention(choices: Sequence[Choice]) -> list[tuple[str, str, str]]:
    """Rows (margin, share of messages decided, accuracy on them) for one that asks back below the margin."""
    rows = []
    for margin in MARGINS:
        decided = [one for one in choices if one.margin >= margin]
        right = sum(one.chosen is one.wanted for one in decided)
        rows.append((f">= {margin:.1f}", f"{len(decided) / len(choices):.3f}", f"{right / max(1, len(decided)):.3f}"))
    return rows


def calibration_error(choices: Sequence[Choice]) -> float:
    """Expected calibration error of the confidence, 10 equal-width bins (Guo et al., ICML 2017)."""
    confidence = np.array([one.confidence for one in choices])
    right = np.array([one.chosen is one.wanted for one in choices], dtype=float)
    places = np.minimum((confidence * BINS).astype(int), BINS - 1)
    gaps = [abs(right[places == place].mean() - confidence[places == place].mean()) for place in np.unique(places)]
    sizes = [float((places == place).mean()) for place in np.unique(places)]
    return float(np.dot(gaps, sizes))


def quantised(classifier: IntentClassifier) -> IntentClassifier:
    """The classifier with weights rounded to int8, one scale an intent."""

    def rounded(weights: NDArray[np.float32]) -> NDArray[np.float32]:
        scale = np.maximum(np.abs(weights).max(axis=0), 1e-12) / 127
        nearest: NDArray[np.float32] = (np.round(weights / scale) * scale).astype(np.float32)
        return nearest

    return replace(
        classifier,
        grams=rounded(classifier.grams),
        evidence=rounded(classifier.evidence),
        sense=rounded(classifier.sense),
    )
