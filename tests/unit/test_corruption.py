"""Corruptions change what they say they change; splits keep what belongs together on one side."""

from __future__ import annotations

import pytest

from models.corruption import ALL_KINDS, Corrupter
from models.splits import part_of, part_of_keywords, part_of_video

TITLES = [
    "老板以为我在看报表，其实折叠屏手机左边是球赛",
    "用千元机上完一学期课，我来交个作业",
    "说是轻薄，我塞进西裤口袋坐了一天",
]


@pytest.mark.parametrize("kind", ALL_KINDS)
@pytest.mark.parametrize("seed", range(6))
def test_every_kind_changes_the_title_and_marks_where(kind: str, seed: int) -> None:
    found = Corrupter(TITLES, seed, fragments=TITLES).corrupt(TITLES[0], 1, (kind,))
    assert found.text != TITLES[0]
    assert found.touched
    assert all(0 <= place < len(found.text) for place in found.touched)


def test_untouched_characters_are_those_of_the_title() -> None:
    found = Corrupter(TITLES, 3).corrupt(TITLES[0], 1, ("replace",))
    changed = {i for i, (a, b) in enumerate(zip(TITLES[0], found.text, strict=True)) if a != b}
    assert changed == set(found.touched)


def test_a_homophone_sounds_the_same() -> None:
    from pypinyin import lazy_pinyin

    pool = ["他她它在再做作坐座的地得"] * 3
    found = Corrupter(pool, 0).corrupt("他在做", 1, ("homophone",))
    assert lazy_pinyin(found.text) == lazy_pinyin("他在做")
    assert found.text != "他在做"


@pytest.mark.parametrize("title", ["", "a", "。", "😀", "好", "好好", "12"])
def test_tiny_titles_survive(title: str) -> None:
    for seed in range(20):
        assert isinstance(Corrupter(TITLES, seed, TITLES).corrupt(title, 3, ALL_KINDS).text, str)


def test_same_seed_same_result() -> None:
    one, two = (Corrupter(TITLES, 5).every(TITLES[0], 5) for _ in range(2))
    assert one == two


def test_a_pool_without_chinese_is_refused() -> None:
    with pytest.raises(ValueError, match="pool"):
        Corrupter(["abc"])


def test_keyword_order_does_not_matter_to_the_split() -> None:
    assert part_of_keywords(["手机", "续航"]) == part_of_keywords(["续航", "手机"])


def test_the_later_period_is_test_whoever_uploads() -> None:
    assert {part_of_video(f"u{i}", "2026-06-03") for i in range(50)} == {"test"}
    assert {part_of_video(f"u{i}", "2026-02-03") for i in range(200)} == {"train", "validation", "test"}


def test_shares_are_as_promised() -> None:
    found = [part_of(f"key{i}") for i in range(20_000)]
    assert abs(found.count("test") / 20_000 - 0.15) < 0.01
    assert abs(found.count("validation") / 20_000 - 0.10) < 0.01
