"""One measure of the best: a bad score comes after every sound one, quality counts most, and order is kept."""

from __future__ import annotations

from models.types import Scores, Title
from tools.worth import overall, sound_first, standing


def title(key: str, fluency: float, style: float, quality: float) -> Title:
    scores = Scores(fluency=fluency, style=style, quality=quality, source="test")
    return Title(id=key, text=key, scores=scores)


LIST = [title("弱", 1, 1, 0.34), title("平", 0.5, 0.6, 0.4), title("拗", 0.2, 1, 0.9), title("好", 0.8, 0.9, 0.7)]


def test_a_bad_score_is_not_outweighed_by_good_ones() -> None:
    assert [one.id for one in sorted(LIST, key=standing, reverse=True)] == ["好", "平", "拗", "弱"]
    assert overall(LIST[0]) > overall(LIST[1])


def test_a_list_begins_with_sound_titles_in_the_order_written() -> None:
    bare = Title(id="无", text="无")
    assert [one.id for one in sound_first([*LIST, bare])] == ["平", "好", "无", "弱", "拗"]


def test_quality_counts_most_and_what_nobody_scored_nothing() -> None:
    assert (
        overall(title("质", 0.5, 0.5, 0.7)) > overall(title("风", 0.5, 0.7, 0.5)) > overall(title("流", 0.7, 0.5, 0.5))
    )
    assert overall(Title(id="无", text="无")) == 0
