"""The scorers' contract: a defined value for every text, a clear error for anything else."""

from __future__ import annotations

import numpy as np
import pytest

from models.scorers import Scorers, load_scorers

NATIVE = "老板以为我在看报表，其实折叠屏手机左边是球赛"
GENERIC = "折叠大屏，展开商务新格局"


@pytest.fixture(scope="module", params=[False, True], ids=["floor", "shipped"])
def scorers(request: pytest.FixtureRequest) -> Scorers:
    return load_scorers(encoder=request.param, threads=1)


def test_scores_are_probabilities_in_the_order_given(scorers: Scorers) -> None:
    values = scorers.score([NATIVE, GENERIC])
    assert values.shape == (2, 3)
    assert ((values >= 0) & (values <= 1)).all()
    assert np.allclose(values[::-1], scorers.score([GENERIC, NATIVE]), atol=0.02)


def test_native_titles_beat_generic_ones_in_style(scorers: Scorers) -> None:
    values = scorers.score([NATIVE, GENERIC])
    assert values[0, 1] > values[1, 1] + 0.3


def test_scrambled_characters_cost_fluency(scorers: Scorers) -> None:
    spoiled = "老板以溺我在看报桂，其实折叠机屏手左砌是球赛"
    values = scorers.score([NATIVE, spoiled])
    assert values[0, 0] > values[1, 0]


@pytest.mark.parametrize(
    "title",
    ["", " ", "。。。", "\x00\x07\ud800", "a", "Привет, мир", "こんにちは世界", "😀😀😀", "好" * 10_000, "ﬁＡ１"],
)
def test_every_text_has_a_defined_score(scorers: Scorers, title: str) -> None:
    values = scorers.score([title, NATIVE])
    assert np.isfinite(values).all()
    assert ((values >= 0) & (values <= 1)).all()


def test_a_title_without_words_scores_nothing(scorers: Scorers) -> None:
    assert scorers.score(["", "！！！"]).max() == 0


def test_no_titles_no_rows(scorers: Scorers) -> None:
    assert scorers.score([]).shape == (0, 3)
    assert scorers.scores([]) == []


@pytest.mark.parametrize("wrong", [None, 3, float("nan"), b"bytes", ["nested"]])
def test_what_is_no_text_is_named_by_its_index(scorers: Scorers, wrong: object) -> None:
    with pytest.raises(TypeError, match=r"titles\[1\]"):
        scorers.score([NATIVE, wrong])  # type: ignore[list-item]


def test_one_bare_string_is_refused(scorers: Scorers) -> None:
    with pytest.raises(TypeError, match="list"):
        scorers.score(NATIVE)


def test_keywords_must_match_the_titles(scorers: Scorers) -> None:
    with pytest.raises(ValueError, match="1 lists for 2 titles"):
        scorers.score([NATIVE, GENERIC], [["手机"]])
    with pytest.raises(TypeError, match=r"keywords\[0\]"):
        scorers.score([NATIVE], ["手机"])


def test_sense_heeds_the_keywords(scorers: Scorers) -> None:
    fit, off = scorers.scores([NATIVE, NATIVE], [["折叠屏手机"], ["宠物洗澡", "猫粮"]])
    assert fit.sense is not None and off.sense is not None
    assert fit.sense > off.sense
    assert fit.source


def test_explanation_points_into_the_title(scorers: Scorers) -> None:
    found = scorers.explain(GENERIC, ["折叠屏手机"])
    assert found.style.level == "bad" and not found.style.held
    for reason in (found.fluency, found.style, found.quality, found.sense):
        for span in (*reason.spans, *reason.held):
            assert GENERIC[span.start : span.end] == span.text
            assert span.cost > 0


def test_a_good_score_names_the_words_that_hold_it_up(scorers: Scorers) -> None:
    titles = [NATIVE, GENERIC, "一句“不催日常”，开放世界手游群里炸了锅"]
    named = 0
    for title in titles:
        found = scorers.explain(title)
        for column, reason in enumerate((found.fluency, found.style, found.quality)):
            for span in reason.held:
                cut = title[: span.start] + title[span.end :]
                assert scorers.score([cut])[0, column] < reason.score
                named += 1
    assert named


def test_the_source_says_who_answered() -> None:
    assert load_scorers(encoder=False).scores([NATIVE])[0].source == "ngram-1"
    shipped = load_scorers()
    assert shipped.scores([NATIVE])[0].source == shipped.source


def test_a_title_scores_the_same_alone_and_in_a_batch() -> None:
    scorers = load_scorers(threads=1)
    many = [NATIVE, GENERIC, "短", "一个很长很长的标题" * 8, NATIVE]
    assert np.abs(scorers.score(many) - np.vstack([scorers.score([title]) for title in many])).max() < 0.08
