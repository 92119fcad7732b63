"""The sentence head that ships: vectors of length 1 that tell alike from unlike."""

from __future__ import annotations

import numpy as np

from models.embeddings.sentence import SentenceHead, features


def test_alike_titles_are_nearer_than_others() -> None:
    cat, kitten, phone = SentenceHead().embed(["我家猫咪每天都在拆家", "猫咪拆家的每一天", "新款手机的续航实测"])
    assert cat @ kitten > cat @ phone + 0.2


def test_rows_have_length_one_and_nothing_said_is_zero() -> None:
    vectors = SentenceHead().embed(["露营灯", "！！", ""])
    assert vectors.shape == (3, SentenceHead.dim) and vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), [1, 0, 0], atol=1e-5)


def test_case_spaces_and_punctuation_do_not_count() -> None:
    assert features("ＬＧ 显示器！") == features("lg显示器")
