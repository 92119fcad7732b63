"""Which part of the planner was needed and right, asking back and calibration, against values counted by hand."""

import numpy as np
import pytest

from agent.plan import Intent
from agent.planner.classifier import IntentClassifier
from agent.planner.examples import load_examples
from agent.planner.figures import measure
from agent.planner.learned_planner import LearnedPlanner
from agent.planner.report import columns
from agent.planner.study import Choice, abstention, calibration_error, needed, quantised, study

G, R, M = Intent.GENERATE, Intent.REFINE, Intent.MEME
CHOICES = [
    Choice(wanted=G, readers=G, classifier=G, chosen=G, confidence=0.95, margin=0.9),
    Choice(wanted=G, readers=G, classifier=R, chosen=G, confidence=0.45, margin=0.1),
    Choice(wanted=R, readers=G, classifier=M, chosen=R, confidence=0.65, margin=0.5),
    Choice(wanted=M, readers=G, classifier=R, chosen=R, confidence=0.95, margin=0.3),
]


def test_parts_are_counted_where_they_differ() -> None:
    assert needed(CHOICES) == [
        ("readers and classifier agree", "1", "1", "1", "1"),
        ("they differ", "3", "1", "0", "2"),
        ("readers overrule an unsure classifier", "2", "1", "0", "2"),
    ]


def test_asking_back_leaves_the_surer_messages() -> None:
    rows = {margin: (decided, accuracy) for margin, decided, accuracy in abstention(CHOICES)}
    assert rows[">= 0.0"] == ("1.000", "0.750")
    assert rows[">= 0.4"] == ("0.500", "1.000")


def test_calibration_error_is_the_gap_weighted_by_bin() -> None:
    assert calibration_error(CHOICES) == pytest.approx(0.5 * abs(0.5 - 0.95) + 0.25 * 0.55 + 0.25 * 0.35)


def test_int8_reads_as_the_shipped_weights_do_and_is_not_the_same() -> None:
    classifier = IntentClassifier.load()
    small = quantised(classifier)
    assert not np.array_equal(small.grams, classifier.grams)
    assert np.abs(small.grams - classifier.grams).max() < np.abs(classifier.grams).max() / 100
    some = load_examples("heldout")[::6]
    before, after = study(classifier, some), study(small, some)
    assert sum(one.chosen is other.chosen for one, other in zip(before, after, strict=True)) >= len(some) - 1


def test_the_table_shows_exact_match_beside_intents() -> None:
    some = load_examples("heldout")[::9]
    figures = measure(LearnedPlanner(IntentClassifier.load()), some)
    rows = dict(columns({"x": figures}))
    assert rows["messages"] == str(len(some))
    assert float(rows["exact match"]) == pytest.approx(figures.exact / figures.total, abs=5e-4)
    assert float(rows["intent"]) >= float(rows["exact match"]) >= 0.8
