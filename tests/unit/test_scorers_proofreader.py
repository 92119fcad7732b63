"""The proofreader and the counts it reads: what stands in a title, what would stand there were it mended."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from models.scorers import load_scorers
from models.scorers.encoder import EncoderModel
from models.scorers.evidence import FEATURES, Evidence
from models.scorers.proofreader import INPUTS, Proofreader, inputs
from models.scorers.statistics import Statistics

TITLES = ["用千元机上完一学期课", "我来交个作业", "租房三年终于买了一张自己的床", "老板以为我在看报表"]
TWO, MISSING, SWAPPED = (2, 11, 14)  # columns: this character and the next, as if one lay between, as if swapped


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    return Evidence.count(Statistics.count(TITLES * 50), TITLES * 50)


def _at(evidence: Evidence, title: str, place: int) -> npt.NDArray[np.float32]:
    found, _, inside = evidence.read([title])
    assert inside.sum() == len(title)
    return found[1 + place]


def test_a_swap_is_rare_as_it_stands_and_common_when_mended(evidence: Evidence) -> None:
    usual, swapped = _at(evidence, "我来交个作业", 4), _at(evidence, "我来交个业作", 4)
    assert usual[TWO] > 5 > usual[SWAPPED]
    assert swapped[SWAPPED] > 5 > swapped[TWO]


def test_a_gap_is_seen_where_a_character_is_missing(evidence: Evidence) -> None:
    usual, gap = _at(evidence, "老板以为我在看报表", 3), _at(evidence, "老板以为在看报表", 3)
    assert gap[MISSING] > 5 > gap[TWO]
    assert usual[TWO] > 5


def test_neighbourhoods_end_with_their_title(evidence: Evidence) -> None:
    together, rows, _ = evidence.read(TITLES)
    assert together.shape == (sum(map(len, TITLES)) + 2 * len(TITLES), FEATURES)
    for row, title in enumerate(TITLES):
        alone, _, inside = evidence.read([title])
        np.testing.assert_array_equal(together[rows == row][inside], alone[inside])


def _proofreader(evidence: Evidence, seed: int = 0) -> Proofreader:
    random = np.random.default_rng(seed)
    shapes = {"first": (5, INPUTS, 8), "first_bias": (8,), "second": (3, 8, 8), "second_bias": (8,)}
    shapes |= {"token": (8,), "token_bias": (1,), "hidden": (20, 6), "hidden_bias": (6,), "out": (6,), "out_bias": (1,)}
    weights = {name: random.normal(0, 0.3, shape).astype(np.float32) for name, shape in shapes.items()}
    weights |= {"mean": np.zeros(INPUTS, np.float32), "scale": np.ones(INPUTS, np.float32)}
    return Proofreader(evidence, weights)


def test_a_title_is_read_alike_alone_and_among_others(evidence: Evidence) -> None:
    reader, random = _proofreader(evidence), np.random.default_rng(1)
    titles = [*TITLES, "好", *TITLES * 12]  # longer than one block of positions
    wrong = [random.normal(size=len(title)).astype(np.float32) for title in titles]
    fluency = random.normal(size=len(titles)).astype(np.float32)
    together = reader(titles, fluency, wrong)
    alone = [reader([t], fluency[i : i + 1], [wrong[i]])[0] for i, t in enumerate(titles)]
    np.testing.assert_allclose(together, alone, rtol=1e-4, atol=1e-5)
    assert np.ptp(together) > 0.1


def test_it_survives_its_file(evidence: Evidence, tmp_path: Path) -> None:
    reader = _proofreader(evidence)
    reader.save(tmp_path / "proofreader.npz")
    again = Proofreader.load(tmp_path / "proofreader.npz", evidence.near)
    wrong = [np.zeros(len(title), np.float32) for title in TITLES]
    fluency = np.zeros(len(TITLES), np.float32)
    np.testing.assert_array_equal(reader(TITLES, fluency, wrong), again(TITLES, fluency, wrong))


def test_what_the_encoder_finds_wrong_stands_at_its_character(evidence: Evidence) -> None:
    wrong = [np.arange(len(title), dtype=np.float32) / 10 for title in TITLES]
    found, _, inside = inputs(evidence, TITLES, wrong)
    np.testing.assert_array_equal(found[inside, FEATURES], np.concatenate(wrong))
    assert not found[~inside, FEATURES:].any()


def test_the_shipped_scorers_read_proof() -> None:
    """Two characters swapped lower the fluency of titles nobody trained on; nothing that can be typed breaks it."""
    scorers = load_scorers()
    model = scorers._model
    assert isinstance(model, EncoderModel) and model.proofreader is not None
    right = ["周末带孩子去露营要准备什么", "一个人也要好好吃早饭", "地铁上十分钟学会一句英语"]
    wrong = ["周末带孩去子露营要准备什么", "一个人也要好好早吃饭", "地铁上十钟分学会一句英语"]
    assert (scorers.score(right)[:, 0] > scorers.score(wrong)[:, 0]).all()
    odd = ["a", "好" * 200, "😀好", "ｶﾀｶﾅ テスト", "x" * 9999]
    assert np.isfinite(scorers.score(odd)).all()
