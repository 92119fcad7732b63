"""The proofreader's trainer: what it learns is what the scorers compute, and it does learn."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="trainers need torch (extra `train`)")

from models.scorers.encoder import TitleEncoder  # noqa: E402
from models.scorers.evidence import Evidence  # noqa: E402
from models.scorers.ngram import NgramModel  # noqa: E402
from models.scorers.proofreader import Proofreader, inputs, whole  # noqa: E402
from models.scorers.scorers import ARTEFACTS  # noqa: E402
from models.scorers.training.proofread import Network, drawn, fit_proofreader  # noqa: E402

NATIVE = Path(__file__).parents[2] / "prompts" / "generator" / "native.jsonl"


@pytest.fixture(scope="module")
def titles() -> list[str]:
    lines = NATIVE.read_text("utf-8").splitlines()[:400]
    return [title for title in (json.loads(line)["title"] for line in lines) if len(title) >= 6]


@pytest.fixture(scope="module")
def evidence(titles: list[str]) -> Evidence:
    return Evidence.count(NgramModel.load(ARTEFACTS / "ngram.npz").statistics, titles[150:])


def test_arrays_compute_what_the_network_does(titles: list[str], evidence: Evidence) -> None:
    torch.manual_seed(3)
    network, random = Network().eval(), np.random.default_rng(3)
    few = titles[:12]
    wrong = [random.normal(size=len(title)).astype(np.float32) for title in few]
    fluency = random.normal(size=len(few)).astype(np.float32)
    found, rows, inside = inputs(evidence, few, wrong)
    mean, scale = found.mean(0), found.std(0) + 1e-3
    about = whole(fluency, np.array([len(title) for title in few]))
    with torch.no_grad():
        logits, _ = network(*map(torch.from_numpy, ((found - mean) / scale, inside, rows, about)))
    reader = Proofreader(evidence, {"mean": mean, "scale": scale, **network.arrays()})
    np.testing.assert_allclose(reader(few, fluency, wrong), logits.numpy(), rtol=1e-3, atol=1e-4)


def test_it_learns_to_tell_titles_it_has_not_seen(titles: list[str], evidence: Evidence) -> None:
    encoder = TitleEncoder(ARTEFACTS)
    reader = fit_proofreader(titles[:120], encoder, evidence, epochs=6)
    right = titles[150:]
    wrong, touched = drawn(right, seed=9)
    assert all(touched) and all(one != other for one, other in zip(right, wrong, strict=True))
    logits = [reader(texts, encoder.read(texts).scores[:, 0], encoder.read(texts).wrong) for texts in (right, wrong)]
    assert (logits[0] > logits[1]).mean() > 0.8
