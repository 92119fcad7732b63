"""The report's pictures: what they show is what the scores say."""

from __future__ import annotations

import numpy as np
import pytest

from models.scorers.plots import Held, mistakes, reliability, write


@pytest.fixture
def held():
    rng = np.random.default_rng(0)
    value = rng.random(12000)
    label = (rng.random(12000) < value).astype(int)
    return Held([f"标题{i}" for i in range(12000)], label, value)


def test_perfect_scores_lie_on_the_diagonal(held):
    said, true = reliability(held)
    assert len(said) == 15
    assert np.abs(said - true).max() < 0.1


def test_overconfident_scores_do_not(held):
    sharp = Held(held.titles, held.label, np.where(held.value > 0.5, 0.99, 0.01))
    said, true = reliability(sharp)
    assert np.abs(said - true).max() > 0.2


def test_the_worst_mistake_comes_first():
    held = Held(["对", "错得离谱", "有点错"], np.array([1, 0, 0]), np.array([0.9, 0.95, 0.6]))
    assert [title for title, _, _ in mistakes(held, 2)] == ["错得离谱", "有点错"]


def test_files_are_written(held, tmp_path):
    paths = write({"fluency": held}, tmp_path)
    assert all(path.stat().st_size > 0 for path in paths)
    assert "标题" in (tmp_path / "mistakes.md").read_text(encoding="utf-8")
