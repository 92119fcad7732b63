"""The sentence head that ships: vectors of length 1 that tell alike from unlike."""

from __future__ import annotations

import numpy as np

from models.embeddings.sentence import SentenceHead, features
from models.quantisation import full_rows, quantised_rows


def test_alike_titles_are_nearer_than_others() -> None:
    cat, kitten, phone = SentenceHead().embed(["我家猫咪每天都在拆家", "猫咪拆家的每一天", "新款手机的续航实测"])
    assert cat @ kitten > cat @ phone + 0.2


def test_rows_have_length_one_and_nothing_said_is_zero() -> None:
    vectors = SentenceHead().embed(["露营灯", "！！", ""])
    assert vectors.shape == (3, SentenceHead.dim) and vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), [1, 0, 0], atol=1e-5)


def test_case_spaces_and_punctuation_do_not_count() -> None:
    assert features("ＬＧ 显示器！") == features("lg显示器")


def test_weights_made_small_come_back_within_half_a_step() -> None:
    weights = np.random.default_rng(0).normal(size=(50, 8)).astype(np.float32) * np.logspace(-3, 2, 50)[:, None]
    weights = np.vstack([weights.astype(np.float32), np.zeros((1, 8), np.float32)])
    rows, scales = quantised_rows(weights)
    assert (rows.dtype, scales.dtype, scales.shape) == (np.int8, np.float16, (51, 1))
    assert np.abs(rows[:-1]).max(axis=1).tolist() == [127] * 50, "the largest of a row takes the whole range"
    back = full_rows(rows, scales)
    step = np.abs(weights).max(axis=1, keepdims=True) / 127
    assert back.dtype == np.float32 and (np.abs(back - weights) <= 0.6 * step + 1e-7).all()
    assert not back[-1].any()
