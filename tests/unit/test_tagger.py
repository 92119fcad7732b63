"""The tagger's contract."""

from __future__ import annotations

import pytest

from models.tagger import TAGS, Tagger, load_tagger


@pytest.fixture(scope="module")
def tagger() -> Tagger:
    return load_tagger()


def test_every_title_gets_every_tag_as_a_probability(tagger: Tagger) -> None:
    found = tagger.tag(["租房三年终于买了自己的床", "", "😀", "好" * 10_000, "\x00", "Привет"])
    assert [set(tags) for tags in found] == [set(TAGS)] * 6
    assert all(0 <= value <= 1 for tags in found for value in tags.values())
    assert max(found[1].values()) == 0


def test_exact_rules_hold(tagger: Tagger) -> None:
    tags = tagger.tag(["宿舍三个室友挑战一周不点外卖，结果如何？"])[0]
    for tag in ("audience:学生", "hook:challenge", "hook:question"):
        assert tags[tag] == 1.0


def test_topics_are_told_apart(tagger: Tagger) -> None:
    phone, cat, noodles = tagger.tag(
        ["折叠屏手机用了半年，屏幕和续航怎么样", "我家猫咪又把猫粮打翻了", "自己做一碗红烧牛肉面"]
    )
    assert max((t for t in phone if t.startswith("topic:")), key=phone.__getitem__) == "topic:科技数码"
    assert max((t for t in cat if t.startswith("topic:")), key=cat.__getitem__) == "topic:动物"
    assert max((t for t in noodles if t.startswith("topic:")), key=noodles.__getitem__) == "topic:美食"


def test_least_leaves_out_the_improbable(tagger: Tagger) -> None:
    assert all(value >= 0.5 for value in tagger.tag(["我家猫咪又把猫粮打翻了"], least=0.5)[0].values())


def test_wrong_input_is_named(tagger: Tagger) -> None:
    with pytest.raises(TypeError, match=r"titles\[1\]"):
        tagger.tag(["好", None])  # type: ignore[list-item]
    assert tagger.tag([]) == []
