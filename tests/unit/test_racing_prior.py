"""The replay's prior: it finds which texts are clicked, says little where there is nothing, and keeps vectors."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from evals.bench.racing_prior import TextPrior, Vectors
from evals.bench.racing_trials import Trial, by_week
from tools.racing.beliefs import Array

TASTE = np.array([0.6, -0.4, 0.0, 0.0])


def embed(texts: Sequence[str]) -> Array:
    return np.array([np.random.default_rng(int(text)).normal(size=4) for text in texts]) / 2


def trials(count: int, first: int, taste: Array, seed: int = 0) -> list[Trial]:
    rng, found = np.random.default_rng(seed), []
    for number in range(first, first + count):
        texts = tuple(str(4 * number + place) for place in range(4))
        true = 0.02 * np.exp(embed(texts) @ taste)
        found.append(Trial(number, texts, rng.binomial(3_000, true) / 3_000, np.full(4, 3_000.0)))
    return found


def test_it_tells_later_headlines_apart() -> None:
    prior = TextPrior(trials(80, 0, TASTE), embed, trials(30, 80, TASTE, 1))
    later = trials(40, 110, TASTE, 2)
    said, was = (
        np.concatenate(rows) for rows in zip(*((prior.relative(t), np.log(t.rates)) for t in later), strict=True)
    )
    was -= np.repeat([np.log(t.rates).mean() for t in later], 4)
    assert np.corrcoef(said, was)[0, 1] > 0.8
    assert 0.8 < prior.slope < 1.3
    rates = prior.rates(later[0])
    assert np.exp(np.log(rates).mean()) == pytest.approx(prior.level)


def test_where_texts_say_nothing_it_is_hardly_believed() -> None:
    nothing = np.zeros(4)
    prior = TextPrior(trials(80, 0, nothing), embed, trials(30, 80, nothing, 1))
    assert max(np.ptp(prior.relative(trial)) for trial in trials(20, 110, nothing, 2)) < 0.15


def test_weeks_are_cut_between_not_within() -> None:
    many = [Trial(number // 3, ("1", "2"), np.array([0.1, 0.2]), np.array([9.0, 9.0])) for number in range(60)]
    fit, tune, replayed = by_week(many)
    assert len(fit) + len(tune) + len(replayed) == 60
    assert fit[-1].week < tune[0].week and tune[-1].week < replayed[0].week


def test_vectors_are_made_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Once:
        left = 1

        def embed(self, texts: Sequence[str]) -> Array:
            self.left -= 1
            assert self.left >= 0
            return embed(texts)

    once = Once()
    monkeypatch.setattr("models.embeddings.load_embedder", lambda: once)
    for _ in range(2):
        vectors = Vectors(tmp_path / "vectors.npz")
        vectors.prepare(trials(2, 0, TASTE))
        assert vectors(["3"]) == pytest.approx(embed(["3"]), abs=1e-6)
