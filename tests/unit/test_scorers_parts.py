"""The parts under the scorers: hashing, statistics, calibration, pieces, made nonsense, the packed file."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from models.scorers.calibration import Curve, chance_error, expected_error, fit, fit_logistic
from models.scorers.e5file import dequantised, read_e5
from models.scorers.explain import explain_scores, phrases, unbroken
from models.scorers.hashing import bag, code_points, grams
from models.scorers.inputs import clean, without_pauses
from models.scorers.ngram import keyword_features
from models.scorers.nonsense import nonsense
from models.scorers.pieces import BOS, EOS, MAX_TOKENS, SPECIAL, UNK, Pieces, padded
from models.scorers.statistics import Statistics
from models.types import Scores

TITLES = ["用千元机上完一学期课", "我来交个作业", "租房三年终于买了一张自己的床", "老板以为我在看报表"]


def test_grams_never_cross_titles() -> None:
    apart = [set(bag([title], 18)[0].tolist()) for title in TITLES]
    hashes, rows = bag(TITLES, 18)
    for row, expected in enumerate(apart):
        assert set(hashes[rows == row].tolist()) == expected


def test_equal_grams_hash_alike_and_others_apart() -> None:
    points, rows = code_points(["甲乙甲乙"])
    hashes, _, starts = grams(points, rows, (0, 1), 20)
    found = dict(zip(starts.tolist(), hashes.tolist(), strict=True))
    assert found[1] == found[3]
    assert len(set(hashes.tolist())) == 4  # edge+甲, 甲乙, 乙甲, 乙+edge


def test_statistics_find_the_unusual_pair() -> None:
    statistics = Statistics.count(TITLES * 50)
    usual, odd = statistics.features(["我来交个作业", "我来作个交业"])
    assert usual.shape == (22,)
    assert usual[-2] == 0 < odd[-2]  # number of unseen pairs


def test_a_fitted_curve_rises_and_is_calibrated() -> None:
    random = np.random.default_rng(0)
    raw = random.normal(size=8000)
    label = random.random(8000) < 1 / (1 + np.exp(-2 * raw))
    for curve in (fit(raw[:4000], label[:4000]), fit_logistic(raw[:4000], label[:4000])):
        assert (np.diff(curve(np.linspace(-5, 5, 200))) >= 0).all()
        assert expected_error(curve(raw[4000:]), label[4000:]) < 0.03


def test_expected_error_of_constant_guesses_is_their_distance() -> None:
    label = np.repeat([0, 1], 500)
    np.random.default_rng(0).shuffle(label)
    assert expected_error(np.full(1000, 0.9), label, bins=1) == pytest.approx(0.4)
    assert chance_error(np.full(1000, 0.5), bins=1) < 0.03


def test_calibration_refuses_one_class() -> None:
    with pytest.raises(ValueError, match="both classes"):
        fit(np.arange(100), np.ones(100))


def test_a_curve_survives_its_array() -> None:
    curve = Curve(np.array([0.0, 1.0]), np.array([0.1, 0.9]))
    assert Curve.from_array(curve.as_array())(0.5) == pytest.approx(0.5)


def test_cleaning_folds_and_cuts() -> None:
    assert clean("ＡＢ\u200b１\x00  好") == "AB 1 好"
    assert len(clean("好" * 10_000)) == 200
    assert without_pauses("好，真的！ 好") == "好真的好"


def test_keyword_features_tell_fit_from_list() -> None:
    fit_row, off, listed = keyword_features(
        ["千元机上完课", "千元机上完课", "千元机长续航"], [["千元机"], ["猫粮"], ["千元机", "长续航"]]
    )
    assert fit_row[0] == 1 and off[0] == 0
    assert listed[2] == 1.0 > fit_row[2]


def test_nonsense_differs_from_its_source() -> None:
    keywords = [["千元机"], ["作业"], ["租房"], ["报表"]]
    for seed in range(5):
        made = nonsense(TITLES, keywords, seed)
        assert (made.sense == 0).all() and len(made) >= 2
        for title, words in zip(made.title, made.keywords, strict=True):
            assert (title, words) not in list(zip(TITLES, keywords, strict=True))


def test_pieces_cover_the_title_and_mark_the_unknown() -> None:
    pieces = Pieces([*SPECIAL, "▁", "手机", "手", "机", "好"], [0, 0, 0, 0, -1, -2, -5, -5, -3])
    (item,) = pieces.encode(["手机好龘"])
    assert item.ids[0] == BOS and item.ids[-1] == EOS and UNK in item.ids
    assert [("手机好龘")[start:end] for start, end in item.spans if end > start][:2] == ["手机", "好"] or item.ids[
        1
    ] == 4
    (long,) = pieces.encode(["好" * 500], ["手机" * 100])
    assert len(long.ids) <= MAX_TOKENS == len(long.spans)
    assert padded([[1], [1, 2]]).tolist() == [[1, 0], [1, 2]]


def test_pieces_survive_their_file(tmp_path: Path) -> None:
    pieces = Pieces([*SPECIAL, "▁", "手机", "好"], [0, 0, 0, 0, -1, -2, -3])
    pieces.save(tmp_path / "pieces.tsv")
    assert Pieces.load(tmp_path / "pieces.tsv").encode(["手机好"]) == pieces.encode(["手机好"])


def test_four_bit_blocks_are_read_low_nibbles_first() -> None:
    nibbles = list(range(16))
    block = struct.pack("<e", 0.5) + bytes(low | ((15 - low) << 4) for low in nibbles)
    found = dequantised(block, 0, 1, 32)[0]
    assert found[:16].tolist() == [(n - 8) * 0.5 for n in nibbles]
    assert found[16:].tolist() == [(15 - n - 8) * 0.5 for n in nibbles]


def test_a_foreign_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.bin").write_bytes(b"GGUF0000")
    with pytest.raises(ValueError, match="not a packed e5 file"):
        read_e5(tmp_path / "x.bin")


def test_phrases_join_single_characters_to_the_words_beside_them() -> None:
    title = "容易被忽视的功能，真香"
    pieces = [(0, 2), (2, 3), (3, 5), (5, 6), (6, 8), (8, 9), (9, 10), (10, 11)]
    assert [title[a:b] for a, b in phrases(title, pieces)] == ["容易", "被忽视的", "功能", "真香"]


def test_phrases_cut_no_keyword_and_leave_no_place_or_last_character_alone() -> None:
    title = "开放世界手游梦里下了场雨，敲得很响"
    pieces = [(0, 2), (2, 4), (4, 6), (6, 7), (7, 8), (8, 10), (10, 11), (11, 12), (12, 13), (13, 16), (16, 17)]
    found = [title[a:b] for a, b in phrases(title, pieces, ["开放世界手游"])]
    assert found == ["开放世界手游", "梦里", "下了", "场雨", "敲得很响"]
    apart = [(0, 2), (2, 3), (3, 4), (4, 6)]  # 上 goes with what follows: 上山, 上门, 上课
    assert [title[a:b] for title in ["周末上山露营"] for a, b in phrases(title, apart)] == ["周末", "上山", "露营"]


def test_a_word_that_stands_twice_is_named_once_in_the_reason() -> None:
    title = "他说这锅他说香"
    cuts = [(0, 1), (1, 2), (2, 4), (4, 5), (5, 6), (6, 7)]

    def judge(texts: Sequence[str]) -> npt.NDArray[np.float64]:
        return np.array([[0.1 * (7 - len(text)) + 0.2 * (2 - text.count("说"))] * 4 for text in texts])

    found = explain_scores(
        title, Scores(fluency=0.0, style=0.9, quality=0.5, sense=0.5, source="test"), judge, cuts
    ).fluency
    assert [span.text for span in found.spans] == ["说", "这锅"]


def test_only_what_people_would_have_broken_is_called_unbroken() -> None:
    assert unbroken("一" * 18) == 18 and unbroken("一" * 18 + "，完了") == 18
    assert unbroken("一" * 17) == 0 and unbroken("一" * 12 + "，" + "二" * 12) == 0 and unbroken("") == 0


def test_equal_vocabularies_are_held_once(tmp_path):
    for name in ("one.tsv", "other.tsv"):
        Pieces([*SPECIAL, "▁", "猫"], [0, 0, 0, 0, -1, -2]).save(tmp_path / name)
    assert Pieces.load(tmp_path / "one.tsv") is Pieces.load(tmp_path / "other.tsv")
